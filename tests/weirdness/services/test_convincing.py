"""Whether explanations convince, in numbers; and putting them in better words."""

from datetime import date, timedelta

import pytest
from django.db.models import F

from tests.cast import NOW, Cast, flagged
from weirdness.models import Dataset, Event, Flag, Issue, Notification
from weirdness.services import convincing, disputes, flags, known, rewording, triage, undoing
from weirdness.services.errors import Conflict, NotAllowed, Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
SINCE = NOW + timedelta(hours=2)
UNTIL = date(2027, 3, 1)


def explained(cast: Cast) -> Issue:
    number = flagged(cast).issue_id
    return triage.explain(issue_id=number, actor=cast.scientist, now=LATER, explanation="Blank wells.")


def accepted(cast: Cast) -> Issue:
    number = flagged(cast).issue_id
    return triage.accept(
        issue_id=number, actor=cast.scientist, now=LATER, caveat="A tenth too low.", caveat_until=UNTIL
    )


def doubted(cast: Cast, days: int = 0) -> list[tuple[int, int, int]]:
    found = convincing.doubted(Dataset.objects.all(), SINCE + timedelta(days=days), 10)
    return [(each.issue.pk, each.flags, each.disputes) for each in found]


def test_only_flags_since_the_verdict_and_of_the_last_90_days_count(cast: Cast) -> None:
    issue = explained(cast)
    assert doubted(cast) == []
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=SINCE)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=SINCE)
    assert doubted(cast) == [(issue.pk, 1, 0)]
    assert doubted(cast, days=91) == []


def met() -> dict[int, str]:
    """As kept with each flag."""
    return dict(Flag.objects.exclude(met="").values_list("pk", "met"))


def met_by_moments() -> dict[int, str]:
    """The same from the moments of flags and verdicts."""
    since = Flag.objects.filter(person__isnull=False, kind__in=["same", "dispute"], at__gte=F("episode__closed_at"))
    return dict(since.filter(episode__resolution__in=known.SETTLED).values_list("pk", "episode__resolution"))


def test_each_flag_keeps_the_verdict_that_it_met(cast: Cast) -> None:
    issue, real = explained(cast), accepted(cast)
    before = flagged(cast, by=cast.manager, now=LATER - timedelta(minutes=9)).issue_id
    flags.same_here(person=cast.quality, issue_id=before, now=LATER - timedelta(minutes=5))
    triage.explain(issue_id=before, actor=cast.scientist, now=LATER, explanation="Blank wells.")
    assert met() == met_by_moments() == {}
    flags.same_here(person=cast.manager, issue_id=issue.pk, now=SINCE)
    disputes.dispute(person=cast.quality, issue_id=real.pk, now=SINCE, sentence="Mine are right.")
    assert sorted(met().values()) == ["accepted", "explained"]
    assert met() == met_by_moments()
    flags.same_here(person=cast.quality, issue_id=real.pk, now=SINCE + timedelta(minutes=1))
    triage.reopen(issue_id=issue.pk, actor=cast.scientist, now=SINCE + timedelta(minutes=2), reason="No.")
    flags.same_here(person=cast.manager, issue_id=issue.pk, now=SINCE + timedelta(minutes=3))
    assert sorted(met().values()) == ["accepted", "explained"]
    assert met() == met_by_moments()


def test_a_verdict_that_was_taken_back_was_met_by_nobody(cast: Cast) -> None:
    issue = explained(cast)
    flags.same_here(person=cast.manager, issue_id=issue.pk, now=LATER + timedelta(seconds=3))
    assert list(met().values()) == ["explained"]
    undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=LATER + timedelta(seconds=5))
    assert met() == met_by_moments() == {}


def test_the_list_goes_on_after_any_of_its_lines(cast: Cast) -> None:
    issues = [explained(cast) for _ in range(3)]
    for person, some in ((cast.manager, issues), (cast.quality, issues[:2]), (cast.owner, issues[:1])):
        for issue in some:
            flags.same_here(person=person, issue_id=issue.pk, now=SINCE)
    whole = convincing.doubted(Dataset.objects.all(), SINCE, 10)
    assert [each.flags for each in whole] == [3, 2, 1]
    for number, each in enumerate(whole, start=1):
        assert convincing.doubted(Dataset.objects.all(), SINCE, 10, each.place) == whole[number:]
    assert convincing.doubted(Dataset.objects.none(), SINCE, 10) == []
    assert convincing.rates(Dataset.objects.all(), SINCE, 10, cast.dataset.key) == []


def test_the_rate_is_of_all_flags_of_people_on_the_dataset(cast: Cast) -> None:
    issue = explained(cast)
    flagged(cast)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=SINCE)
    rate = convincing.rate(cast.dataset, SINCE)
    assert (rate.flags, rate.on_explained, round(rate.share, 3)) == (3, 1, 0.333)
    assert convincing.rates(Dataset.objects.all(), SINCE, 10) == [rate]
    assert convincing.rate(cast.dataset, SINCE + timedelta(days=91)).share == 0


