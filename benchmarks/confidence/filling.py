"""A company of a thousand datasets that people use: looks, finds, suites and their runs, made by the server itself."""

from datetime import datetime, timedelta

from django.db import connection

from weirdness.models import Dataset, Person, Source
from weirdness.services import datasets, people
from weirdness.services.datasets import ColumnSpec

PEOPLE = 40
VIEWPOINTS = ("bench-science", "quality-control", "project-management", "business", "data-science")
# Each person uses a dataset now and then: about `looks` in 200 days, by about nine people of several viewpoints.
LOOKS = """INSERT INTO weirdness_look
        (dataset_id, person_id, viewpoint_id, day, origin, at, recorded_at, is_demo)
    SELECT dataset.id, person.id, person.viewpoint_id, (moment AT TIME ZONE 'UTC')::date, 'check_in', moment, moment,
        false
    FROM weirdness_dataset AS dataset
    JOIN weirdness_person AS person ON (person.id * 7 + dataset.id * 13) %% 40 < 9
    CROSS JOIN generate_series(0, 199) AS ago
    CROSS JOIN LATERAL (
        SELECT %(now)s::timestamptz - make_interval(days => ago, mins => (person.id %% 90)::int)
    ) AS t (moment)
    WHERE (dataset.id * 31 + person.id * 17 + ago * 71) %% 900 < %(looks)s"""
ISSUES = """WITH made AS (
        INSERT INTO weirdness_issue (dataset_id, title, category_id, target, "column", metadata_field, state,
            state_since, asked_in, private, severity, assigned_by_hand, routing_reason, snoozed_till_flag, regressed,
            flapping, guarded, resolution, opened_at, changed_at, people, viewpoints, pressure, score, version, is_demo)
        SELECT look.dataset_id, 'Odd value', (SELECT min(id) FROM weirdness_category), 'dataset', '', '', 'closed',
            look.at, '', false, 1, false, '', false, false, false, false,
            'verified_fixed', look.at, look.at, 1, 1, 0, 2, 1, false
        FROM weirdness_look AS look WHERE look.id %% 40 = 0
        RETURNING id, dataset_id, category_id, opened_at
    ), opened AS (
        INSERT INTO weirdness_episode (issue_id, number, opened_at, closed_at, born_of_check, opened_as, resolution,
            fault, explanation, caveat)
        SELECT id, 1, opened_at, opened_at, false, '', 'verified_fixed', '', '', '' FROM made
        RETURNING id, issue_id
    )
    INSERT INTO weirdness_flag (kind, dataset_id, dataset_name, issue_id, episode_id, person_id, viewpoint_id,
        category_id, target, "column", metadata_field, sentence, proposed_value, rows_as_typed, private, link,
        blocks_decision, at, is_demo)
    SELECT 'report', made.dataset_id, 'x', made.id, opened.id, look.person_id, look.viewpoint_id,
        made.category_id, 'dataset', '', '', 'Odd value', '', '', false, '', false, made.opened_at, false
    FROM made JOIN opened ON opened.issue_id = made.id
    JOIN LATERAL (
        SELECT person_id, viewpoint_id FROM weirdness_look
        WHERE dataset_id = made.dataset_id AND at = made.opened_at LIMIT 1
    ) AS look ON true"""
RUNS = """WITH suite AS (
        INSERT INTO weirdness_suite (dataset_id, name, document, version, stage, cron, time_zone, scheduled_at,
            changed_at)
        SELECT id, 'nightly', '{"expectations": []}', 1, 'live', '', 'UTC', %(now)s, %(now)s FROM weirdness_dataset
        RETURNING id, dataset_id
    ), run AS (
        INSERT INTO weirdness_run (suite_id, dataset_id, suite_version, idempotency_key, trigger, state, asked_at,
            finished_at, fingerprint, message, partition, is_shadow, progress, is_demo)
        SELECT id, dataset_id, 1, id || ':' || night, 'schedule',
            CASE WHEN (id + night) %% 30 = 7 THEN 'failed' ELSE 'passed' END,
            %(now)s::timestamptz - make_interval(days => 30 - night),
            %(now)s::timestamptz - make_interval(days => 30 - night),
            '', '', '', false, '{}', false
        FROM suite CROSS JOIN generate_series(1, 25) AS night
        RETURNING id, state
    )
    INSERT INTO weirdness_result (run_id, position, type, "column", kwargs, grouping_key, sentence, severity,
        success, observed, keys, examples, value_hashes, waived_count, is_shadow, message)
    SELECT id, place, 'expect_column_values_to_not_be_null', '', '{}', 'key ' || place, 'x', 3,
        NOT (state = 'failed' AND place = 1), '', '[]', '[]', '[]', 0, false, ''
    FROM run CROSS JOIN generate_series(1, 8) AS place"""


def fill(*, count: int, looks: int, now: datetime) -> None:
    """`count` datasets of about `looks` looks each in 200 days, a find at each fortieth, 25 runs of 8 expectations."""
    begun = now - timedelta(days=210)
    crowd = [
        people.join(email=f"p{at}@example.org", name=f"P{at}", viewpoint=VIEWPOINTS[at % 5], now=begun)
        for at in range(PEOPLE)
    ]
    team = people.form_team(slug="scientists", name="Scientists", members=crowd[:3])
    source = datasets.register_source(slug="lab", name="Lab", root="lab", now=begun)
    for number in range(count):
        _register(number, source, crowd[number % PEOPLE], team, begun)
    with connection.cursor() as cursor:
        for sql in (LOOKS, ISSUES, RUNS):
            cursor.execute(sql, {"now": now, "looks": looks / 2})
        cursor.execute("ANALYZE")


ONE_MORE = """INSERT INTO weirdness_look
        (dataset_id, person_id, viewpoint_id, day, origin, at, recorded_at, is_demo)
    SELECT dataset.id, person.id, person.viewpoint_id, (%(now)s::timestamptz AT TIME ZONE 'UTC')::date, 'check_in',
        %(now)s, %(now)s, false
    FROM weirdness_dataset AS dataset CROSS JOIN LATERAL (
        SELECT * FROM weirdness_person WHERE (id * 7 + dataset.id * 13) %% 40 >= 9 ORDER BY id LIMIT 1
    ) AS person"""


def one_more_look(*, now: datetime) -> None:
    """Of each dataset, by somebody who had not looked yet."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, {"now": now})


def _register(number: int, source: Source, owner: Person, team: object, now: datetime) -> Dataset:
    return datasets.register(
        key=f"bench/d{number}",
        title=f"Dataset {number}",
        description="",
        source=source,
        location=f"d{number}.csv",
        format="csv",
        columns=[ColumnSpec("a", "text")],
        key_columns=[],
        key_unique=False,
        owner=owner,
        triage_team=team,
        now=now,
    )
