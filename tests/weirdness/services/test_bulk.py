"""One verdict on many: what is shown before is what happens."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services.test_triage import TO, brought_to, words
from weirdness.models import Event, Issue, Notification
from weirdness.models.issue_words import Severity
from weirdness.services import bulk, flags, triage, undoing
from weirdness.services.errors import Refused

pytestmark = pytest.mark.django_db
SAID = {"severity": {"severity": Severity.CRITICAL}, "snooze": {"till_flag": True}}


def said(verb: str, cast: Cast) -> dict[str, object]:
    return {"to": cast.colleague} if verb == "assign" else SAID.get(verb) or words(verb, cast)


@pytest.mark.parametrize("who", ["scientist", "bench"])
@pytest.mark.parametrize("verb", bulk.VERBS)
def test_what_the_preview_shows_is_what_happens(cast: Cast, who: str, verb: str) -> None:
    made = [brought_to(state, cast) for state in TO]
    asked = {
        "issue_ids": [each.pk for each in made],
        "verb": verb,
        "actor": getattr(cast, who),
        "words": said(verb, cast),
        "versions": {each.pk: Issue.objects.get(pk=each.pk).version for each in made},
    }
    shown = bulk.preview(**asked)
    outcome = bulk.decide(**asked, now=NOW)
    assert [line.issue.pk for line in shown if not line.why_not] == [each.pk for each in outcome.done]
    assert [line.after for line in shown if not line.why_not] == [each.state for each in outcome.done]
    assert all(outcome.left.values())
    assert len(outcome.done) + len(outcome.left) == len(made)


def test_one_that_moved_on_is_left_and_says_by_whom(cast: Cast) -> None:
    first, second = flagged(cast).issue, flagged(cast).issue
    versions = {first.pk: 1, second.pk: 1}
    triage.confirm(issue_id=second.pk, actor=cast.colleague, now=NOW)
    outcome = bulk.decide(issue_ids=list(versions), verb="confirm", actor=cast.scientist, now=NOW, versions=versions)
    assert [each.pk for each in outcome.done] == [first.pk]
    assert "Dirk confirmed it" in outcome.left[second.pk]


def test_a_bulk_is_taken_back_as_a_whole_but_for_what_went_on(cast: Cast) -> None:
    made = [flagged(cast).issue.pk for _ in range(3)]
    outcome = bulk.decide(issue_ids=made, verb="confirm", actor=cast.scientist, now=NOW)
    assert set(Event.objects.filter(verb="confirm").values_list("data__batch", flat=True)) == {outcome.batch}
    triage.start(issue_id=made[2], actor=cast.colleague, now=NOW)
    undone = undoing.undo(issue_id=made[0], actor=cast.scientist, now=NOW + timedelta(seconds=5))
    assert ([each.pk for each in undone.others], list(undone.stayed)) == ([made[1]], [made[2]])
    assert list(Issue.objects.order_by("pk").values_list("state", flat=True)) == ["new", "new", "in_progress"]
    assert not Notification.objects.filter(issue__in=made[:2], person=cast.bench, state="due").exists()


def test_many_are_merged_into_one_at_once_and_taken_apart_at_once(cast: Cast) -> None:
    into, *made = (flagged(cast, by=each).issue.pk for each in (cast.bench, cast.quality, cast.manager, cast.owner))
    flags.same_here(person=cast.bench, issue_id=made[0], now=NOW)
    bulk.decide(issue_ids=[*made, into], verb="merge", actor=cast.scientist, now=NOW, words={"into": into})
    assert Issue.objects.get(pk=into).people == 4
    undoing.undo(issue_id=made[1], actor=cast.scientist, now=NOW)
    assert list(Issue.objects.order_by("pk").values_list("people", flat=True)) == [1, 2, 1, 1]


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"issue_ids": []}, "issues"), ({"issue_ids": range(1, 300)}, "issues"), ({"verb": "reply"}, "verb")],
)
def test_what_no_bulk_can_do_is_refused_in_words(cast: Cast, asked: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        bulk.preview(**{"issue_ids": [1], "verb": "confirm", "actor": cast.scientist, **asked})
    assert list(refused.value.problems) == [field]


def test_what_was_put_aside_is_woken_in_one_go_and_what_is_awake_is_left(cast: Cast) -> None:
    asleep, awake = flagged(cast).issue_id, flagged(cast).issue_id
    asked = {"actor": cast.scientist, "now": NOW}
    bulk.decide(issue_ids=[asleep], verb="snooze", words={"till_flag": True}, **asked)
    outcome = bulk.decide(issue_ids=[asleep, awake], verb="wake", **asked)
    assert [each.pk for each in outcome.done] == [asleep]
    assert "not put aside" in outcome.left[awake]
    assert not Issue.objects.get(pk=asleep).is_snoozed
