"""The queue's tabs and filters are counted by indexes alone; what waits is estimated as it is. Built beside the running
service.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q

WAITING = Q(judged_at__isnull=True, state__in=["new", "confirmed"])
STATES = ("new", "needs_info", "confirmed", "in_progress", "fixed")
OPEN = Q(state__in=STATES)
ASLEEP = Q(snoozed_till_flag=True) | Q(snoozed_until__isnull=False)
WITH = ["assignee", "assignee_team"]
FILTERED = ["dataset", *WITH, "severity", "category"]
SLEEP = ["snoozed_until", "snoozed_till_flag"]

# Index: what takes its place.
COUNTED = {
    "issue_waiting": Index(
        fields=["-score", "id"], include=[*FILTERED, *SLEEP], condition=WAITING, name="issue_waiting_counted"
    ),
    "issue_in_state": Index(
        fields=["state", "-score", "id"], include=FILTERED, condition=OPEN, name="issue_in_state_counted"
    ),
    "issue_asleep": Index(
        fields=["-score", "id"], include=[*FILTERED, *SLEEP], condition=OPEN & ASLEEP, name="issue_asleep_counted"
    ),
    "issue_critical": Index(
        fields=["dataset"],
        include=["state", "judged_at", *WITH, "category", *SLEEP],
        condition=Q(state__in=STATES, severity=9),
        name="issue_critical_counted",
    ),
    "issue_of_person": Index(
        fields=["assignee", "dataset"],
        include=["assignee_team", "severity", "category", *SLEEP],
        condition=OPEN,
        name="issue_of_person_counted",
    ),
    "issue_of_team": Index(fields=["assignee_team", "dataset"], condition=OPEN, name="issue_of_team_counted"),
}

# Nobody has judged what is new or confirmed more often than chance would have it: PostgreSQL expected a twelfth of what
# waits, and went through all of it. An index answers alone for pages that were cleaned since they changed: a hundredth
# of the table may be waiting for that, not a fifth.
TOGETHER = "CREATE STATISTICS issue_waiting_together (mcv) ON state, judged_at FROM weirdness_issue"
CLEANED = "ALTER TABLE weirdness_issue SET (autovacuum_vacuum_scale_factor = 0.01)"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("weirdness", "0016_snapshot_log")]

    operations = [
        *(
            step
            for old, new in COUNTED.items()
            for step in (AddIndexConcurrently("issue", new), RemoveIndexConcurrently("issue", old))
        ),
        migrations.RunSQL(TOGETHER, "DROP STATISTICS issue_waiting_together"),
        migrations.RunSQL(CLEANED, "ALTER TABLE weirdness_issue RESET (autovacuum_vacuum_scale_factor)"),
        migrations.RunSQL("ANALYZE weirdness_issue", migrations.RunSQL.noop),
    ]
