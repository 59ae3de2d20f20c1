"""Uses whose names are known become looks, in one statement a log; the others wait for a meaning."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from weirdness.models import Dataset, LogImport, Look, Person
from weirdness.services import confidence_due, events, once
from weirdness.services.query_logs.meaning import Catalogue, Logins, Tables, datasets_of

# The meanings travel as columns of numbers and names; everything else is counted where the uses are.
_MEANINGS = """
    login_of AS (SELECT * FROM unnest(%(logins)s::text[], %(people)s::bigint[]) AS t (login, person)),
    table_of AS (SELECT * FROM unnest(%(databases)s::text[], %(tables)s::text[], %(datasets)s::bigint[])
        AS t (database, name, dataset)),
"""
_INSERT = f"""
    WITH {_MEANINGS}
    merged AS (SELECT * FROM unnest(%(accounts)s::bigint[], %(roots)s::bigint[]) AS t (account, root)),
    wanted AS (
        SELECT DISTINCT t.dataset, l.person, u.day FROM weirdness_loguse u
        JOIN login_of l ON l.login = u.login JOIN table_of t ON t.name = u."table" AND t.database = u.database
        WHERE u.log_id = %(log)s AND l.person > 0
    ),
    made AS (
        INSERT INTO weirdness_look
            (dataset_id, person_id, viewpoint_id, day, origin, log_id, at, recorded_at, is_demo)
        SELECT w.dataset, w.person, p.viewpoint_id, w.day, 'query_log', %(log)s,
            w.day::timestamp AT TIME ZONE %(zone)s, %(now)s, false
        FROM wanted w JOIN weirdness_person p ON p.id = w.person
        WHERE NOT EXISTS (
            SELECT FROM merged m JOIN weirdness_look k ON k.person_id = m.account
            WHERE m.root = w.person AND k.dataset_id = w.dataset AND k.day = w.day AND k.withdrawn_at IS NULL
        )
        ON CONFLICT (dataset_id, person_id, day) WHERE withdrawn_at IS NULL DO NOTHING
        RETURNING dataset_id, person_id, at
    )
    SELECT m.dataset_id, count(*), count(DISTINCT m.person_id), count(*) FILTER (WHERE m.at < d.registered_at),
        (SELECT count(*) FROM wanted)
    FROM made m JOIN weirdness_dataset d ON d.id = m.dataset_id GROUP BY m.dataset_id
    UNION ALL SELECT NULL, 0, 0, 0, count(*) FROM wanted
"""  # noqa: S608
_FORGET = f"""
    WITH {_MEANINGS.rstrip().rstrip(",")}
    DELETE FROM weirdness_loguse u USING login_of l, table_of t
    WHERE u.log_id = %(log)s AND l.login = u.login AND t.name = u."table" AND t.database = u.database AND l.person > 0
"""  # noqa: S608
_FORGET_OTHERS = """
    DELETE FROM weirdness_loguse u
    USING unnest(%(foreign_databases)s::text[], %(foreign_tables)s::text[]) AS t (database, name)
    WHERE u.log_id = %(log)s AND t.name = u."table" AND t.database = u.database
"""
_LEFT = """
    WITH login_of AS (SELECT * FROM unnest(%(logins)s::text[], %(people)s::bigint[]) AS t (login, person)),
    foreign_of AS (SELECT * FROM unnest(%(foreign_databases)s::text[], %(foreign_tables)s::text[])
        AS t (database, name)),
    known_of AS (SELECT DISTINCT * FROM unnest(%(databases)s::text[], %(tables)s::text[]) AS t (database, name)),
    uses AS (
        SELECT u.login, u.lines, u.database, u."table", l.person, f.name AS of_others, k.name AS known
        FROM weirdness_loguse u
        LEFT JOIN login_of l ON l.login = u.login
        LEFT JOIN foreign_of f ON f.name = u."table" AND f.database = u.database
        LEFT JOIN known_of k ON k.name = u."table" AND k.database = u.database
        WHERE u.log_id = %(log)s
    )
    SELECT coalesce(sum(lines) FILTER (WHERE person = -1), 0), count(DISTINCT login) FILTER (WHERE person = -1),
        coalesce(sum(lines) FILTER (WHERE of_others IS NOT NULL AND person IS DISTINCT FROM -1), 0),
        count(DISTINCT login) FILTER (WHERE person IS NULL AND of_others IS NULL),
        coalesce(sum(lines) FILTER (WHERE person IS NULL AND of_others IS NULL), 0),
        count(DISTINCT (database, "table"))
            FILTER (WHERE known IS NULL AND of_others IS NULL AND person IS DISTINCT FROM -1),
        coalesce(sum(lines) FILTER (WHERE known IS NULL AND of_others IS NULL AND person IS DISTINCT FROM -1), 0)
    FROM uses
