"""What the names of a log mean here: a login is a person or a service account, a table is one dataset or several."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings

from weirdness.models import Dataset, FormerKey, LoginName, Person, Source, TableName
from weirdness.routing.globs import matches
from weirdness.services import administering, sources

SERVICE = -1
PUBLIC = "public"


class Logins:
    """Every name of a person, and every service account, as they are known now."""

    def __init__(self) -> None:
        people = list(Person.objects.values_list("pk", "email", "merged_into"))
        self.merged = {pk: into for pk, _, into in people if into}
        self.by_email = {email: self.root(pk) for pk, email, _ in people}
        local = defaultdict(set)
        for email, pk in self.by_email.items():
            local[email.partition("@")[0]].add(pk)
        self.by_local_part = {name: found.pop() for name, found in local.items() if len(found) == 1}
        said = LoginName.objects.values_list("login", "person", "is_service")
        self.said = {login: SERVICE if service else self.root(person) for login, person, service in said}
        self.services = list(settings.QUERY_LOG_SERVICE_ACCOUNTS)
        roles = Source.objects.values_list("settings__user", flat=True)
        self.own_roles = {str(role).lower() for role in roles if role}

    def root(self, person: int) -> int:
        """The account that this person goes by now."""
        seen = {person}
        while (into := self.merged.get(person)) and into not in seen:
            seen.add(person := into)
        return person

    def of(self, login: str) -> int | None:
        """The number of a person, SERVICE, or None: nobody knows.

        What somebody said of a name goes before what it looks like.
        """
        if login in self.said:
            return self.said[login]
        if login in self.own_roles or any(matches(pattern, login) for pattern in self.services):
            return SERVICE
        return self.by_email.get(login) or self.by_local_part.get(login.rpartition("\\")[2])


@dataclass
class Place:
    """Where a dataset of a database is."""

    dataset: int
    source: int
    database: str


@dataclass
class Tables:
    """Which datasets a table of one log is. `allowed`: those of who handed it in; None: all."""

    source: int | None
    allowed: frozenset[int] | None
    keys: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    schemas: set[str] = field(default_factory=lambda: {PUBLIC})
    patterns: list[tuple[str, int]] = field(default_factory=list)

    def of(self, database: str, table: str) -> frozenset[int]:
        """All datasets that it is, whoever may count them."""
        names, database = self._names(table), database or _database(table)
        found = {self.keys[table]} if table in self.keys else set()
        found |= {dataset for pattern, dataset in self.patterns if any(matches(pattern, name) for name in names)}
        return frozenset(found or self._located(database, names))

    def _located(self, database: str, names: list[str]) -> set[int]:
        """By its location, unless it could be in several databases."""
        fits = [
            place
            for name in names
            for place in self.places.get(name, ())
            if not database or not place.database or database == place.database
        ]
        return {place.dataset for place in fits} if len({place.source for place in fits}) == 1 else set()

    def _names(self, table: str) -> list[str]:
        """As it may be written elsewhere: with its schema, without the database before it."""
        parts = table.split(".")
        if len(parts) == 1:
            return [table, *(f"{schema}.{table}" for schema in sorted(self.schemas))]
        short = [".".join(parts[-2:])] if len(parts) == 3 else []
        bare = [parts[-1]] if parts[-2] == PUBLIC else []
        return [table, *short, *bare]

    def mine(self, datasets: Iterable[int]) -> list[int]:
        return [each for each in datasets if self.allowed is None or each in self.allowed]


def _database(table: str) -> str:
    parts = table.split(".")
    return parts[0] if len(parts) == 3 else ""


class Catalogue:
    """Every dataset under all its names, and every pattern that somebody gave: asked for once for many logs."""

    def __init__(self) -> None:
        said = Dataset.objects.values_list("pk", "key", "location", "source", "source__kind", "source__settings")
        datasets = list(said)
        self.keys = dict(FormerKey.objects.values_list("key", "dataset")) | {key: pk for pk, key, *_ in datasets}
        self.places = [
            (location.lower(), Place(pk, source, str(where.get("database", "")).lower()))
            for pk, _, location, source, kind, where in datasets
            if kind == sources.DATABASE
        ]
        self.schemas = {source: str(where.get("schema", "")).lower() for _, _, _, source, _, where in datasets}
        self.patterns = list(TableName.objects.values_list("source", "table", "dataset"))

    def tables(self, source: int | None, allowed: frozenset[int] | None) -> Tables:
        """For logs of one source, or of none: names of another source mean nothing in it."""
        tables = Tables(source, allowed, self.keys)
        for location, place in self.places:
            if source in (None, place.source):
                tables.places[location].append(place)
        tables.schemas |= {schema for schema in [self.schemas.get(source or 0)] if schema}
        tables.patterns = [(table, dataset) for of, table, dataset in self.patterns if of in (None, source)]
        return tables


def datasets_of(person: Person | None) -> frozenset[int] | None:
    """The datasets whose looks a log of this person may change: all of an administrator's, else those they own."""
    if person is None or administering.may_change(person):
        return None
    return frozenset(Dataset.objects.owned_by(person).values_list("pk", flat=True))
