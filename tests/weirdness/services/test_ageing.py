"""What time alone does: any number of beats, each step once."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.services.test_findings import night
from tests.weirdness.services.test_triage import brought_to
from weirdness.models import Event, Issue, Notification
from weirdness.services import ageing, flags, triage

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def fresh(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def beats(days: float) -> int:
    """Three beats at the same moment; how many issues changed."""
    return sum(ageing.age(now=NOW + days * DAY) for _ in range(3))


def test_a_question_without_an_answer_closes_what_nobody_ever_confirmed(cast: Cast) -> None:
    issue = brought_to("needs_info", cast)
    assert beats(13.9) == 0
    assert beats(14) == 1
    assert (fresh(issue).state, fresh(issue).resolution) == ("closed", "no_reply")


def test_what_was_confirmed_goes_on_without_an_answer(cast: Cast) -> None:
    issue = brought_to("in_progress", cast)
    triage.VERDICTS["ask"](issue_id=issue.pk, actor=cast.scientist, now=NOW, question="Which reader?")
    assert beats(14) == 1
    assert fresh(issue).state == "in_progress"


def test_reporters_are_asked_whether_it_is_fixed_and_without_an_answer_it_closes_unverified(cast: Cast) -> None:
    issue = brought_to("fixed", cast)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW)
    assert (beats(27.9), beats(28)) == (0, 1)
    asked = Notification.objects.filter(message="fix_question")
    assert sorted(each.person.name for each in asked) == ["Bea", "Quinn"]
    assert (beats(55.9), beats(56)) == (0, 1)
    assert (fresh(issue).state, fresh(issue).resolution) == ("closed", "unverified_fix")


def test_who_says_no_has_it_open_again_and_is_asked_about_the_next_repair(cast: Cast) -> None:
    issue = brought_to("fixed", cast)
    beats(28)
    triage.not_fixed(issue_id=issue.pk, actor=cast.bench, now=NOW + 29 * DAY)
    assert beats(60) == 0
    triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=NOW + 60 * DAY)
    assert beats(88) == 1
    assert Notification.objects.filter(message="fix_question").count() == 2


def came_and_went(cast: Cast, times: int) -> Issue:
    plates = suite(cast)
    number = 0
    for _ in range(times + 1):
        night(plates, number, success=False)
        for passed in (1, 2, 3):
            night(plates, number + passed, success=True)
        number += 4
    return Issue.objects.get()


def test_two_returns_are_not_flapping(cast: Cast) -> None:
    issue = came_and_went(cast, 2)
    assert (issue.flapping, issue.state) == (False, "closed")


def test_three_returns_in_a_month_are_said_once_and_it_does_not_close_by_itself(cast: Cast) -> None:
    issue = came_and_went(cast, 3)
    assert (issue.flapping, issue.state) == (True, "confirmed")
    assert Event.objects.filter(verb="flapping").count() == 1
    triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=NOW + 16 * DAY)
    for number in (17, 18, 19):
        night(issue.grouping_keys.get().dataset.suites.get(), number, success=True)
    assert fresh(issue).state == "fixed"


def test_thirty_quiet_days_end_it(cast: Cast) -> None:
    issue = came_and_went(cast, 3)
    assert (beats(12 + 29), beats(12 + 30)) == (0, 1)
    assert not fresh(issue).flapping


def test_a_persons_closing_verdict_ends_it(cast: Cast) -> None:
    issue = came_and_went(cast, 3)
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=NOW, explanation="The reader warms up.")
    assert not fresh(issue).flapping


def test_many_that_are_due_are_done_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ageing, "BATCH", 2)
    for _ in range(5):
        issue = flagged(cast).issue
        triage.VERDICTS["ask"](issue_id=issue.pk, actor=cast.scientist, now=NOW, question="Which reader?")
    assert [ageing.age(now=NOW + 20 * DAY) for _ in range(4)] == [2, 2, 1, 0]
