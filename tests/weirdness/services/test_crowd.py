"""What several people of several viewpoints decide by themselves; splitting; putting aside."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.services.test_findings import night
from weirdness.models import Event, Flag, Issue, Person
from weirdness.services import ageing, confidence, disputes, flags, snoozing, splitting, triage
from weirdness.services.errors import Conflict, NotAllowed, Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def same(cast: Cast, issue: Issue, *people: Person) -> Issue:
    for person in people:
        flags.same_here(person=person, issue_id=issue.pk, now=LATER)
    return fresh(issue)


def doubt(issue: Issue, *people: Person) -> Issue:
    for person in people:
        disputes.dispute(person=person, issue_id=issue.pk, now=LATER, sentence="It fits what I know.")
    return fresh(issue)


def fresh(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def explained(cast: Cast, issue: Issue) -> Issue:
    return triage.explain(issue_id=issue.pk, actor=cast.scientist, now=NOW, explanation="Blanks are subtracted.")


def test_three_people_of_two_viewpoints_confirm_a_new_issue(cast: Cast) -> None:
    issue = flagged(cast).issue
    assert same(cast, issue, cast.quality).state == "new"
    assert same(cast, issue, cast.manager).state == "confirmed"
    assert fresh(issue) in Issue.objects.waiting()
    assert Event.objects.last().sentence() == "Several people of several viewpoints saw it: it is confirmed"


def test_three_people_of_one_viewpoint_do_not(cast: Cast) -> None:
    issue = flagged(cast).issue
    Person.objects.filter(pk__in=[cast.quality.pk, cast.manager.pk]).update(viewpoint=cast.bench.viewpoint)
    people = Person.objects.filter(pk__in=[cast.quality.pk, cast.manager.pk])
    assert same(cast, issue, *people).state == "new"


def test_one_dispute_leaves_it_to_a_triager_until_they_change_their_mind(cast: Cast) -> None:
    issue = doubt(flagged(cast).issue, cast.scientist)
    assert same(cast, issue, cast.quality, cast.manager).state == "new"
    assert same(cast, issue, cast.scientist).state == "confirmed"
    assert Flag.objects.filter(person=cast.scientist).count() == 1


def test_three_who_dispute_an_explanation_reopen_it_also_those_who_had_said_same_here(cast: Cast) -> None:
    issue = same(cast, flagged(cast).issue, cast.quality)
    explained(cast, issue)
    assert doubt(issue, cast.bench, cast.quality).state == "closed"
    reopened = doubt(issue, cast.manager)
    assert (reopened.state, reopened.episode().opened_as, reopened.judged_at) == ("confirmed", "disputed", None)


def test_a_doubt_from_before_the_verdict_is_no_doubt_of_it(cast: Cast) -> None:
    issue = flagged(cast).issue
    for person in (cast.quality, cast.manager, cast.owner):
        disputes.dispute(person=person, issue_id=issue.pk, now=NOW - timedelta(minutes=1))
    explained(cast, issue)
    assert doubt(issue, cast.bench).state == "closed"
    assert doubt(issue, cast.quality, cast.manager).state == "confirmed"


def test_a_closed_fix_is_not_disputed_but_flagged(cast: Cast) -> None:
    issue = flagged(cast).issue
    triage.close(issue_id=issue.pk, actor=cast.scientist, now=NOW, resolution="out_of_scope")
    with pytest.raises(Refused, match="Same here"):
        doubt(issue, cast.quality)


def test_a_stranger_disputes_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        doubt(flagged(cast).issue, cast.stranger)


def test_a_flag_on_a_merged_issue_is_said_where_it_was_merged_to(cast: Cast) -> None:
    issue, into = flagged(cast).issue, flagged(cast, by=cast.quality).issue
    triage.VERDICTS["merge"](issue_id=issue.pk, actor=cast.scientist, now=NOW, into=into.pk)
    flag = flags.same_here(person=cast.manager, issue_id=issue.pk, now=LATER)
    assert flag.issue == into
    assert (fresh(into).state, fresh(into).people) == ("confirmed", 3)


def test_what_is_merged_is_one_find_the_earliest_and_taking_apart_and_splitting_make_two(cast: Cast) -> None:
    def finds() -> int:
        return len(confidence.read(cast.dataset, now=LATER).finds)

    issue, into = flagged(cast).issue, flagged(cast, by=cast.quality, now=LATER).issue
    assert finds() == 2
    triage.VERDICTS["merge"](issue_id=issue.pk, actor=cast.scientist, now=LATER, into=into.pk)
    assert confidence.read(cast.dataset, now=LATER).finds == (1,)
    triage.VERDICTS["unmerge"](issue_id=issue.pk, actor=cast.scientist, now=LATER)
    assert finds() == 2
    flag = flags.same_here(person=cast.manager, issue_id=into.pk, now=LATER, sentence="Plate 9.")
    splitting.split(flag_id=flag.pk, actor=cast.scientist, now=LATER)
    assert finds() == 3


def test_a_persons_issue_merged_into_a_checks_own_keeps_it_from_closing_by_itself(cast: Cast) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    own = Issue.objects.get()
    assert confidence.read(cast.dataset, now=LATER).finds == ()
    issue = flagged(cast, now=NOW - timedelta(hours=1)).issue
    triage.VERDICTS["merge"](issue_id=issue.pk, actor=cast.scientist, now=NOW, into=own.pk)
    assert confidence.read(cast.dataset, now=LATER).finds == (1,)
    for number in (1, 2, 3):
        night(plates, number, success=True)
    assert fresh(own).state == "confirmed"


def test_a_check_whose_issue_was_merged_flags_the_one_that_stands_for_it(cast: Cast) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    own, into = Issue.objects.get(), flagged(cast).issue
    triage.VERDICTS["merge"](issue_id=own.pk, actor=cast.scientist, now=NOW, into=into.pk)
    night(plates, 1, success=False)
    assert into.flags.filter(kind="check").count() == 1
    assert fresh(into).guarded
    triage.VERDICTS["unmerge"](issue_id=own.pk, actor=cast.scientist, now=LATER)
    assert not fresh(into).guarded
    night(plates, 2, success=False)
    assert own.flags.count() == 2


@pytest.mark.parametrize("state", ["needs_info", "snoozed", "new"])
def test_a_check_that_still_fails_leaves_an_open_issue_where_it_is(cast: Cast, state: str) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    issue = Issue.objects.get()
    if state == "needs_info":
        triage.VERDICTS["ask"](issue_id=issue.pk, actor=cast.scientist, now=NOW, question="Which reader?")
    elif state == "snoozed":
        snoozing.snooze(issue_id=issue.pk, actor=cast.scientist, now=NOW, till_flag=True)
    before = fresh(issue).state
    night(plates, 1, success=False)
    assert fresh(issue).state == before
    assert fresh(issue).is_snoozed == (state == "snoozed")


def test_a_snoozed_issue_sleeps_until_its_morning_or_the_next_flag(cast: Cast) -> None:
    dated, flag = flagged(cast).issue, flagged(cast, by=cast.quality).issue
    snoozing.snooze(issue_id=dated.pk, actor=cast.scientist, now=NOW, until=snoozing.tomorrow(NOW))
    snoozing.snooze(issue_id=flag.pk, actor=cast.scientist, now=NOW, till_flag=True)
    assert not Issue.objects.waiting().awake(NOW).exists()
    ageing.age(now=NOW + timedelta(days=1))
    same(cast, flag, cast.manager)
    assert set(Issue.objects.waiting().awake(NOW + timedelta(days=1))) == {dated, flag}
    assert Event.objects.filter(verb="wake").count() == 2


def test_a_split_takes_the_flag_with_its_evidence_and_counts_both_anew(cast: Cast) -> None:
    issue = flagged(cast).issue
    same(cast, issue, cast.quality)
    flag = Flag.objects.get(person=cast.quality)
    new = splitting.split(flag_id=flag.pk, actor=cast.scientist, now=LATER, sentence="Plate 9 is upside down.")
    flag.refresh_from_db()
    assert (flag.issue, flag.episode, flag.kind) == (new, new.episode(), "report")
    assert (fresh(issue).people, fresh(new).people, new.state) == (1, 1, "new")
    assert fresh(issue).score == fresh(issue).parts.total
    assert [each.verb for each in Event.objects.order_by("-pk")[:2]] == ["split_off", "split"]


def test_what_cannot_be_split_off_says_why(cast: Cast) -> None:
    only = flagged(cast)
    with pytest.raises(Refused, match="only flag"):
        splitting.split(flag_id=only.pk, actor=cast.scientist, now=LATER)
    said = flags.same_here(person=cast.quality, issue_id=only.issue_id, now=LATER)
    with pytest.raises(Refused, match="says only"):
        splitting.split(flag_id=said.pk, actor=cast.scientist, now=LATER)
    with pytest.raises(NotAllowed):
        splitting.split(flag_id=said.pk, actor=cast.bench, now=LATER)
    disputed = disputes.dispute(person=cast.manager, issue_id=only.issue_id, now=LATER)
    with pytest.raises(Refused, match="disputed"):
        splitting.split(flag_id=disputed.pk, actor=cast.scientist, now=LATER)
    explained(cast, only.issue)
    with pytest.raises(Conflict, match="Reopen it"):
        splitting.split(flag_id=only.pk, actor=cast.scientist, now=LATER)


def test_a_caveat_that_ran_out_opens_its_issue_and_tells_owner_and_scientists(cast: Cast) -> None:
    issue = flagged(cast).issue
    until = date(2026, 11, 5)
    triage.accept(issue_id=issue.pk, actor=cast.scientist, now=NOW, caveat="Leave out plate 7.", caveat_until=until)
    assert ageing.age(now=NOW + timedelta(days=3)) == 0
    assert ageing.age(now=NOW + timedelta(days=4)) == 1
    assert (fresh(issue).state, fresh(issue).episode().opened_as) == ("confirmed", "expire_caveat")
    event = Event.objects.get(verb="expire_caveat")
    told = {each.person.name for each in issue.notifications.filter(context__event=event.pk)}
    assert told == {"Bea", "Dana", "Dirk", "Olga"}
