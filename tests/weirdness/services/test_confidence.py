"""From the log to the state, and what follows from the state."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.services.test_findings import night
from weirdness.models import Dataset, Issue, Notification, Person
from weirdness.models.issue_words import Severity
from weirdness.services import confidence, flags, looks, triage

pytestmark = pytest.mark.django_db


def look(cast: Cast, person: Person, days_ago: int) -> None:
    looks.check_in(dataset=cast.dataset, person=person, now=NOW - timedelta(days=days_ago))


def quiet_looks(cast: Cast, days: int = 20) -> None:
    """Five people of four viewpoints, one look each a day: 100 clean looks."""
    for days_ago in range(days, 0, -1):
        for person in (cast.bench, cast.quality, cast.manager, cast.scientist, cast.colleague):
            look(cast, person, days_ago)


def state(cast: Cast) -> str:
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    return Dataset.objects.get(pk=cast.dataset.pk).state


def test_without_looks_it_is_learning(cast: Cast) -> None:
    assert state(cast) == "learning"


def test_a_hundred_quiet_looks_by_five_people_make_it_stable_and_tell_the_owner(cast: Cast) -> None:
    quiet_looks(cast)
    assert state(cast) == "stable"
    told = Notification.objects.get(message="state_changed")
    assert (told.person, told.context["before"], told.context["after"]) == (cast.owner, "learning", "stable")


def test_one_person_alone_is_quiet_but_too_few_eyes(cast: Cast) -> None:
    for days_ago in range(200, 0, -1):
        look(cast, cast.bench, days_ago)
    assert state(cast) == "quiet"


def test_a_stable_dataset_sends_new_flags_to_its_owner_and_critical_ones_to_the_scientists(cast: Cast) -> None:
    quiet_looks(cast)
    state(cast)
    cast.dataset.refresh_from_db()
    issue = flagged(cast).issue
    assert issue.assignee == cast.owner
    assert "stable" in issue.routing_reason


def test_a_critical_issue_makes_it_relapse_reroutes_what_is_untouched_and_tells_the_owner_why(cast: Cast) -> None:
    quiet_looks(cast)
    state(cast)
    cast.dataset.refresh_from_db()
    minor, worse = flagged(cast).issue, flagged(cast, by=cast.quality).issue
    triage.set_severity(issue_id=worse.pk, actor=cast.scientist, now=NOW, severity=Severity.CRITICAL)
    assert state(cast) == "relapsed"
    minor.refresh_from_db()
    assert minor.assignee_team == cast.scientists
    told = Notification.objects.filter(message="state_changed").last()
    assert told.context["after"] == "relapsed"
    assert "critical" in " ".join(told.context["reasons"])


def test_an_important_failing_check_makes_it_relapse(cast: Cast) -> None:
    quiet_looks(cast)
    state(cast)
    night(suite(cast), 0, success=False)
    assert state(cast) == "relapsed"


def test_a_hundred_same_heres_change_no_number(cast: Cast) -> None:
    issue = flagged(cast).issue
    look(cast, cast.quality, 0)
    before = confidence.read(cast.dataset, now=NOW)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW)
    assert confidence.read(cast.dataset, now=NOW) == before


def test_an_explained_issue_is_no_find(cast: Cast) -> None:
    issue = flagged(cast).issue
    assert confidence.read(cast.dataset, now=NOW).finds == (1,)
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=NOW, explanation="Blanks are subtracted.")
    assert confidence.read(cast.dataset, now=NOW).finds == ()


def test_a_checks_own_issue_is_no_find_even_when_a_person_meets_it_later(cast: Cast) -> None:
    night(suite(cast), 0, success=False)
    flags.same_here(person=cast.bench, issue_id=Issue.objects.get().pk, now=NOW + timedelta(hours=1))
    assert confidence.read(cast.dataset, now=NOW).finds == ()


def test_renaming_people_changes_nothing(cast: Cast) -> None:
    quiet_looks(cast, days=3)
    before = confidence.read(cast.dataset, now=NOW)
    Person.objects.filter(pk=cast.bench.pk).update(name="Somebody Else", email="else@example.org")
    assert confidence.read(cast.dataset, now=NOW) == before


def test_replaying_the_log_equals_the_stored_value(cast: Cast) -> None:
    quiet_looks(cast, days=5)
    flagged(cast)
    first = confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    again = confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    assert first.result["confidence"] == again.result["confidence"]


def test_two_visits_on_one_day_are_one_look(cast: Cast) -> None:
    look(cast, cast.bench, 1)
    look(cast, cast.bench, 1)
    assert confidence.read(cast.dataset, now=NOW).looks == 1
