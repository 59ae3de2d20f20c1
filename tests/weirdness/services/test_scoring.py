"""The stored order of the queue, after a change of the dataset's tier."""

from datetime import timedelta

from django.db import transaction

from tests.cast import NOW, Cast, flagged
from weirdness.models import Issue
from weirdness.services import flags, scoring, triage


def test_a_new_tier_weighs_every_open_issue_anew_and_no_closed_one(cast: Cast) -> None:
    first, second, closed = (flagged(cast, now=NOW + timedelta(minutes=n)).issue_id for n in range(3))
    flags.same_here(person=cast.quality, issue_id=second, now=NOW + timedelta(hours=1))
    triage.explain(issue_id=closed, actor=cast.scientist, now=NOW + timedelta(hours=2), explanation="Empty wells.")
    before = Issue.objects.get(pk=closed).score
    cast.dataset.tier = "key"
    cast.dataset.save()
    with transaction.atomic():
        scoring.reweigh(cast.dataset)
    scores = {each.pk: each.score for each in Issue.objects.filter(pk__in=[first, second, closed])}
    assert scores == {
        first: Issue.objects.get(pk=first).parts.total,
        second: Issue.objects.get(pk=second).parts.total,
        closed: before,
    }
    assert (scores[first], scores[second]) == (3.0, 9.0)
