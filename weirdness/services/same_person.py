"""Two accounts of one person: one is kept, the other closed. What was said with either stays as it was said.

Looks of both on one day count once (the reading asks `Person.merged_into`); what is still to be done goes to the kept
one, and goes back when the two are taken apart again.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from weirdness.models import (
    Absence,
    Dataset,
    Event,
    Flag,
    Grant,
    Issue,
    LoginName,
    Look,
    Membership,
    Person,
    Reviewer,
    RotaPlace,
    Rule,
    SavedView,
    State,
    Subscription,
)
from weirdness.services import confidence_due, events
from weirdness.services.errors import Conflict, NotAllowed, Refused

NO_DATASET = 0  # the chain of what belongs to no dataset


@dataclass(frozen=True)
class Moved:
    """A column that names a person. `only`: rows of work still to be done; `one_per`: with which it is unique."""

    model: type[models.Model]
    column: str
    only: Q = field(default_factory=Q)
    one_per: str = ""

    @property
    def name(self) -> str:
        return f"{self.model.__name__}.{self.column}"

    def rows(self, person: Person) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(self.only, **{self.column: person})

    def free(self, other: Person, keep: Person) -> list[int]:
        """The rows of `other` that `keep` can take over."""
        found = self.rows(other)
        if self.one_per:
            found = found.exclude(**{f"{self.one_per}__in": list(self.rows(keep).values_list(self.one_per, flat=True))})
        return list(found.values_list("pk", flat=True))


MOVES = (
    Moved(Dataset, "owner"),
    Moved(Dataset, "steward"),
    Moved(Issue, "assignee", ~Q(state__in=[State.CLOSED, State.MERGED])),
    Moved(Membership, "person", one_per="team"),
    Moved(Grant, "person", Q(dataset__isnull=False), one_per="dataset"),
    Moved(Grant, "person", Q(source__isnull=False), one_per="source"),
    Moved(RotaPlace, "person", one_per="rota"),
    Moved(Rule, "person"),
    Moved(Subscription, "person", one_per="issue"),
    Moved(SavedView, "person", one_per="name"),
    Moved(LoginName, "person"),
    Moved(Reviewer, "person", Q(sweep__state="open", done_at__isnull=True), one_per="sweep"),
    Moved(Absence, "cover"),
    Moved(Person, "covered_by"),
    Moved(Person, "merged_into"),
)


@transaction.atomic
def merge(*, keep: Person, other: Person, actor: Person, now: datetime) -> None:
    """Closes `other` and gives `keep` whatever it had to do. Raises Refused, NotAllowed."""
    _only_administrators(actor)
    events.hold(NO_DATASET)
    keep, other = _locked(keep, other)
    _accept(keep, other, actor)
    moved: dict[str, list[int]] = {}
    for each in MOVES:
        free = [pk for pk in each.free(other, keep) if not _is_oneself(each, pk, keep)]
        each.model._default_manager.filter(pk__in=free).update(**{each.column: keep})
        moved[each.name] = moved.get(each.name, []) + free
    left = {"rotas": _leave_rotas(other), "raised": _raise_grants(keep, other), "leads": _lead_too(keep, other)}
    other.is_active, other.merged_into, other.merged_at = False, keep, now
    other.save(update_fields=["is_active", "merged_into", "merged_at"])
    data = {"keep": keep.pk, "other": other.pk, "moved": moved, **left}
    said = f"{other.email} is the same as {keep.email}"
    events.record(verb="people_merged", actor=actor, now=now, after=keep.name[:40], reason=said, data=data)
    _owe(other, now)


@transaction.atomic
def take_apart(*, other: Person, actor: Person, now: datetime) -> None:
    """They are two people after all: what was moved and is still with the kept account goes back."""
    _only_administrators(actor)
    events.hold(NO_DATASET)
    other = Person.objects.select_for_update(of=("self",)).get(pk=other.pk)
    keep = other.merged_into
    if keep is None:
        raise Conflict(f"{other.name} ({other.email}) is not merged with anybody, so there is nothing to take apart.")
    told = Event.objects.filter(chain=NO_DATASET, verb="people_merged", data__other=other.pk).latest("pk").data
    other.is_active, other.merged_into, other.merged_at = True, None, None
    other.save(update_fields=["is_active", "merged_into", "merged_at"])
    for each in MOVES:
        back = each.model._default_manager.filter(pk__in=told["moved"][each.name], **{each.column: keep})
        back.update(**{each.column: other})
    for rota, position in told["rotas"]:
        RotaPlace.objects.get_or_create(rota_id=rota, position=position, defaults={"person": other})
    for grant, before, after in told["raised"]:
        Grant.objects.filter(pk=grant, level=after).update(level=before)
    Membership.objects.filter(pk__in=told["leads"], person=keep).update(leads=False)
    said = f"{other.email} is not {keep.email}"
    data = {"keep": keep.pk, "other": other.pk}
    events.record(verb="people_taken_apart", actor=actor, now=now, after=keep.name[:40], reason=said, data=data)
    _owe(other, now)


def effect(keep: Person, other: Person) -> dict[str, int]:
    """What a merge would do, in numbers: looks and flags that count as the kept one's, and work that moves."""
    work = {each.name: len(each.free(other, keep)) for each in MOVES}
    return {
        "looks": Look.objects.counted().filter(person=other).count(),
        "flags": Flag.objects.filter(person=other).count(),
        "datasets": work["Dataset.owner"] + work["Dataset.steward"],
        "issues": work["Issue.assignee"],
        "teams": work["Membership.person"],
    }


