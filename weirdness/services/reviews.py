"""Which expectations cry wolf: half of the last ten verdicts on what they found were "not weird".

Such a one goes to review by itself when its suite runs next. It runs on and still tells what it finds, until a person
has looked: silence would leave its issue unguarded, and nobody has decided that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

import checks
from weirdness.models import Dataset, Episode, Event, GroupingKey, Person, Suite
from weirdness.models.issue_words import Resolution
from weirdness.services import suite_parts, suites

LAST, ENOUGH = 10, 5
NOTE = "Sent to review: half of the last ten verdicts on what it found were “not weird”."


@dataclass(frozen=True)
class Verdicts:
    """Of the last ten episodes that ended: how many, and how many of them were explained as not weird."""

    given: int
    not_weird: int

    @property
    def is_due(self) -> bool:
        """Half of ten: fewer verdicts than ten count as soon as the rest could not outweigh them."""
        return self.not_weird >= ENOUGH


def verdicts(dataset: Dataset, expectations: Iterable[dict[str, Any]]) -> list[Verdicts]:
    """For each expectation, since a person last put it back to live; three queries for all."""
    asked = [(checks.identity(each), _since(each)) for each in expectations]
    keys = GroupingKey.objects.filter(dataset=dataset, key__in={key for key, _ in asked})
    issues = dict(keys.values_list("key", "issue_id"))
    ended: dict[int, list[tuple[datetime, str]]] = {}
    for issue, at, how in _ended(issues.values()):
        ended.setdefault(issue, []).append((at, how))
    return [_count(ended.get(issues.get(key, 0), []), since) for key, since in asked]


def _ended(issues: Iterable[int]) -> Iterable[tuple[int, datetime, str]]:
    episodes = Episode.objects.filter(issue__in=set(issues), closed_at__isnull=False)
    return episodes.order_by("-closed_at").values_list("issue_id", "closed_at", "resolution")  # type: ignore[return-value]


def _since(expectation: dict[str, Any]) -> datetime | None:
    try:
        at = datetime.fromisoformat(suite_parts.reviewed_at(expectation))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _count(ended: list[tuple[datetime, str]], since: datetime | None) -> Verdicts:
    last = [how for at, how in ended if since is None or at > since][:LAST]
    return Verdicts(len(last), sum(how == Resolution.EXPLAINED for how in last))


@transaction.atomic
def send_due(*, suite: Suite, now: datetime) -> int:
    """Sends the live expectations that cry wolf to review; returns how many went.

    Each is an event, which the owner's next letter about the suite tells. A transaction of its own: suites are held
    before issues, never after.
    """
    if not any(_due(suite)):
        return 0
    held = suites.hold(suite)
    places = [at for at, due in enumerate(_due(held)) if due]
    if places:
        suites.to_review(suite=held, places=places, note=NOTE, now=now)
    return len(places)


def _due(suite: Suite) -> list[bool]:
    live = [suite_parts.stage_of(each) == "live" for each in suite.expectations]
    if suite.stage != Suite.Stage.LIVE or not any(live):
        return []
    given = verdicts(suite.dataset, suite.expectations)
    return [alive and each.is_due for alive, each in zip(live, given, strict=True)]


def sent(*, suite: Suite, since: datetime | None) -> list[str]:
    """In words: what was sent to review since then."""
    went = Event.objects.filter(dataset=suite.dataset_id, verb="sent_to_review", data__suite=suite.pk)
    return list((went.filter(at__gt=since) if since else went).values_list("reason", flat=True))


def back_to_live(*, suite: Suite, at: int, version: int, actor: Person, now: datetime) -> Suite:
    """A person looked and keeps the expectation (at its place from 0): earlier verdicts no longer count."""
    old = suite.document["expectations"][at]
    kept = suite_parts.with_ours(old, stage=None, reviewed_at=now.isoformat())
    return suites.save(
        dataset=suite.dataset,
        document=suite_parts.replaced(suite.document, at, kept),
        now=now,
        actor=actor,
        suite=suite,
        version=version,
        note="Reviewed: back to live",
    )
