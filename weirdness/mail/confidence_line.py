"""Confidence in a letter: what the last estimate says, and what changed since the one before."""

from datetime import datetime

from weirdness.mail import words
from weirdness.models import Dataset, Snapshot


def of(dataset: Dataset, at: datetime) -> str:
    """One or two sentences, or an empty text while nothing was estimated."""
    known = list(Snapshot.objects.filter(dataset=dataset, at__lte=at).order_by("-at", "-pk")[:2])
    if not known:
        return ""
    said = f"The dataset is {known[0].get_state_display()}."
    if len(known) == 2 and known[1].state != known[0].state:
        said += f" It was {known[1].get_state_display()} on {words.day(known[1].at)}."
    return said
