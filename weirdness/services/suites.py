"""Saving suites: Great Expectations' own JSON, refused in words when it could not run."""

from datetime import datetime
from typing import Any

from django.db import transaction

import checks
from weirdness.models import Dataset, Person, Suite
from weirdness.services import events
from weirdness.services.errors import Refused


@transaction.atomic
def save(
    *,
    dataset: Dataset,
    document: dict[str, Any],
    now: datetime,
    actor: Person | None = None,
    every_minutes: int | None = None,
    stage: str = Suite.Stage.LIVE,
) -> Suite:
    """Saves a suite under its own name; saving it again is its next version. The JSON is kept as it came."""
    columns = list(dataset.columns.values_list("name", flat=True))
    try:
        checks.validate_suite(document, columns)
    except checks.SuiteInvalid as invalid:
        raise Refused(document=str(invalid)) from invalid
    suite, created = Suite.objects.select_for_update().get_or_create(
        dataset=dataset,
        name=document["name"],
        defaults={"document": document, "stage": stage, "every_minutes": every_minutes, "changed_at": now},
    )
    if not created:
        suite.document, suite.stage, suite.every_minutes = document, stage, every_minutes
        suite.version, suite.changed_at = suite.version + 1, now
        suite.save()
    events.record(
        verb="suite_saved",
        actor=actor,
        now=now,
        dataset=dataset,
        after=suite.name[:40],
        data={"version": suite.version},
    )
    return suite
