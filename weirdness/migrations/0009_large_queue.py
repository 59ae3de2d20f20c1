"""What a queue of many issues and the beats of the clock are found by; built beside the running service."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q

OPEN = Q(state__in=("new", "needs_info", "confirmed", "in_progress", "fixed"))
ASLEEP = Q(snoozed_till_flag=True) | Q(snoozed_until__isnull=False)
CRITICAL = Q(state__in=("new", "needs_info", "confirmed", "in_progress", "fixed"), severity=9)
WAITS = Q(state__in=["needs_info", "fixed"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("weirdness", "0008_look_alikes")]

    operations = [
        AddIndexConcurrently("issue", Index(fields=["-score", "id"], condition=OPEN, name="issue_open")),
        AddIndexConcurrently("issue", Index(fields=["state", "-score", "id"], condition=OPEN, name="issue_in_state")),
        AddIndexConcurrently("issue", Index(fields=["-score", "id"], condition=ASLEEP, name="issue_asleep")),
        AddIndexConcurrently("issue", Index(fields=["dataset"], condition=CRITICAL, name="issue_critical")),
        AddIndexConcurrently("issue", Index(fields=["assignee"], condition=OPEN, name="issue_of_person")),
        AddIndexConcurrently("issue", Index(fields=["assignee_team"], condition=OPEN, name="issue_of_team")),
        AddIndexConcurrently("issue", Index(fields=["state", "state_since"], condition=WAITS, name="issue_ageing")),
        AddIndexConcurrently("issue", Index(fields=["id"], condition=Q(flapping=True), name="issue_flapping")),
        AddIndexConcurrently("episode", Index(fields=["caveat_until"], condition=Q(resolution="accepted"), name="episode_caveat_until")),
        AddIndexConcurrently(
            "flag",
            Index(
                fields=["dataset", "at"],
                include=["episode", "kind"],
                condition=Q(person__isnull=False),
                name="flag_by_moment",
            ),
        ),
        AddIndexConcurrently("snapshot", Index(fields=["dataset", "at", "id"], name="snapshot_newest")),
    ]
