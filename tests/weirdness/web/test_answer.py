"""Links in letters: a page that asks one person one thing, and every way to misuse one."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.mail import letters, links
from weirdness.models import Comment, Event, Flag, Grant, Issue, Notification, Person, Subscription
from weirdness.services import ageing, asking, following, merging, triage, undoing

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: Cast) -> Issue:
    """Bea flagged, Dana asked her."""
    issue = flagged(cast, now=timezone.now() - timedelta(days=1)).issue
    return asking.ask(issue_id=issue.pk, actor=cast.scientist, now=timezone.now(), question="Which *plate*?")


@pytest.fixture
def fixed(cast: Cast) -> Issue:
    """Bea flagged, Dana says that it is fixed."""
    issue = flagged(cast, now=timezone.now() - timedelta(days=1)).issue
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=timezone.now())
    return triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=timezone.now())


def mailed(person: Person, verb: str) -> str:
    """The address, without the host, of the first link for this verb in the person's newest letters."""
    for owed in Notification.objects.filter(person=person).order_by("-pk"):
        for token in re.findall(r"/answer/([\w.-]+)/", letters.render(owed).body):
            if links.read(token).verb == verb:
                return f"/answer/{token}/"
    raise AssertionError(f"no link to {verb}")


def made(issue: Issue, person: Person, verb: str, **ago: float) -> str:
    return links.answer(issue, person, verb, timezone.now() - timedelta(**ago)).removeprefix("http://localhost:8000")


def everything(issue: Issue) -> tuple[object, ...]:
    return (
        Issue.objects.values().get(pk=issue.pk),
        Event.objects.count(),
        Comment.objects.count(),
        Flag.objects.count(),
        Subscription.objects.count(),
        Notification.objects.count(),
    )


@pytest.mark.parametrize("verb", links.DAYS)
def test_opening_a_link_changes_nothing_however_often_a_scanner_does(
    cast: Cast, asked: Issue, client: Client, verb: str
) -> None:
    before = everything(asked)
    for _ in range(3):
        client.get(made(asked, cast.bench, verb))
        client.head(made(asked, cast.bench, verb))
    assert everything(asked) == before


def test_the_question_is_answered_from_the_mail_without_logging_in(cast: Cast, asked: Issue, client: Client) -> None:
    address = mailed(cast.bench, "reply")
    page = client.get(address)
    shown = page.content.decode()
    for said in ("Which <em>plate</em>?", "The signal of A1 is negative", "You answer as Bea", "lab/plates"):
        assert said in shown
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in page["Cache-Control"]
    done = client.post(address, {"reply": "Plate 7."}, follow=True)
    assert "Thank you. Your answer is there" in done.content.decode()
    asked.refresh_from_db()
    assert asked.state == "new"
    assert Comment.objects.get(kind="reply").person == cast.bench
    assert "_auth_user_id" not in client.session


def test_an_empty_answer_is_asked_for_again(cast: Cast, asked: Issue, client: Client) -> None:
    again = client.post(mailed(cast.bench, "reply"), {"reply": "  "})
    assert (again.status_code, "Write your answer." in again.content.decode()) == (422, True)
    long = client.post(mailed(cast.bench, "reply"), {"reply": "x" * 4001})
    assert (long.status_code, "x" * 4001 in long.content.decode()) == (422, True)


@pytest.mark.parametrize(("verb", "state"), [("verify", "closed"), ("not_fixed", "confirmed")])
def test_whether_it_is_fixed_is_said_from_the_mail(
    cast: Cast, fixed: Issue, client: Client, verb: str, state: str
) -> None:
    client.post(mailed(cast.bench, verb), {"reason": "I looked at plate 7."})
    fixed.refresh_from_db()
    assert fixed.state == state
    assert Event.objects.get(verb=verb).reason == "I looked at plate 7."


def test_the_letter_of_weeks_later_has_the_same_two_buttons(cast: Cast, fixed: Issue, client: Client) -> None:
    past = timezone.now() - timedelta(days=29)
    Issue.objects.filter(pk=fixed.pk).update(state_since=past)
    Notification.objects.all().delete()
    ageing.age(now=timezone.now())
    assert Notification.objects.get().message == "fix_question"
    client.post(mailed(cast.bench, "verify"))
    fixed.refresh_from_db()
    assert (fixed.state, fixed.resolution) == ("closed", "verified_fixed")


def test_who_does_not_want_to_hear_is_not_asked_weeks_later(cast: Cast, fixed: Issue) -> None:
    from weirdness.services import work

    following.follow(issue_id=fixed.pk, person=cast.bench, wanted=False)
    Issue.objects.filter(pk=fixed.pk).update(state_since=timezone.now() - timedelta(days=29))
    ageing.age(now=timezone.now())
    work.drain()
    assert Notification.objects.get(message="fix_question").state == "withdrawn"


@pytest.mark.parametrize("verb", ["reply", "unfollow"])
def test_a_used_link_says_what_happened_and_does_nothing_again(
    cast: Cast, asked: Issue, client: Client, verb: str
) -> None:
    address = mailed(cast.bench, verb)
    client.post(address, {"reply": "Plate 7."})
    client.get(address)  # the thanks
    before = everything(asked)
    for again in (client.get(address), client.post(address, {"reply": "Plate 8."})):
        assert again.status_code == 410
        assert f'href="/issues/{asked.pk}/"' in again.content.decode()
    assert everything(asked) == before


