"""What waits in few datasets, found without all that waits; built beside the running service."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q

WAITING = Q(judged_at__isnull=True, state__in=["new", "confirmed"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("weirdness", "0009_large_queue")]

    operations = [
        AddIndexConcurrently(
            "issue", Index(fields=["dataset", "-score", "id"], condition=WAITING, name="issue_waiting_in_dataset")
        )
    ]