"""


@dataclass
class Placed:
    """What a log came to. `wanted`: people-days of use that it told of; `made`: what became looks, per dataset."""

    wanted: int = 0
    made: dict[int, int] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    before: int = 0
    left: dict[str, int] = field(default_factory=dict)


def hold() -> None:
    """Names get meanings, logs are placed and taken back one after the other: none misses what another just did."""
    once.hold("query logs")


def place(*, logs: list[LogImport], now: datetime) -> dict[int, Placed]:
    """Makes looks of every use whose names are known; per log what came of it. In the caller's transaction."""
    assert transaction.get_connection().in_atomic_block
    hold()
    if not logs:
        return {}
    logins, catalogue = Logins(), Catalogue()
    tables = {log.pk: catalogue.tables(log.source_id, datasets_of(log.asked_by)) for log in logs}
    meant = {log.pk: _parameters(log, logins, tables[log.pk], now) for log in logs}
    for dataset in sorted({dataset for each in meant.values() for dataset in each["datasets"]}):
        events.hold(dataset)
    return {log.pk: _place(log, meant[log.pk], now) for log in sorted(logs, key=lambda each: each.pk)}


def _parameters(log: LogImport, logins: Logins, tables: Tables, now: datetime) -> dict[str, Any]:
    people = {login: found for login in _named(log) if (found := logins.of(login)) is not None}
    known = {named: tables.of(*named) for named in log.uses.values_list("database", "table").distinct()}
    mine = [(named, dataset) for named, found in known.items() for dataset in tables.mine(found)]
    own = {named for named, _ in mine}
    foreign = [named for named, found in known.items() if found and named not in own]
    return {
        "log": log.pk,
        "now": now,
        "zone": settings.TIME_ZONE,
        "logins": list(people),
        "people": list(people.values()),
        "databases": [named[0] for named, _ in mine],
        "tables": [named[1] for named, _ in mine],
        "datasets": [dataset for _, dataset in mine],
        "foreign_databases": [named[0] for named in foreign],
        "foreign_tables": [named[1] for named in foreign],
        "accounts": list(logins.merged),
        "roots": [logins.root(account) for account in logins.merged],
    }


def _named(log: LogImport) -> list[str]:
    return list(log.uses.values_list("login", flat=True).distinct())


def _place(log: LogImport, meant: dict[str, Any], now: datetime) -> Placed:
    placed = Placed()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, meant)
        for dataset, made, people, before, wanted in cursor.fetchall():
            placed.wanted = wanted
            if dataset is not None:
                placed.made[dataset], placed.people[dataset] = made, people
                placed.before += before
        cursor.execute(_FORGET, meant)
        cursor.execute(_LEFT, meant)
        names = ("service_reads", "services", "of_others", "logins", "login_reads", "tables", "table_reads")
        placed.left = dict(zip(names, map(int, cursor.fetchone() or ()), strict=True))
        cursor.execute(_FORGET_OTHERS, meant)
    _tell(log, placed, now)
    return placed


def _tell(log: LogImport, placed: Placed, now: datetime) -> None:
    for dataset in Dataset.objects.filter(pk__in=placed.made).order_by("pk"):
        looks, people = placed.made[dataset.pk], placed.people[dataset.pk]
        after = f"{looks:,} {'look' if looks == 1 else 'looks'} by {people:,} {'person' if people == 1 else 'people'}"
        data = {"log": log.pk, "looks": looks}
        events.record(verb="looks_imported", now=now, dataset=dataset, after=after[:40], data=data)
        confidence_due.owe(dataset=dataset, now=now)


def people_of(log: LogImport) -> int:
    """How many people's looks a log gave."""
    return Person.objects.filter(looks__in=Look.objects.filter(log=log)).distinct().count()
