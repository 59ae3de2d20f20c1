"""Many who talk at once, in real threads on a real PostgreSQL."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services.test_races import at_once, committed, database_for_tests, everybody
from weirdness.models import Comment, Event, Issue, Notification
from weirdness.services import asking, discussion, triage
from weirdness.services.errors import Conflict

__all__ = ["committed", "database_for_tests", "everybody"]
ROUNDS = 5


@pytest.fixture
def issue(everybody: Cast) -> Issue:
    return flagged(everybody).issue


def test_the_same_form_sent_by_ten_at_once_is_one_comment(everybody: Cast, issue: Issue) -> None:
    for number in range(ROUNDS):
        said = {"issue_id": issue.pk, "person": everybody.quality, "text": f"Plate {number}.", "now": NOW}
        done = at_once(lambda _, said=said: discussion.comment(**said), callers=10)
        assert len({each.comment.pk for each in done}) == 1
    assert Comment.objects.count() == Event.objects.filter(verb="comment").count() == ROUNDS
    assert Notification.objects.filter(message="comment", person=everybody.bench).count() == ROUNDS


def test_no_wording_is_lost_when_one_comment_is_edited_in_ten_tabs(everybody: Cast, issue: Issue) -> None:
    kept = discussion.comment(issue_id=issue.pk, person=everybody.bench, now=NOW, text="first").comment
    edit = {"comment_id": kept.pk, "person": everybody.bench}
    at_once(lambda n: discussion.edit(**edit, now=NOW + timedelta(seconds=n), text=f"tab {n}"), callers=10)
    kept.refresh_from_db()
    wordings = {each.text for each in kept.wordings.all()} | {kept.text}
    assert wordings == {"first", *(f"tab {n}" for n in range(10))}


def test_talking_noting_and_judging_at_once_waits_for_nobody_in_a_circle(everybody: Cast, issue: Issue) -> None:
    def act(number: int) -> object:
        at, text = NOW + timedelta(seconds=number), f"@bea and @readers, number {number}."
        if number % 3 == 0:
            return triage.set_severity(
                issue_id=issue.pk, actor=everybody.scientist, now=at, severity=[1, 3, 9][number % 9 // 3]
            )
        person = everybody.colleague if number % 3 == 1 else everybody.quality
        return discussion.comment(issue_id=issue.pk, person=person, now=at, text=text, internal=number % 3 == 1)

    for _ in range(ROUNDS):
        done = at_once(act, callers=12)
        assert not [each for each in done if isinstance(each, BaseException)]
    assert Comment.objects.count() == 8


def test_of_ten_answers_to_one_question_one_is_given(everybody: Cast, issue: Issue) -> None:
    asking.ask(issue_id=issue.pk, actor=everybody.scientist, now=NOW, question="Which plate?")
    reply = {"issue_id": issue.pk, "actor": everybody.bench, "now": NOW, "reply": "Plate 7."}
    done = at_once(lambda _: asking.reply(**reply), callers=10)
    assert sum(isinstance(each, Conflict) for each in done) == 9
    assert Comment.objects.filter(kind="reply").count() == 1