def test_the_most_disputed_comes_first_then_the_most_flagged(cast: Cast) -> None:
    quiet, disputed = explained(cast), explained(cast)
    for person in (cast.quality, cast.manager, cast.owner):
        flags.same_here(person=person, issue_id=quiet.pk, now=SINCE)
    disputes.dispute(person=cast.quality, issue_id=disputed.pk, now=SINCE, sentence="Mine are full.")
    assert doubted(cast) == [(disputed.pk, 1, 1), (quiet.pk, 3, 0)]


def test_what_is_accepted_is_real_so_only_a_dispute_lists_it(cast: Cast) -> None:
    issue = accepted(cast)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=SINCE)
    assert doubted(cast) == []
    disputes.dispute(person=cast.manager, issue_id=issue.pk, now=SINCE, sentence="Mine are right.")
    assert doubted(cast) == [(issue.pk, 2, 1)]
    assert convincing.rate(cast.dataset, SINCE).on_explained == 0


def test_what_was_reopened_is_not_listed_and_stays_in_the_rate(cast: Cast) -> None:
    issue = explained(cast)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=SINCE)
    triage.reopen(issue_id=issue.pk, actor=cast.scientist, now=SINCE, reason="It was no blank.")
    assert doubted(cast) == []
    assert convincing.rate(cast.dataset, SINCE).on_explained == 1


def test_better_words_replace_the_old_which_the_history_keeps_and_nobody_gets_a_letter(cast: Cast) -> None:
    issue = explained(cast)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=SINCE)
    letters, then = Notification.objects.count(), SINCE + timedelta(minutes=5)
    changed = rewording.reword(
        issue_id=issue.pk, actor=cast.colleague, now=then, text=" Blank wells end below zero. ", version=issue.version
    )
    assert (changed.state, changed.version) == ("closed", issue.version + 1)
    assert changed.episode().explanation == "Blank wells end below zero."
    event = Event.objects.get(verb="reword")
    assert event.data["before"] == {"text": "Blank wells."}
    assert event.sentence() == "Dirk put its explanation in other words: Blank wells end below zero."
    assert Notification.objects.count() == letters
    flags.same_here(person=cast.manager, issue_id=issue.pk, now=then + timedelta(minutes=1))
    (told,) = convincing.doubted(Dataset.objects.all(), then + timedelta(hours=1), 10)
    assert (told.flags, told.later, told.worded_at) == (2, 1, then)


def test_words_of_an_earlier_verdict_are_not_those_of_this_one(cast: Cast) -> None:
    issue = explained(cast)
    rewording.reword(issue_id=issue.pk, actor=cast.scientist, now=LATER, text="Blank.")
    triage.reopen(issue_id=issue.pk, actor=cast.scientist, now=SINCE, reason="No.")
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=SINCE, explanation="An empty plate.")
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=SINCE + timedelta(hours=1))
    (told,) = convincing.doubted(Dataset.objects.all(), SINCE + timedelta(days=1), 10)
    assert told.worded_at == SINCE


def test_a_caveat_may_hold_longer_from_now_on(cast: Cast) -> None:
    issue, longer = accepted(cast), UNTIL + timedelta(days=90)
    said = {"issue_id": issue.pk, "actor": cast.scientist, "now": SINCE, "text": "A tenth too low."}
    changed = rewording.reword(**said, caveat_until=longer)
    assert changed.episode().caveat_until == longer
    assert "until 30 May 2027" in Event.objects.get(verb="reword").reason
    with pytest.raises(Refused, match="in the future"):
        rewording.reword(**said, caveat_until=NOW.date())


def test_the_same_words_again_change_nothing(cast: Cast) -> None:
    issue = explained(cast)
    same = rewording.reword(issue_id=issue.pk, actor=cast.scientist, now=SINCE, text="Blank wells.")
    assert same.version == issue.version
    assert not Event.objects.filter(verb="reword").exists()


def test_who_does_not_triage_an_open_issue_and_who_is_late_are_refused(cast: Cast) -> None:
    issue, opened = explained(cast), flagged(cast).issue
    said = {"actor": cast.scientist, "now": SINCE, "text": "Better."}
    with pytest.raises(NotAllowed):
        rewording.reword(issue_id=issue.pk, **{**said, "actor": cast.bench})
    with pytest.raises(Conflict, match="neither explained nor accepted"):
        rewording.reword(issue_id=opened.pk, **said)
    with pytest.raises(Conflict, match="quicker"):
        rewording.reword(issue_id=issue.pk, version=1, **said)
    with pytest.raises(Refused, match="convince"):
        rewording.reword(issue_id=issue.pk, **{**said, "text": " "})
    with pytest.raises(Refused, match="no date"):
        rewording.reword(issue_id=issue.pk, caveat_until=UNTIL, **said)