def accept(*, keep: Person, other: Person, actor: Person) -> None:
    """Raises Refused with the reason why these two cannot be merged."""
    _only_administrators(actor)
    _accept(keep, other, actor)


def _accept(keep: Person, other: Person, actor: Person) -> None:
    if keep == other:
        raise Refused(other="This is the same account twice. Name the two accounts of the person.")
    if keep.merged_into is not None:
        raise Refused(keep=f"{keep.email} is closed: it was merged into {keep.merged_into.email}. Keep that one.")
    if not keep.is_active:
        raise Refused(keep=f"{keep.email} is closed. Keep the account that the person works with.")
    if other.merged_into is not None:
        raise Refused(other=f"{other.email} was merged into {other.merged_into.email} already.")
    if other == actor:
        raise Refused(other="You are logged in with this account. Keep it, or have another administrator do this.")
    if (other.is_superuser or other.is_staff) and not keep.is_superuser:
        raise Refused(other=f"{other.email} is an administrator and {keep.email} is not. Keep the administrator's.")


def _only_administrators(actor: Person) -> None:
    if not (actor.is_active and actor.is_superuser):
        raise NotAllowed("Saying that two accounts are one person is for administrators.")


def _locked(keep: Person, other: Person) -> tuple[Person, Person]:
    both = (
        Person.objects.select_for_update(of=("self",)).select_related("merged_into").filter(pk__in=[keep.pk, other.pk])
    )
    found = {each.pk: each for each in both.order_by("pk")}
    return found[keep.pk], found[other.pk]


def _is_oneself(moved: Moved, pk: int, keep: Person) -> bool:
    """Nobody covers for themselves, and nobody is their own other account."""
    if moved.model is Person:
        return pk == keep.pk
    return moved.model is Absence and Absence.objects.filter(pk=pk, person=keep).exists()


def _leave_rotas(other: Person) -> list[tuple[int, int]]:
    """Out of the turns where the kept account has its own; returns (rota, position) of each."""
    left = RotaPlace.objects.filter(person=other)
    places = list(left.values_list("rota", "position"))
    left.delete()
    return places


def _raise_grants(keep: Person, other: Person) -> list[tuple[int, int, int]]:
    """Where both had one, the higher rung holds; returns (grant of the kept one, before, after) of each that rose."""
    raised = []
    for grant in Grant.objects.filter(person=other):
        mine = Grant.objects.get(person=keep, dataset=grant.dataset_id, source=grant.source_id)
        if mine.level < grant.level:
            raised.append((mine.pk, mine.level, grant.level))
            mine.level = grant.level
            mine.save(update_fields=["level"])
    return raised


def _lead_too(keep: Person, other: Person) -> list[int]:
    """Leads the teams that the other account led; returns the memberships of the kept one that changed."""
    led = Membership.objects.filter(person=other, leads=True).values("team")
    mine = Membership.objects.filter(person=keep, leads=False, team__in=led)
    changed = list(mine.values_list("pk", flat=True))
    Membership.objects.filter(pk__in=changed).update(leads=True)
    return changed


def _owe(other: Person, now: datetime) -> None:
    """Whatever this account looked at or flagged is counted anew."""
    theirs = Q(pk__in=Look.objects.filter(person=other).values("dataset"))
    theirs |= Q(pk__in=Flag.objects.filter(person=other, dataset__isnull=False).values("dataset"))
    for dataset in Dataset.objects.filter(theirs):
        confidence_due.owe(dataset=dataset, now=now)
