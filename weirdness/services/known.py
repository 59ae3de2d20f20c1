"""What is known of a dataset for good: issues that were explained, or accepted with a caveat, each with its verdict."""

from collections.abc import Iterable
from datetime import date, timedelta

from weirdness.models import Dataset, Episode, Issue, Person
from weirdness.models.issue import IssueQuerySet, seen_by
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State

SOON = timedelta(days=14)  # what ends within is said beforehand
SETTLED = (Resolution.EXPLAINED, Resolution.ACCEPTED)


def settled(person: Person, dataset: Dataset, *resolutions: str, column: str = "") -> IssueQuerySet:
    """Closed issues that this person may see and that ended so: both ways when none is named."""
    ended = seen_by(person).about(dataset, column=column)
    return ended.filter(state=State.CLOSED, resolution__in=resolutions or SETTLED)


def with_verdicts(issues: Iterable[Issue]) -> list[Issue]:
    """The issues, each with `verdict`: its last episode."""
    found = list(issues)
    newest = Episode.objects.filter(issue__in=found).order_by("issue_id", "-number").distinct("issue_id")
    verdicts = {each.issue_id: each for each in newest}
    for issue in found:
        issue.verdict = verdicts[issue.pk]  # type: ignore[attr-defined]
    return found


def ends_soon(verdict: Episode, today: date) -> bool:
    """Whether its caveat ends within two weeks, or has ended."""
    return verdict.caveat_until is not None and verdict.caveat_until <= today + SOON
