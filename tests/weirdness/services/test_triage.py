"""Verdicts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW, Cast, flagged
from weirdness.models import MOVES, Event, Issue, Job, Notification, State
from weirdness.models.issue_words import Severity
from weirdness.services import flags, triage
from weirdness.services.errors import Conflict, NotAllowed, Refused

pytestmark = pytest.mark.django_db
WORDS = {
    "explain": {"explanation": "Blanks are subtracted first."},
    "accept": {"caveat": "Leave out plate 7.", "caveat_until": date(2027, 1, 1)},
    "close": {"resolution": "out_of_scope"},
    "reopen": {"reason": "It is back."},
    "ask": {"question": "Which reader was it?"},
    "reply": {"reply": "The old one."},
}
TO = {
    "new": [],
    "confirmed": ["confirm"],
    "in_progress": ["confirm", "start"],
    "fixed": ["confirm", "claim_fixed"],
    "closed": ["close"],
    "needs_info": ["ask"],
    "merged": ["merge"],
}


def brought_to(state: str, cast: Cast) -> Issue:
    issue = flagged(cast).issue
    for verb in TO[state]:
        issue = triage.VERDICTS[verb](issue_id=issue.pk, actor=cast.scientist, now=NOW, **words(verb, cast))
    return issue


def words(verb: str, cast: Cast) -> dict[str, object]:
    """What must be said with a verdict; a merge needs another issue."""
    return {"into": flagged(cast).issue_id} if verb == "merge" else WORDS.get(verb, {})


@pytest.mark.parametrize("state", TO)
@pytest.mark.parametrize("who", ["bench", "quality", "scientist", "owner", "stranger", "administrator"])
def test_what_is_offered_is_what_is_accepted(cast: Cast, state: str, who: str) -> None:
    actor = getattr(cast, who)
    for verb, verdict in triage.VERDICTS.items():
        issue = brought_to(state, cast)
        offered = {move.verb for move in issue.moves_for(actor)}
        try:
            verdict(issue_id=issue.pk, actor=actor, now=NOW, **words(verb, cast))
            accepted = True
        except (NotAllowed, Conflict):
            accepted = False
        assert accepted == (verb in offered), (state, who, verb)


def test_every_offered_move_has_its_verb_and_every_verb_its_move() -> None:
    assert {move.verb for move in MOVES if move.offered} == set(triage.VERDICTS)


def test_every_state_of_the_table_is_known() -> None:
    named = {state for move in MOVES for state in (*move.sources, move.target)}
    assert named - {"asked_in"} == set(State.values)


def test_two_at_once_one_wins_and_the_other_is_told_by_whom(cast: Cast) -> None:
    issue = flagged(cast).issue
    seen = issue.version
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW, version=seen)
    with pytest.raises(Conflict, match="Dana confirmed it"):
        triage.explain(issue_id=issue.pk, actor=cast.colleague, now=NOW, version=seen, explanation="No.")
    issue.refresh_from_db()
    assert issue.state == "confirmed"


@pytest.mark.parametrize("verb", ["explain", "accept", "close", "reopen"])
def test_a_verdict_without_its_words_is_refused(cast: Cast, verb: str) -> None:
    issue = brought_to("closed" if verb == "reopen" else "new", cast)
    nothing = dict.fromkeys(WORDS[verb], "")
    if verb == "accept":
        nothing["caveat_until"] = None
    with pytest.raises(Refused) as refused:
        triage.VERDICTS[verb](issue_id=issue.pk, actor=cast.scientist, now=NOW, **nothing)
    assert set(refused.value.problems) == set(nothing)


def test_a_caveat_that_ended_already_is_refused(cast: Cast) -> None:
    issue = flagged(cast).issue
    with pytest.raises(Refused, match="in the future"):
        triage.accept(issue_id=issue.pk, actor=cast.scientist, now=NOW, caveat="Beware.", caveat_until=NOW.date())


def test_reporter_and_assignee_hear_of_a_verdict_fifteen_seconds_later(cast: Cast) -> None:
    issue = flagged(cast).issue
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    triage.start(issue_id=issue.pk, actor=cast.colleague, now=NOW)
    triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    heard = Notification.objects.order_by("pk").values_list("person__name", flat=True)
    assert list(heard) == ["Bea", "Bea", "Bea", "Dirk"]
    assert {job.due_at for job in Job.objects.filter(kind="mail")} == {NOW + timedelta(seconds=15)}


def test_the_triager_who_starts_is_assigned(cast: Cast) -> None:
    issue = brought_to("confirmed", cast)
    triage.start(issue_id=issue.pk, actor=cast.colleague, now=NOW)
    issue.refresh_from_db()
    assert (issue.assignee, issue.assignee_team, issue.assigned_by_hand) == (cast.colleague, None, True)


def test_severity_is_set_by_triagers_only(cast: Cast) -> None:
    issue = flagged(cast).issue
    with pytest.raises(NotAllowed):
        triage.set_severity(issue_id=issue.pk, actor=cast.quality, now=NOW, severity=Severity.CRITICAL)
    triage.set_severity(issue_id=issue.pk, actor=cast.scientist, now=NOW, severity=Severity.CRITICAL)
    assert Event.objects.last().sentence() == "Dana set the severity from minor to critical"


def test_a_reopened_issue_starts_its_next_episode_and_keeps_the_first(cast: Cast) -> None:
    issue = brought_to("closed", cast)
    triage.reopen(issue_id=issue.pk, actor=cast.scientist, now=NOW, reason="It is back.")
    assert [each.resolution for each in issue.episodes.all()] == ["out_of_scope", ""]


def test_the_database_refuses_a_second_open_episode(cast: Cast) -> None:
    issue = flagged(cast).issue
    with pytest.raises(IntegrityError, match="one_open_episode_per_issue"), transaction.atomic():
        issue.episodes.create(number=2, opened_at=NOW)


def test_the_queue_is_in_score_order_never_by_date(cast: Cast) -> None:
    quiet = flagged(cast, now=NOW - timedelta(hours=2)).issue
    loud = flagged(cast, blocks_decision=True, now=NOW - timedelta(hours=3)).issue
    flags.same_here(person=cast.quality, issue_id=quiet.pk, now=NOW)
    ordered = list(Issue.objects.visible_to(cast.scientist).triaged_by(cast.scientist).waiting().by_score())
    assert {each.score for each in ordered} == {3 * 1 * 1 * 2, 1 * 2 * 1.5 * 2}
    assert ordered == [quiet, loud]
    flags.same_here(person=cast.manager, issue_id=loud.pk, now=NOW)
    assert Issue.objects.waiting().by_score().first() == loud
