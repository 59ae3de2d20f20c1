"""Owing a new estimate: whatever matters to confidence calls this in its own transaction."""

from datetime import datetime

from weirdness.models import Dataset
from weirdness.services import jobs


def owe(*, dataset: Dataset, now: datetime) -> None:
    jobs.enqueue(kind="confidence", subject=dataset.pk, key=f"confidence:{dataset.pk}", now=now)
