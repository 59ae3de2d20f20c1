"""The discussion on an issue's page and in the desk's panel; and that an internal note is on no page but a judge's."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from tests.cast import NOW, Cast, flagged
from tests.weirdness.test_markup import ATTACKS
from tests.weirdness.web.conftest import As
from tests.weirdness.web.test_flag_pictures import shot
from tests.weirdness.web.test_naughty import Tags
from weirdness.mail import letters
from weirdness.models import Attachment, Comment, Issue, Notification, Person
from weirdness.services import asking, attachments, discussion, following, merging
from weirdness.services.triage import explain

pytestmark = pytest.mark.django_db
SECRET = "Bea-misread-plate-seven"


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return flagged(cast).issue


def page(client: object, issue: Issue) -> str:
    return client.get(reverse("issue", args=[issue.pk])).content.decode()


def say(issue: Issue, person: Person, text: str, **more: object) -> Comment:
    said = {"now": NOW + timedelta(hours=1), **more}
    return discussion.comment(issue_id=issue.pk, person=person, text=text, **said).comment


def address(issue: Issue) -> str:
    return reverse("comments", args=[issue.pk])


def test_what_is_said_stands_on_the_page_as_it_was_meant(cast: Cast, issue: Issue, as_: As) -> None:
    done = as_(cast.quality).post(address(issue), {"text": f"**Plate 9**, see #{issue.pk} and #99999"}, follow=True)
    shown = done.content.decode()
    for part in ("Your comment is there.", "<strong>Quinn</strong>", "<strong>Plate 9</strong>", "and #99999"):
        assert part in shown
    assert f'<a href="/issues/{issue.pk}/" rel="nofollow noopener">#{issue.pk}</a>' in shown
    assert done.redirect_chain[0][0].endswith(f"#comment-{Comment.objects.get().pk}")


def test_a_number_is_a_link_for_who_may_see_the_issue_alone(cast: Cast, issue: Issue, as_: As) -> None:
    private = flagged(cast, private=True, category="missing").issue
    say(issue, cast.bench, f"Perhaps like #{private.pk}")
    link = f'href="/issues/{private.pk}/" rel='
    assert [link in page(as_(each), issue) for each in (cast.bench, cast.scientist, cast.quality)] == [
        True,
        True,
        False,
    ]


def test_who_was_called_and_may_not_read_it_is_told_to_the_writer(cast: Cast, issue: Issue, as_: As) -> None:
    shown = as_(cast.bench).post(address(issue), {"text": "@stan?"}, follow=True).content.decode()
    assert "@stan was not told: nobody of this name may read it." in shown


def test_somebody_can_be_chosen_from_a_list(cast: Cast, issue: Issue, as_: As) -> None:
    said = {
        "text": "Who knows?",
        "to": [f"t{cast.scientists.pk}", f"p{cast.stranger.pk}", "p", "x1", "t99999999999999"],
    }
    as_(cast.bench).post(address(issue), said)
    assert set(Notification.objects.filter(message="comment").values_list("person__name", flat=True)) == {
        "Dana",
        "Dirk",
    }


def test_what_was_typed_and_refused_stays_typed(cast: Cast, issue: Issue, as_: As) -> None:
    said = {"text": "word " * 2100, "internal": "1", "to": f"t{cast.scientists.pk}"}
    answer = as_(cast.scientist).post(address(issue), said)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This is 10,499 characters; 10,000 fit." in shown
    assert "word word word" in shown
    assert f'<option value="t{cast.scientists.pk}" selected>' in shown
    assert 'name="internal" value="1" checked' in shown


def test_from_the_desk_it_goes_back_to_the_desk(cast: Cast, issue: Issue, as_: As) -> None:
    client, queue = as_(cast.scientist), {"queue": "view=open"}
    done = client.post(address(issue), {"text": "Hm.", **queue})
    assert done.url.startswith(f"/queue/?view=open&issue={issue.pk}#comment-")
    refused = client.post(address(issue), {"text": " ", **queue})
    assert refused.status_code == 422
    assert "Write something first." in refused.content.decode()
    assert "Queue" in refused.content.decode()
    panel = client.get(reverse("queue") + f"?issue={issue.pk}", headers={"HX-Request": "true"}).content.decode()
    assert "Hm." in panel
    assert 'name="queue" value=' in panel


def test_a_question_stands_with_its_reply(cast: Cast, issue: Issue, as_: As) -> None:
    asking.ask(issue_id=issue.pk, actor=cast.scientist, now=timezone.now(), question="Which plate?")
    say(issue, cast.quality, "I wonder, too.", now=timezone.now())
    waiting = page(as_(cast.bench), issue)
    assert f'id="reply-{Comment.objects.get(kind="question").pk}"' in waiting
    assert "It waits for the reply." in page(as_(cast.scientist), issue)
    said = {"reply": "Plate 7.", "version": Issue.objects.get(pk=issue.pk).version}
    as_(cast.bench).post(reverse("act", args=[issue.pk, "reply"]), said)
    shown = page(as_(cast.scientist), issue)
    assert shown.index("Which plate?") < shown.index("Plate 7.") < shown.index("I wonder, too.")
    assert "It waits" not in shown


def test_an_edit_shows_its_trace_to_whoever_asks_for_it(cast: Cast, issue: Issue, as_: As) -> None:
    kept = say(issue, cast.bench, "Plate <9>.")
    change = reverse("comment_edit", args=[kept.pk])
    assert as_(cast.bench).post(change, {"text": "Plate 7."}).status_code == 302
    shown = page(as_(cast.quality), issue)
    assert "Plate 7." in shown
    assert "it said:" in shown
    assert "Plate &lt;9&gt;." in shown
    assert f'action="{change}"' not in shown
    assert f'action="{change}"' in page(as_(cast.bench), issue)
    empty = as_(cast.bench).post(change, {"text": ""})
    assert (empty.status_code, "Write something first." in empty.content.decode()) == (422, True)
    assert as_(cast.scientist).post(change, {"text": "Mine."}).status_code == 403


def test_pictures_stand_below_the_words_and_a_bad_one_is_told_beside_the_field(
    cast: Cast, issue: Issue, as_: As
) -> None:
    client = as_(cast.bench)
    client.post(address(issue), {"text": "Look.", "pictures": [shot("a.png"), shot("b.png")]})
    assert Attachment.objects.filter(comment__text="Look.").count() == 2
    assert 'alt="a.png, added by Bea. Opens in full."' in page(client, issue)
    bad = SimpleUploadedFile("virus.exe", b"MZ", content_type="image/png")
    answer = client.post(address(issue), {"text": "Look again.", "pictures": [bad]})
    assert (answer.status_code, "no picture that we can show" in answer.content.decode()) == (422, True)
    assert "Look again." in answer.content.decode()


def test_a_long_discussion_shows_its_end_and_the_rest_on_demand(cast: Cast, issue: Issue, as_: As) -> None:
    at = timezone.now()
    Comment.objects.bulk_create(Comment(issue=issue, person=cast.bench, text=f"no-{n}-", at=at) for n in range(45))
    client = as_(cast.quality)
    shown = page(client, issue)
    assert "no-44-" in shown
    assert "no-25-" in shown
    assert "no-24-" not in shown
    seen, further = (
        [],
        address(issue) + shown.split(address(issue) + "?before=")[1].split('"')[0].join(["?before=", ""]),
    )
    while further:
        part = client.get(further, headers={"HX-Request": "true"}).content.decode()
        seen += [n for n in range(45) if f"no-{n}-" in part]
        further = address(issue) + "?before=" + part.split("?before=")[1].split('"')[0] if "?before=" in part else ""
    assert sorted(seen) == list(range(25))
    whole = client.get(address(issue)).content.decode()
    assert "Back to the issue" in whole


def test_of_what_was_merged_into_it_the_discussion_is_here_too(cast: Cast, issue: Issue, as_: As) -> None:
    other = flagged(cast, category="missing").issue
    say(other, cast.bench, "Said on the other.")
    merging.merge(issue_id=other.pk, actor=cast.scientist, now=timezone.now(), into=issue.pk)
    assert "Said on the other." in page(as_(cast.quality), issue)
    merging.unmerge(issue_id=other.pk, actor=cast.scientist, now=timezone.now())
    assert "Said on the other." not in page(as_(cast.quality), issue)


def test_a_preview_shows_and_keeps_nothing(cast: Cast, issue: Issue, as_: As) -> None:
    ask = reverse("comment_preview", args=[issue.pk])
    shown = as_(cast.bench).post(ask, {"text": "**bold** <b>raw</b>"}).content.decode()
    assert "<strong>bold</strong> &lt;b&gt;raw" in shown
    assert "write something first" in as_(cast.bench).post(ask, {"text": " "}).content.decode()
    assert not Comment.objects.exists()


def test_one_hears_of_it_or_not_by_one_button(cast: Cast, issue: Issue, as_: As) -> None:
    client, change = as_(cast.bench), reverse("follow", args=[issue.pk])
    assert "Hear no more of it" in page(client, issue)
    assert "You hear no more of" in client.post(change, {"wanted": "0"}, follow=True).content.decode()
    assert "Follow it" in page(client, issue)
    client.post(change, {"wanted": "1"})
    assert following.hears(issue, cast.bench)


def test_nothing_that_people_write_does_anything_on_a_page_or_in_a_letter(cast: Cast, issue: Issue, as_: As) -> None:
    client = as_(cast.scientist)
    for number, text in enumerate(ATTACKS):
        client.post(address(issue), {"text": f"{number} {text}"})
        client.post(address(issue), {"text": text})
    assert Comment.objects.count() >= len(ATTACKS) * 2 - 1
    for shown in (page(client, issue), client.get(address(issue)).content.decode()):
        assert Tags(shown).found == []
    for owed in Notification.objects.filter(message="comment"):
        assert Tags(str(letters.render(owed).alternatives[0][0])).found == []


def noted(cast: Cast, issue: Issue) -> Comment:
    """An internal note with a picture, an edit, and everybody's name in it; on an issue that is in every list."""
    kept = say(issue, cast.scientist, f"{SECRET} @bea @quinn @readers @olga", internal=True)
    attachments.keep(content=shot().read(), name=f"{SECRET}.png", person=cast.scientist, now=NOW, comment=kept)
    discussion.edit(comment_id=kept.pk, person=cast.scientist, now=NOW, text=f"{SECRET} indeed @mia")
    return kept


