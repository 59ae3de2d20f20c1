"""A screenshot from the file input to the page of its issue, and who may see it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import As
from tests.weirdness.web.test_flag import SAID
from weirdness.models import Attachment, Comment, Flag
from weirdness.services import attachments


def shot(name: str = "plot.png", size: tuple[int, int] = (40, 20)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def address(kept: Attachment) -> str:
    return reverse("attachment", args=[kept.pk])


def test_a_screenshot_is_kept_with_the_flag_and_shown_on_its_issue(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    client.post(reverse("flag"), SAID | {"screenshot": shot()})
    kept = Attachment.objects.get()
    page = client.get(reverse("issue", args=[kept.flag.issue_id])).content.decode()
    assert f'src="{address(kept)}" width="40" height="20"' in page
    assert 'alt="plot.png, added by Bea. Opens in full."' in page


def test_a_picture_is_served_as_a_picture_and_nothing_else(cast: Cast, as_: As) -> None:
    kept = attachments.keep(content=shot().read(), name="a.png", person=cast.bench, now=NOW, flag=flagged(cast))
    served = as_(cast.quality).get(address(kept))
    assert Image.open(BytesIO(served.content)).size == (40, 20)
    said = {name: served[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy")}
    assert said == {
        "Content-Type": "image/png",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert served["Cache-Control"].startswith("private, ")
    assert served["Content-Disposition"] == 'inline; filename="a.png"'


def test_a_picture_is_for_those_who_may_see_its_issue(cast: Cast, as_: As) -> None:
    open_one, hidden = flagged(cast), flagged(cast, private=True, category="missing")
    kept = [
        attachments.keep(content=shot().read(), name="a.png", person=cast.bench, now=NOW, flag=flag)
        for flag in (open_one, hidden)
    ]
    seen = {
        person.name: [as_(person).get(address(each)).status_code for each in kept]
        for person in (cast.bench, cast.scientist, cast.quality, cast.stranger)
    }
    assert seen == {"Bea": [200, 200], "Dana": [200, 200], "Quinn": [200, 404], "Stan": [404, 404]}


def test_a_picture_of_an_internal_note_is_for_those_who_judge(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    note = Comment.objects.create(issue=issue, person=cast.scientist, text="Look.", internal=True, at=NOW)
    kept = attachments.keep(content=shot().read(), name="a.png", person=cast.scientist, now=NOW, comment=note)
    assert as_(cast.colleague).get(address(kept)).status_code == 200
    assert as_(cast.bench).get(address(kept)).status_code == 404


def test_administrators_see_the_picture_of_a_flag_that_waits_for_registration(cast: Cast, as_: As) -> None:
    as_(cast.bench).post(reverse("flag"), SAID | {"dataset": "lab/new", "screenshot": shot()})
    kept = Attachment.objects.get()
    seen = [as_(person).get(address(kept)).status_code for person in (cast.bench, cast.administrator, cast.scientist)]
    assert seen == [200, 200, 404]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.pdf", b"%PDF-1.7", "no picture that we can show"),
        ("plot.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that we can show"),
        ("huge.png", bytes(5 * 1024 * 1024 + 1), "over 5 MB"),
        ("film.png", bytes(13 * 1024 * 1024), "over 5 MB"),
    ],
)
def test_a_foreign_or_huge_file_gets_a_message_beside_its_field_and_loses_nothing_that_was_typed(
    name: str, content: bytes, says: str, cast: Cast, as_: As
) -> None:
    sent = as_(cast.bench).post(reverse("flag"), SAID | {"screenshot": SimpleUploadedFile(name, content)})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert says in sent.context["problems"]["screenshot"]
    assert 'id="screenshot-problem"' in page
    assert SAID["sentence"] in page
    assert not Flag.objects.exists()


def test_who_must_correct_something_else_is_told_that_the_picture_must_be_chosen_again(cast: Cast, as_: As) -> None:
    sent = as_(cast.bench).post(reverse("flag"), SAID | {"sentence": "", "screenshot": shot()})
    assert "choose it again" in sent.context["problems"]["screenshot"]
    assert not Attachment.objects.exists()
