"""An expectation whose findings people keep explaining goes to review, until somebody keeps it."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from tests.weirdness.services.test_findings import night
from tests.weirdness.web.conftest import failing_run
from weirdness.mail import letters
from weirdness.models import Episode, Event, GroupingKey, Notification, Suite
from weirdness.models.issue_words import Resolution
from weirdness.services import reviews, suite_parts, suites
from weirdness.services.reviews import Verdicts

pytestmark = pytest.mark.django_db


def ended(cast: Cast, *resolutions: str) -> Suite:
    """The plates' suite, whose first expectation was judged so, the oldest first, an hour each."""
    run = failing_run(cast)
    issue = GroupingKey.objects.get(column="signal").issue
    for number, how in enumerate(resolutions, start=2):
        at = NOW + timedelta(hours=number)
        Episode.objects.create(
            issue=issue,
            number=number,
            opened_at=at,
            closed_at=at,
            resolution=how,
            explanation="It is a blank." if how == Resolution.EXPLAINED else "",
        )
    return run.suite


def first(cast: Cast, suite: Suite) -> Verdicts:
    return reviews.verdicts(cast.dataset, suite.expectations)[0]


E, F = Resolution.EXPLAINED, Resolution.VERIFIED_FIXED


@pytest.mark.parametrize(
    ("how", "due"),
    [([], False), ([E] * 4, False), ([E] * 5, True), ([E] * 5 + [F] * 5, True), ([E] * 5 + [F] * 6, False)],
)
def test_half_of_the_last_ten_verdicts_not_weird_is_due_for_review(cast: Cast, how: list[str], due: bool) -> None:
    assert first(cast, ended(cast, *how)).is_due is due


def test_an_expectation_that_never_found_anything_has_no_verdicts(cast: Cast) -> None:
    found = reviews.verdicts(cast.dataset, ended(cast, *[E] * 5).expectations)
    assert found == [Verdicts(5, 5), Verdicts(0, 0)]


def test_who_keeps_it_wipes_the_slate_and_later_verdicts_count_again(cast: Cast) -> None:
    suite = ended(cast, *[E] * 5)
    now = NOW + timedelta(hours=5, minutes=30)  # after four of the five
    kept = reviews.back_to_live(suite=suite, at=0, version=suite.version, actor=cast.scientist, now=now)
    assert (kept.version, first(cast, kept)) == (2, Verdicts(1, 1))
    assert kept.expectations[1] == suite.expectations[1]


@pytest.mark.parametrize("said", ["yesterday", "2026-13-45T00:00:00Z", "2026-11-02T09:00:00", 7, ["x"]])
def test_a_moment_that_somebody_mistyped_in_the_json_wipes_nothing(cast: Cast, said: object) -> None:
    suite = ended(cast, *[E] * 5)
    odd = {**suite.expectations[0], "meta": {"weirdness": {"reviewed_at": said}}}
    assert reviews.verdicts(cast.dataset, [odd]) == [Verdicts(5, 5)]


LATER = NOW + timedelta(days=1)


def stages(suite: Suite) -> list[str]:
    suite.refresh_from_db()
    return [suite_parts.stage_of(each) for each in suite.expectations]


def test_what_cries_wolf_goes_to_review_by_itself_as_a_version_and_an_event(cast: Cast) -> None:
    suite = ended(cast, *[E] * 5)
    assert reviews.send_due(suite=suite, now=LATER) == 1
    assert (stages(suite), suite.version) == (["review", "live"], 2)
    assert suite.versions.get(number=2).saved_by is None
    assert suite_parts.stage_of(suite.versions.get(number=1).document["expectations"][0]) == "live"
    event = Event.objects.get(verb="sent_to_review")
    assert (event.who(), event.before, event.after, event.dataset) == ("Weirdness", "live", "review", cast.dataset)
    assert "`signal`" in event.reason


def test_it_goes_once_and_not_again_after_somebody_kept_it(cast: Cast) -> None:
    suite = ended(cast, *[E] * 5)
    assert [reviews.send_due(suite=suite, now=LATER) for _ in range(2)] == [1, 0]
    suite.refresh_from_db()
    reviews.back_to_live(suite=suite, at=0, version=suite.version, actor=cast.scientist, now=LATER)
    suite.refresh_from_db()
    assert reviews.send_due(suite=suite, now=LATER) == 0
    assert stages(suite) == ["live", "live"]


def test_what_is_only_tried_out_is_not_sent(cast: Cast) -> None:
    suite = ended(cast, *[E] * 5)
    document = suite_parts.replaced(suite.document, 0, suite_parts.staged(suite.expectations[0], "shadow"))
    saved = suites.save(dataset=cast.dataset, document=document, now=NOW, suite=suite)
    assert reviews.send_due(suite=saved, now=LATER) == 0


def test_four_of_ten_send_nothing(cast: Cast) -> None:
    suite = ended(cast, *[E] * 4)
    assert reviews.send_due(suite=suite, now=LATER) == 0
    assert stages(suite) == ["live", "live"]


def test_it_is_sent_even_when_the_suite_would_not_be_accepted_today(cast: Cast) -> None:
    suite = ended(cast, *[E] * 5)
    cast.dataset.columns.filter(name="well").delete()
    assert reviews.send_due(suite=suite, now=LATER) == 1


def test_an_expectation_in_review_runs_on_and_still_tells(cast: Cast) -> None:
    suite = ended(cast, *[E] * 5)
    reviews.send_due(suite=suite, now=LATER)
    run = failing_run(cast)
    assert not run.results.filter(is_shadow=True).exists()


def test_the_owner_reads_of_it_once_in_the_next_letter(cast: Cast) -> None:
    suite = ended(cast, *[E] * 5)
    Notification.objects.all().delete()
    reviews.send_due(suite=suite, now=NOW + timedelta(hours=9))
    for number in (1, 2):
        night(suite, number, success=False)
    letter = letters.render(Notification.objects.get())
    assert "1 to review" in letter.subject
    assert "TO REVIEW\n* signal is at least 0. Sent to review: half of the last ten" in letter.body
    assert f"/-/suites/{suite.pk}/" in letter.body
    assert "To review" in str(letter.alternatives[0][0])
