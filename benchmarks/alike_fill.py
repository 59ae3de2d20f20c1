"""Issues by the hundred thousand for the benchmark of look-alikes, in the words of the labelled pairs."""

import io
import random
from collections.abc import Iterator

from django.db import connection

from tests.cast import Cast
from weirdness.models import Dataset

COLUMNS, KINDS, NAMED = 40, 8, 10  # one issue in NAMED names a row
DATASETS = """
INSERT INTO weirdness_dataset (key, title, description, source_id, location, format, key_columns, owner_id,
    triage_team_id, open_to_all, tags, tier, phase, state, is_demo, registered_at)
SELECT 'many/d' || n, 'Dataset ' || n, '', %(source)s, 'any.csv', 'csv', '{key}', %(owner)s, %(team)s, true, '{}',
    'standard', 'open', 'learning', false, now() FROM generate_series(1, %(many)s) n ON CONFLICT DO NOTHING
"""
ISSUES = """
INSERT INTO weirdness_issue (id, dataset_id, title, category_id, target, "column", metadata_field, state, state_since,
    asked_in, private, severity, assignee_team_id, assigned_by_hand, routing_reason, snoozed_till_flag, regressed,
    flapping, guarded, resolution, opened_at, changed_at, people, viewpoints, pressure, score, version, is_demo)
SELECT i, dataset, title, category, 'column', col, '', CASE WHEN i %% 3 = 0 THEN 'closed' ELSE 'confirmed' END, now(),
    '', i %% 50 = 0, 3, %(team)s, false, '', false, false, false, false,
    CASE WHEN i %% 3 = 0 THEN 'explained' ELSE '' END, now(), now(), 1, 1, 0, random() * 50, 1, false FROM said;
INSERT INTO weirdness_episode (issue_id, number, opened_at, closed_at, born_of_check, opened_as, resolution, fault,
    explanation, caveat)
SELECT i, 1, now(), CASE WHEN i %% 3 = 0 THEN now() END, false, '', CASE WHEN i %% 3 = 0 THEN 'explained' ELSE '' END,
    '', CASE WHEN i %% 3 = 0 THEN 'It is meant so.' ELSE '' END, '' FROM said;
INSERT INTO weirdness_flag (kind, dataset_id, dataset_name, issue_id, episode_id, person_id, viewpoint_id, category_id,
    target, "column", metadata_field, sentence, proposed_value, rows_as_typed, private, link, blocks_decision, at,
    is_demo)
SELECT 'report', dataset, 'x', i, e.id, %(person)s, %(viewpoint)s, category, 'column', col, '', title, '', '',
    false, '', false, now(), false FROM said JOIN weirdness_episode e ON e.issue_id = i;
INSERT INTO weirdness_evidence (flag_id, state, keys, fresh, columns, rows, sha256, message, at)
SELECT f.id, 'copied', jsonb_build_array(jsonb_build_object('key', (i %% 5000)::text)), '[]', '{}', '[]', '', '', now()
FROM said JOIN weirdness_flag f ON f.issue_id = i WHERE i %% %(named)s = 0;
"""
AFTER = """
SELECT setval(pg_get_serial_sequence('weirdness_issue', 'id'), (SELECT max(id) FROM weirdness_issue));
DROP TABLE said;
"""


def datasets(cast: Cast, many: int) -> list[int]:
    with connection.cursor() as cursor:
        said = {"source": cast.source.pk, "owner": cast.owner.pk, "team": cast.scientists.pk, "many": many}
        cursor.execute(DATASETS, said)
    return list(Dataset.objects.filter(key__startswith="many/").order_by("pk").values_list("pk", flat=True))


def issues(cast: Cast, into: list[int], many: int, words: list[str]) -> None:
    """`many` open and explained issues, spread over these datasets, told in these words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM weirdness_issue")
        first = cursor.fetchone()[0] + 1
        cursor.execute("CREATE TEMP TABLE said (i int, dataset bigint, col text, category bigint, title text)")
        cursor.copy_from(io.StringIO("".join(_lines(first, into, many, words))), "said")
        people = {"person": cast.bench.pk, "viewpoint": cast.bench.viewpoint_id, "team": cast.scientists.pk}
        cursor.execute(ISSUES, people | {"named": NAMED})
        cursor.execute(AFTER)
        cursor.execute("VACUUM ANALYZE")


def _lines(first: int, into: list[int], many: int, words: list[str]) -> Iterator[str]:
    draw = random.Random(first)
    for number in range(first, first + many):
        title = " ".join(draw.choices(words, k=draw.randint(7, 14)))[:150]
        column = f"c{draw.randrange(COLUMNS)}"
        yield f"{number}\t{draw.choice(into)}\t{column}\t{draw.randint(1, KINDS)}\t{title}\n"
