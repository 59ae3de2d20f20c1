"""Saying what a name in query logs means; what waited for it is counted at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from weirdness.models import Dataset, Level, LogImport, LoginName, LogUse, Person, Source, TableName
from weirdness.routing.condition import Wrong
from weirdness.routing.globs import accept
from weirdness.services import administering, events
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.query_logs.placing import hold, people_of, place

_LEFT = ("service_reads", "services", "logins", "login_reads", "tables", "table_reads")
_ADDED = ("looks", "known", "before", "of_others")


@transaction.atomic
def say_login(*, login: str, actor: Person, now: datetime, person: Person | None = None, service: bool = False) -> int:
    """A login is this person, or a service account. Returns how many looks came of it at once.

    Raises NotAllowed and Refused. Looks that a former meaning gave stay until their log is taken back.
    """
    administering.guard(actor, "Who a login is may be said by administrators only. Ask one of them.")
    name = login.strip().lower()
    if not 0 < len(name) <= 200:
        raise Refused(login="Give the login as the log writes it, of at most 200 characters.")
    if (person is None) == (not service):
        raise Refused(person="Choose the person whose login this is, or say that it is a service account.")
    said = {"person": None if service else person, "is_service": service}
    LoginName.objects.update_or_create(login=name, defaults=said)
    meaning = "a service account" if service else str(person)
    events.record(verb="log_names_changed", actor=actor, now=now, after=f"{name} is {meaning}"[:40])
    return _count_again(LogUse.objects.filter(login=name), now)


@transaction.atomic
def say_table(*, table: str, dataset: Dataset, actor: Person, now: datetime, source: Source | None = None) -> int:
    """Tables of this name or pattern are (also) this dataset. Returns how many looks came of it at once.

    By administrators, and by those who answer for the dataset. Raises NotAllowed and Refused.
    """
    if not may_say(dataset, actor):
        raise NotAllowed(
            f"Which tables are {dataset.key} may be said by its owner and by administrators. Ask one of them."
        )
    name = table.strip().lower()
    _accept_table(name)
    TableName.objects.get_or_create(source=source, table=name, dataset=dataset)
    after = f"{name} is {dataset.key}"[:40]
    events.record(verb="log_names_changed", actor=actor, now=now, dataset=dataset, after=after)
    waiting = LogUse.objects.filter(log__source=source) if source else LogUse.objects.all()
    return _count_again(waiting, now)


def may_say(dataset: Dataset, person: Person) -> bool:
    return administering.may_change(person) or (dataset.level_of(person) or 0) >= Level.OWN


def _accept_table(name: str) -> None:
    if not 0 < len(name) <= 300:
        raise Refused(table="Give the table as the log names it, such as nyc.flights, of at most 300 characters.")
    try:
        accept(name)
    except Wrong as wrong:
        raise Refused(table=str(wrong)) from None
    if not name.strip("*.?"):
        raise Refused(table="This pattern takes every table. Name at least a part of what is meant, such as nyc.*")


@transaction.atomic
def forget_login(*, name: LoginName, actor: Person, now: datetime) -> None:
    """The login means again what it looks like. What was counted stays until its log is taken back."""
    administering.guard(actor, "Who a login is may be said by administrators only. Ask one of them.")
    events.record(verb="log_names_changed", actor=actor, now=now, after=f"{name.login} means nothing more"[:40])
    name.delete()


@transaction.atomic
def forget_table(*, name: TableName, actor: Person, now: datetime) -> None:
    """As `forget_login`, of a table."""
    if not may_say(name.dataset, actor):
        raise NotAllowed(f"Which tables are {name.dataset.key} may be said by its owner and by administrators.")
    after = f"{name.table} means nothing more"[:40]
    events.record(verb="log_names_changed", actor=actor, now=now, dataset=name.dataset, after=after)
    name.delete()


def _count_again(waiting: QuerySet[LogUse], now: datetime) -> int:
    """Places what waited in every log that has some of it."""
    hold()
    done = LogImport.objects.filter(state=LogImport.State.DONE, pk__in=waiting.values("log"))
    logs = list(done.select_related("source", "asked_by").order_by("pk"))
    placed, looks = place(logs=logs, now=now), 0
    for log in logs:
        came = placed[log.pk]
        made = sum(came.made.values())
        more = {"looks": made, "known": came.wanted - made, "before": came.before, **came.left}
        log.outcome |= {name: log.outcome.get(name, 0) + more[name] for name in _ADDED}
        log.outcome |= {name: more[name] for name in _LEFT}
        log.outcome["people"] = people_of(log)
        log.save(update_fields=["outcome"])
        looks += made
    return looks
