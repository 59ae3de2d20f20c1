"""The discussion of an issue, over the API."""

import pytest
from django.utils import timezone

from tests.cast import Cast, flagged
from tests.weirdness.api.conftest import As
from weirdness.models import Comment, Issue
from weirdness.services import asking, discussion

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return flagged(cast).issue


def address(issue: Issue) -> str:
    return f"/api/v1/issues/{issue.pk}/comments/"


def test_what_is_said_comes_back_with_who_could_not_be_told(cast: Cast, issue: Issue, api: As) -> None:
    client = api(cast.quality)
    said = client.post(address(issue), {"text": "**Plate 9**, @bea @stan"}, format="json")
    assert said.status_code == 201
    shown = said.json()
    assert (shown["by"], shown["viewpoint"], shown["text"]) == ("Quinn", "quality-control", "**Plate 9**, @bea @stan")
    assert shown["not_told"] == ["@stan was not told: nobody of this name may read it."]
    assert client.post(address(issue), {"text": "**Plate 9**, @bea @stan"}, format="json").status_code == 200
    listed = client.get(address(issue)).json()["results"]
    assert [each["id"] for each in listed] == [shown["id"]]


def test_a_question_and_its_reply_are_listed_in_the_order_they_were_said(cast: Cast, issue: Issue, api: As) -> None:
    asking.ask(issue_id=issue.pk, actor=cast.scientist, now=timezone.now(), question="Which plate?")
    asking.reply(issue_id=issue.pk, actor=cast.bench, now=timezone.now(), reply="Plate 7.")
    listed = api(cast.bench).get(address(issue)).json()["results"]
    assert [(each["kind"], each["text"]) for each in listed] == [("question", "Which plate?"), ("reply", "Plate 7.")]


def test_long_discussions_come_in_pages_without_gap_or_repetition(cast: Cast, issue: Issue, api: As) -> None:
    said = [Comment(issue=issue, person=cast.bench, text=f"{n}", at=timezone.now()) for n in range(120)]
    Comment.objects.bulk_create(said)
    client, page, found = api(cast.bench), address(issue), []
    while page:
        answer = client.get(page).json()
        found += [each["text"] for each in answer["results"]]
        page = answer["next"]
    assert found == [f"{n}" for n in range(120)]


def test_another_wording_keeps_the_earlier_one(cast: Cast, issue: Issue, api: As) -> None:
    kept = discussion.comment(issue_id=issue.pk, person=cast.bench, now=timezone.now(), text="Plate 9.").comment
    answer = api(cast.bench).patch(f"/api/v1/comments/{kept.pk}/", {"text": "Plate 7."}, format="json")
    assert (answer.status_code, answer.json()["text"]) == (200, "Plate 7.")
    assert [each["text"] for each in answer.json()["earlier"]] == ["Plate 9."]
    foreign = api(cast.scientist).patch(f"/api/v1/comments/{kept.pk}/", {"text": "Mine."}, format="json")
    assert foreign.status_code == 403


def test_an_internal_note_is_not_there_for_a_reporter(cast: Cast, issue: Issue, api: As) -> None:
    body = {"text": "Bea misread it.", "internal": True}
    kept = api(cast.scientist).post(address(issue), body, format="json").json()
    assert api(cast.colleague).get(address(issue)).json()["results"][0]["internal"] is True
    assert api(cast.bench).get(address(issue)).json()["results"] == []
    assert api(cast.bench).patch(f"/api/v1/comments/{kept['id']}/", {"text": "x"}, format="json").status_code == 404
    assert api(cast.bench).post(address(issue), body, format="json").status_code == 403


@pytest.mark.parametrize(("text", "says"), [("", "Write something"), ("x" * 10_001, "This is 10,001 characters")])
def test_what_cannot_be_a_comment_is_refused_in_words(cast: Cast, issue: Issue, api: As, text: str, says: str) -> None:
    answer = api(cast.bench).post(address(issue), {"text": text}, format="json")
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["attr"]) == (400, "text")
    assert error["detail"].startswith(says)