PAGES = {
    "issue": lambda issue: reverse("issue", args=[issue.pk]),
    "discussion": lambda issue: reverse("comments", args=[issue.pk]),
    "queue": lambda issue: reverse("queue") + f"?view=open&issue={issue.pk}",
    "search": lambda issue: reverse("queue") + f"?view=open&q={SECRET}",
    "export": lambda issue: reverse("queue_csv") + "?view=open",
    "search and export": lambda issue: reverse("queue_csv") + f"?view=open&q={SECRET}",
    "news": lambda issue: reverse("queue_news") + f"?view=open&looking={issue.pk}.0",
    "dataset": lambda issue: reverse("dataset", args=["lab/plates"]),
    "column": lambda issue: reverse("column", args=["lab/plates", "signal"]),
    "home": lambda issue: reverse("home"),
    "my flags": lambda issue: reverse("me"),
    "flag form": lambda issue: reverse("flag") + f"?dataset=lab/plates&column=signal&sentence={SECRET}",
}
CALLS = {
    "issues": lambda issue: "/api/v1/issues/",
    "issue": lambda issue: f"/api/v1/issues/{issue.pk}/",
    "comments": lambda issue: f"/api/v1/issues/{issue.pk}/comments/",
    "flags": lambda issue: "/api/v1/flags/",
    "dataset": lambda issue: "/api/v1/datasets/lab/plates/",
}


