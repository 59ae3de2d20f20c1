"""What the database keeps at hand about issues: where each page begins, and what each count needs and no more."""

from django.contrib.postgres.indexes import GinIndex
from django.db.models import F, Index, Q

from weirdness.models.issue_words import Resolution
from weirdness.models.moves import OPEN, State
from weirdness.models.search import WORDS

IS_OPEN = Q(state__in=OPEN)
WAITING = Q(judged_at__isnull=True, state__in=["new", "confirmed"])
KNOWN = IS_OPEN | Q(state=State.CLOSED, resolution__in=[Resolution.EXPLAINED, Resolution.ACCEPTED])
ASLEEP = Q(snoozed_till_flag=True) | Q(snoozed_until__isnull=False)

# Beside what an index is ordered by: what the queue's tabs and filters ask, so that they count without the rows.
WITH = ["assignee", "assignee_team"]
FILTERED = ["dataset", *WITH, "severity", "category"]
SLEEP = ["snoozed_until", "snoozed_till_flag"]

INDEXES = [
    Index(fields=["dataset", "state"], name="issue_dataset_state"),
    Index(fields=["-score", "id"], include=[*FILTERED, *SLEEP], condition=WAITING, name="issue_waiting_counted"),
    # Of who triages few datasets: beside all that waits anywhere.
    Index(fields=["dataset", "-score", "id"], condition=WAITING, name="issue_waiting_in_dataset"),
    # The queue's other views: all that is open, in one state, and what is put aside.
    Index(fields=["-score", "id"], condition=IS_OPEN, name="issue_open"),
    Index(fields=["state", "-score", "id"], include=FILTERED, condition=IS_OPEN, name="issue_in_state_counted"),
    Index(
        fields=["-score", "id"], include=[*FILTERED, *SLEEP], condition=IS_OPEN & ASLEEP, name="issue_asleep_counted"
    ),
    Index(
        fields=["dataset"],
        include=["state", "judged_at", *WITH, "category", *SLEEP],
        condition=Q(state__in=OPEN, severity=9),
        name="issue_critical_counted",
    ),
    # How many are open in each column, and whether a person may see them: answered by the index alone.
    Index(
        fields=["dataset", "column"], include=["id", "private", *WITH], condition=IS_OPEN, name="issue_open_of_column"
    ),
    # What somebody has, of what is open: few beside all that they ever had.
    Index(
        fields=["assignee", "dataset"],
        include=["assignee_team", "severity", "category", *SLEEP],
        condition=IS_OPEN,
        name="issue_of_person_counted",
    ),
    Index(fields=["assignee_team", "dataset"], condition=IS_OPEN, name="issue_of_team_counted"),
    # What each beat of the clock looks for.
    Index(fields=["state", "state_since"], condition=Q(state__in=["needs_info", "fixed"]), name="issue_ageing"),
    Index(fields=["id"], condition=Q(flapping=True), name="issue_flapping"),
    GinIndex(F("dataset"), WORDS, name="issue_words", gin_pending_list_limit=512),
    Index(fields=["dataset", "-score", "id"], condition=KNOWN, name="issue_known"),
    Index(fields=["dataset", "column", "category", "-score", "id"], condition=KNOWN, name="issue_known_about"),
]
