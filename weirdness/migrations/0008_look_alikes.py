"""What look-alikes and the search are found by; built beside the running service, without holding up a writer."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations
from django.db.models import F, Index, Q

KNOWN = Q(state__in=("new", "needs_info", "confirmed", "in_progress", "fixed")) | Q(
    state="closed", resolution__in=["explained", "accepted"]
)
ABOUT = ["dataset", "column", "category", "-score", "id"]
WORDS = SearchVector("title", "column", config="english")
SENTENCE = SearchVector("sentence", config="english")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("weirdness", "0007_desk")]

    operations = [
        AddIndexConcurrently(
            "evidence", GinIndex(fields=["keys"], opclasses=["jsonb_path_ops"], name="evidence_keys")
        ),
        AddIndexConcurrently(
            "flag",
            GinIndex(F("dataset"), SENTENCE, condition=Q(person__isnull=False), name="flag_words", gin_pending_list_limit=512),
        ),
        AddIndexConcurrently("issue", GinIndex(F("dataset"), WORDS, name="issue_words", gin_pending_list_limit=512)),
        AddIndexConcurrently("issue", Index(fields=["dataset", "-score", "id"], condition=KNOWN, name="issue_known")),
        AddIndexConcurrently("issue", Index(fields=ABOUT, condition=KNOWN, name="issue_known_about")),
    ]
