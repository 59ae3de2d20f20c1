"""Owing a new estimate: whatever matters to confidence calls this in its own transaction."""

from datetime import datetime

from weirdness.models import Dataset
from weirdness.services import jobs


def owe(*, dataset: Dataset, now: datetime, urgency: int = jobs.Urgency.PERSON) -> None:
    """What a person does is to be seen in the numbers within seconds, however many letters and nights wait."""
    jobs.enqueue(kind="confidence", subject=dataset.pk, key=f"confidence:{dataset.pk}", now=now, urgency=urgency)
