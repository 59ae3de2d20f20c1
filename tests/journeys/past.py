"""A dataset's past, told by the verbs with a past `now` inside the running service: days pass in a second."""

import subprocess
import sys

from config.local.place import ROOT
from tests.stack import Stack

OWNER = "Rajesh Iyer"


def register(stack: Stack, key: str, title: str, *, days_ago: int) -> None:
    """A dataset of the owner's that nobody has looked at yet."""
    _tell(stack, "registered", key, title, str(days_ago))


def quiet_uses(stack: Stack, key: str, days: int) -> None:
    """Everybody of the demo's cast used it on every second of the last days, until yesterday, without a find."""
    _tell(stack, "used", key, str(days))


def _tell(stack: Stack, *argv: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.past", *argv], cwd=ROOT, env=stack.env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def _registered(key: str, title: str, days_ago: str) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from weirdness.models import Person, Source, Team
    from weirdness.services import datasets

    datasets.register(
        key=key,
        title=title,
        description="Orders as the shop took them, one row per line.",
        source=Source.objects.earliest("pk"),
        location="orders.csv",
        format="csv",
        columns=[datasets.ColumnSpec(name, "integer") for name in ("order", "price", "shop")],
        key_columns=["order"],
        key_unique=True,
        owner=Person.objects.get(name=OWNER),
        triage_team=Team.objects.get(slug="data-scientists"),
        now=timezone.now() - timedelta(days=int(days_ago)),
    )


def _used(key: str, days: str) -> None:
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from weirdness.models import Dataset, Person
    from weirdness.services import looks

    now, dataset = timezone.now(), Dataset.objects.get(key=key)
    with transaction.atomic():
        for ago in range(int(days), 0, -2):
            for person in Person.objects.filter(is_demo=True, is_active=True).select_related("viewpoint"):
                looks.check_in(dataset=dataset, person=person, now=now - timedelta(days=ago))


if __name__ == "__main__":
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    {"registered": _registered, "used": _used}[sys.argv[1]](*sys.argv[2:])
