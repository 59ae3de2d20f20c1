"""Confidence in a letter: what the last estimate says, and what changed since the one before."""

from datetime import datetime

from weirdness.mail import words
from weirdness.models import Dataset, Snapshot


def of(dataset: Dataset, at: datetime) -> str:
    """Two or three sentences from the last two estimates before this moment; empty while nothing was estimated."""
    known = list(Snapshot.objects.filter(dataset=dataset, at__lte=at).order_by("-at", "-pk")[:2])
    if not known:
        return ""
    last = known[0]
    said = [last.result["headline"], *last.result["sentences"][:2]]
    return " ".join([*said, _change(last, known[1])] if len(known) == 2 else said).strip()


def _change(last: Snapshot, before: Snapshot) -> str:
    if before.state != last.state:
        return f"On {words.day(before.at)} it was {before.get_state_display()}."
    if not (last.result["show_point"] and before.result["show_point"]):
        return ""
    now, then = (int(each.result["confidence"] * 100) for each in (last, before))
    if now == then:
        return f"Confidence has not changed since {words.day(before.at)}."
    return f"On {words.day(before.at)} confidence was {then} %."
