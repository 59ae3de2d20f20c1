"""Verifying the history: every link recomputed, outside the trigger that made it."""

from dataclasses import dataclass

from django.db import connection

RECOMPUTED = """
SELECT id, chain, position, hash, previous,
  encode(sha256(convert_to(jsonb_build_array(
    previous, chain, position, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    actor_kind, actor_id, dataset_id, issue_id, verb, before, after, reason, data)::text, 'UTF8')), 'hex') AS again,
  coalesce(lag(hash) OVER w, '') AS expected_previous,
  coalesce(lag(position) OVER w, 0) + 1 AS expected_position
FROM weirdness_event WINDOW w AS (PARTITION BY chain ORDER BY position)
"""


@dataclass(frozen=True)
class Trail:
    """`heads`: chain → hash of its last event. `broken`: one sentence per link that does not hold."""

    events: int
    heads: dict[int, str]
    broken: list[str]


def verify() -> Trail:
    heads: dict[int, str] = {}
    broken: list[str] = []
    events = 0
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTED)
        for pk, chain, position, stored, previous, again, expected_previous, expected_position in cursor:
            events += 1
            heads[chain] = stored
            if stored != again:
                broken.append(f"Event {pk} (chain {chain}, position {position}) was changed after it was written.")
            if previous != expected_previous or position != expected_position:
                broken.append(f"Before event {pk} (chain {chain}, position {position}) an event is missing.")
    return Trail(events, heads, broken)


def head(chain: int) -> str:
    """The hash of the chain's last event: printed in the owner's mail, so that a cut tail is seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM weirdness_event WHERE chain = %s ORDER BY position DESC LIMIT 1", [chain])
        row = cursor.fetchone()
    return row[0] if row else ""