@pytest.mark.parametrize("door", PAGES)
@pytest.mark.parametrize("who", ["bench", "quality"])
def test_an_internal_note_is_on_no_page_of_who_does_not_judge(
    cast: Cast, issue: Issue, as_: As, door: str, who: str
) -> None:
    kept = noted(cast, issue)
    shown = as_(getattr(cast, who)).get(PAGES[door](issue))
    text = b"".join(shown).decode() if shown.streaming else shown.content.decode()
    assert shown.status_code == 200
    typed = text.count(f">\n{SECRET}</textarea>") + text.count(f'value="{SECRET}"')  # what the reader searched for
    assert text.count(SECRET) == typed + text.count(f"q={SECRET}")
    for trace in (f"comment-{kept.pk}", "internal note", "wrote a note", "attachments/"):
        assert trace not in text


@pytest.mark.parametrize("door", PAGES)
def test_a_private_issue_and_what_is_said_on_it_are_on_no_page_outside_its_circle(
    cast: Cast, as_: As, door: str
) -> None:
    issue = flagged(cast, private=True, sentence=f"{SECRET} is odd.").issue
    say(issue, cast.bench, f"{SECRET}, too.")
    shown = as_(cast.quality).get(PAGES[door](issue))
    text = b"".join(shown).decode() if shown.streaming else shown.content.decode()
    typed = text.count(f">\n{SECRET}</textarea>") + text.count(f'value="{SECRET}"')
    assert text.count(SECRET) == typed + text.count(f"q={SECRET}")


@pytest.mark.parametrize("call", CALLS)
def test_an_internal_note_is_in_no_answer_of_the_api_to_who_does_not_judge(cast: Cast, issue: Issue, call: str) -> None:
    noted(cast, issue)
    client = APIClient()
    client.force_authenticate(cast.bench)
    answer = client.get(CALLS[call](issue))
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    assert "comment_internal" not in answer.content.decode()


def test_an_internal_note_is_in_no_mail_to_who_does_not_judge(cast: Cast, issue: Issue) -> None:
    noted(cast, issue)
    explain(issue_id=issue.pk, actor=cast.scientist, now=timezone.now(), explanation="Blanks.")
    say(issue, cast.scientist, "For all.", now=timezone.now())
    judges = {cast.owner.pk, cast.colleague.pk, cast.scientist.pk, cast.administrator.pk}
    owed = Notification.objects.exclude(person__in=judges)
    assert owed.count() >= 2
    for each in owed:
        letter = letters.render(each)
        assert SECRET not in letter.body + str(letter.alternatives[0][0]) + letter.subject
    assert (
        SECRET in letters.render(Notification.objects.filter(message="comment", person=cast.owner).earliest("pk")).body
    )


def test_an_internal_note_and_its_picture_are_there_for_those_who_judge(cast: Cast, issue: Issue, as_: As) -> None:
    kept = noted(cast, issue)
    picture = reverse("attachment", args=[kept.attachments.get().pk])
    for person, code in ((cast.scientist, 200), (cast.colleague, 200), (cast.owner, 200), (cast.quality, 404)):
        assert (SECRET in page(as_(person), issue)) == (code == 200)
        assert as_(person).get(picture).status_code == code
    assert as_(cast.bench).post(reverse("comment_edit", args=[kept.pk]), {"text": "x"}).status_code == 404
    assert as_(cast.bench).post(address(issue), {"text": "x", "internal": "1"}).status_code == 403