def test_a_link_means_the_question_it_was_mailed_with_and_no_later_one(
    cast: Cast, asked: Issue, client: Client
) -> None:
    old = made(asked, cast.bench, "reply", minutes=5)
    assert client.get(old).status_code == 410
    assert client.post(old, {"reply": "Plate 7."}).status_code == 410
    assert Comment.objects.filter(kind="reply").count() == 0


def test_a_link_to_a_question_that_was_taken_back_or_merged_away_says_so(
    cast: Cast, asked: Issue, client: Client
) -> None:
    address = mailed(cast.bench, "reply")
    other = flagged(cast, by=cast.quality, category="missing").issue
    merging.merge(issue_id=asked.pk, actor=cast.scientist, now=timezone.now(), into=other.pk)
    assert f"it is the same as #{other.pk}" in client.get(address).content.decode()
    undoing.undo(issue_id=asked.pk, actor=cast.scientist, now=timezone.now())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("verb", "days"), links.DAYS.items())
def test_an_outdated_link_says_until_when_it_was_good(
    cast: Cast, asked: Issue, client: Client, verb: str, days: int
) -> None:
    address = made(asked, cast.bench, verb, days=days, minutes=1)
    before = everything(asked)
    for answer in (client.get(address), client.post(address, {"reply": "Plate 7."})):
        assert answer.status_code == 410
        assert "It was good until" in answer.content.decode()
    assert everything(asked) == before


def test_an_altered_link_is_no_link(cast: Cast, asked: Issue, client: Client) -> None:
    address = mailed(cast.bench, "reply")
    token = address.split("/")[2]
    payload, signature = token.rsplit(".", 1)
    said = [asked.pk, cast.scientist.pk, "reply", int(timezone.now().timestamp()) + 1]
    forged = signing.Signer(sep=".", salt="another").sign_object(said)
    foreign = signing.Signer(sep=".", key="guess", salt="weirdness.answer").sign_object(said)
    wrong = [token[:-1], payload, f"{payload}.{signature[::-1]}", f"x{token}", forged, foreign, "x", ".", "%00", "a.b"]
    for each in wrong:
        answer = client.post(f"/answer/{each}/", {"reply": "Plate 7."})
        assert answer.status_code == 404, each
    assert "This link is not whole" in answer.content.decode()
    assert Comment.objects.filter(kind="reply").count() == 0


def test_a_link_to_one_thing_does_no_other(cast: Cast, fixed: Issue, client: Client) -> None:
    """Whatever is in the form: the verb is the link's."""
    client.post(mailed(cast.bench, "unfollow"), {"verb": "verify", "reason": "x", "reply": "x"})
    fixed.refresh_from_db()
    assert fixed.state == "fixed"


def test_a_link_is_of_whom_it_was_mailed_to(cast: Cast, asked: Issue, as_: As) -> None:
    address = mailed(cast.bench, "reply")
    for answer in (as_(cast.scientist).get(address), as_(cast.administrator).post(address, {"reply": "Plate 7."})):
        assert answer.status_code == 403
        assert "somebody else’s" in answer.content.decode()
    assert as_(cast.bench).get(address).status_code == 200
    assert Comment.objects.filter(kind="reply").count() == 0


def test_a_link_gives_nobody_what_they_may_not_do(cast: Cast, asked: Issue, client: Client) -> None:
    for person in (cast.scientist, cast.quality, cast.administrator):  # nobody of them flagged it
        address = made(asked, person, "reply", seconds=-1)
        assert client.post(address, {"reply": "Plate 7."}).status_code == 410
    assert client.get(made(asked, cast.stranger, "reply")).status_code == 404
    assert Comment.objects.filter(kind="reply").count() == 0


def test_who_left_or_lost_sight_of_the_dataset_sees_nothing(cast: Cast, asked: Issue, client: Client) -> None:
    address = mailed(cast.bench, "reply")
    Grant.objects.all().delete()
    assert "Which" not in client.get(address).content.decode()
    assert client.post(address, {"reply": "Plate 7."}).status_code == 404
    Person.objects.filter(pk=cast.bench.pk).update(is_active=False)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("verb", ["same_here", "dispute", "follow"])
def test_what_weighs_more_asks_for_log_in_first(cast: Cast, client: Client, as_: As, verb: str) -> None:
    issue = flagged(cast).issue
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=timezone.now(), explanation="Blanks.")
    address = made(issue, cast.quality, verb, seconds=-1)
    for answer in (client.get(address), client.post(address)):
        assert (answer.status_code, answer.url) == (302, f"/log-in/?next={address}")
    assert as_(cast.quality).get(address).status_code == 200
    done = as_(cast.quality).post(address, {"sentence": "Plate 9."}, follow=True)
    assert done.redirect_chain
    if verb == "follow":
        assert following.hears(issue, cast.quality)
    else:
        assert Flag.objects.filter(issue=issue, person=cast.quality).count() == 1


def test_the_mail_programs_own_button_unsubscribes_without_a_page(cast: Cast, asked: Issue) -> None:
    strict = Client(enforce_csrf_checks=True)
    header = letters.render(Notification.objects.filter(person=cast.bench).latest("pk")).extra_headers
    assert header["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = header["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    done = strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, done["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert not following.hears(asked, cast.bench)


def test_a_link_carries_no_name_and_no_word_of_the_issue(cast: Cast, asked: Issue, settings: Settings) -> None:
    token = mailed(cast.bench, "reply").split("/")[2]
    assert re.fullmatch(r"[\w.-]+", token)
    said = signing.b64_decode(token.split(".")[0].encode())
    assert said.decode().startswith(f'[{asked.pk},{cast.bench.pk},"reply",')
