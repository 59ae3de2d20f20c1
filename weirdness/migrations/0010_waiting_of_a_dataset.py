"""What waits in few datasets, found without all that waits; what is put aside, of what is open. Built beside the
running service.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q

WAITING = Q(judged_at__isnull=True, state__in=["new", "confirmed"])
OPEN = Q(state__in=("new", "needs_info", "confirmed", "in_progress", "fixed"))
ASLEEP = Q(snoozed_till_flag=True) | Q(snoozed_until__isnull=False)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("weirdness", "0009_large_queue")]

    operations = [
        AddIndexConcurrently(
            "issue", Index(fields=["dataset", "-score", "id"], condition=WAITING, name="issue_waiting_in_dataset")
        ),
        AddIndexConcurrently(
            "issue",
            Index(
                fields=["dataset", "column"],
                include=["id", "private", "assignee", "assignee_team"],
                condition=OPEN,
                name="issue_open_of_column",
            ),
        ),
        RemoveIndexConcurrently("issue", "issue_asleep"),
        AddIndexConcurrently("issue", Index(fields=["-score", "id"], condition=OPEN & ASLEEP, name="issue_asleep")),
    ]
