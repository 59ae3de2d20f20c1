"""Names in query logs that mean nothing yet, the most frequent first: what the page about names asks for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet, Sum

from weirdness.models import Dataset, LogImport, LogUse
from weirdness.services.query_logs.meaning import SERVICE, Catalogue, Logins, Tables


@dataclass(frozen=True)
class Unknown:
    """A name that waits for a meaning: how many reads on how many days, of how many tables or by how many logins.

    `guess`: the number of the dataset that a table of this name could be.
    """

    name: str
    reads: int
    days: int
    others: int
    last: date
    database: str = ""
    source: int | None = None
    guess: int | None = None


def unknown_logins(logs: QuerySet[LogImport], meant: Logins, most: int) -> tuple[list[Unknown], int]:
    """Logins of these logs that are nobody yet, and how many there are in all."""
    waiting = _waiting(logs)
    names = [name for name in waiting.values_list("login", flat=True).distinct() if meant.of(name) is None]
    counted = (
        waiting.filter(login__in=names)
        .values("login")
        .annotate(
            reads=Sum("lines"), days=Count("day", distinct=True), others=Count("table", distinct=True), last=Max("day")
        )
    )
    rows = counted.order_by("-reads", "login").values_list("login", "reads", "days", "others", "last")
    return [Unknown(*row) for row in rows[:most]], len(names)


def unknown_tables(logs: QuerySet[LogImport], meant: Logins, most: int) -> tuple[list[Unknown], int]:
    """Tables of these logs that are no dataset yet and that not only service accounts read, and how many in all."""
    waiting = _waiting(logs)
    services = [name for name in waiting.values_list("login", flat=True).distinct() if meant.of(name) == SERVICE]
    by_people = waiting.exclude(login__in=services).values("table", "database", "log__source")
    counted = by_people.annotate(
        reads=Sum("lines"), days=Count("day", distinct=True), others=Count("login", distinct=True), last=Max("day")
    )
    rows = counted.order_by("-reads", "table").values_list(
        "table", "reads", "days", "others", "last", "database", "log__source"
    )
    known = _known(logs)
    found = [each for each in (Unknown(*row) for row in rows) if not known[each.source].of(each.database, each.name)]
    return _guessed(found[:most]), len(found)


def _waiting(logs: QuerySet[LogImport]) -> QuerySet[LogUse]:
    return LogUse.objects.filter(log__in=logs.filter(state=LogImport.State.DONE))


def _known(logs: QuerySet[LogImport]) -> dict[int | None, Tables]:
    """What tables mean in logs of each source, whoever handed them in."""
    catalogue = Catalogue()
    sources = set(logs.order_by().values_list("source", flat=True).distinct())
    return {source: catalogue.tables(source, None) for source in sources}


def _guessed(found: list[Unknown]) -> list[Unknown]:
    """nyc.flights, public.flights of a database nyc, or flights alone if only one dataset is called so."""
    keys = {key.replace("/", "."): pk for key, pk in Dataset.objects.values_list("key", "pk")}
    last: dict[str, set[int]] = {}
    for key, pk in keys.items():
        last.setdefault(key.rpartition(".")[2], set()).add(pk)
    only = {name: next(iter(pks)) for name, pks in last.items() if len(pks) == 1}
    return [
        Unknown(**{**vars(each), "guess": keys.get(each.name) or only.get(each.name.rpartition(".")[2])})
        for each in found
    ]
