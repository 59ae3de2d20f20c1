"""Pictures beside a flag: only pictures, only as we drew them anew."""

import time
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from tests.cast import NOW, Cast, flagged
from weirdness.models import Attachment, Flag
from weirdness.services import attachments, pictures
from weirdness.services.errors import Refused
from weirdness.services.reports import Upload

pytestmark = pytest.mark.django_db


def drawing(form: str = "PNG", size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "kept"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/png")]
)
def test_a_picture_is_drawn_anew_and_keeps_its_size(form: str, kept: str) -> None:
    picture = pictures.redraw(drawing(form))
    assert (picture.type, picture.width, picture.height) == (kept, 40, 20)
    Image.open(BytesIO(picture.content)).verify()


def test_where_and_by_whom_a_picture_was_taken_does_not_survive() -> None:
    place = Image.Exif()
    place[0x010E], place[0x0112] = "my desk at home", 6  # description; on its side
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "my desk at home")
    icc = b"my desk at home" + bytes(200)
    jpeg = pictures.redraw(drawing("JPEG", exif=place, comment=b"my desk at home", icc_profile=icc))
    png = pictures.redraw(drawing("PNG", pnginfo=said, icc_profile=icc))
    assert b"my desk at home" not in jpeg.content + png.content
    assert (jpeg.width, jpeg.height) == (20, 40)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no picture"),
        (b"%PDF-1.7 not a picture", "no picture"),
        (drawing()[:60], "broken"),
        (bytes(5 * 1024 * 1024 + 1), "over 5 MB"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        pictures.redraw(content)
    assert set(refused.value.problems) == {"screenshot"}


def test_a_small_file_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")  # 900 million points in 100 kB
    began = time.process_time()
    with pytest.raises(Refused, match="million points"):
        pictures.redraw(out.getvalue())
    assert time.process_time() - began < 0.5


def test_a_page_hidden_in_a_picture_does_not_survive() -> None:
    assert b"<script>" not in pictures.redraw(drawing("GIF") + b"<script>alert(1)</script>").content


def test_a_name_is_made_safe_and_ends_as_the_bytes_are() -> None:
    assert attachments.named("../../etc/passwd", "image/png") == "passwd.png"
    assert attachments.named('C:\\Users\\me\\shot "1"\r\n.exe', "image/jpeg") == "shot _1_.jpg"
    assert attachments.named(".", "image/webp") == "screenshot.webp"


def test_a_flag_keeps_its_screenshot_also_when_the_dataset_waits_for_registration(cast: Cast) -> None:
    shot = Upload("plot.png", drawing())
    for dataset in ("lab/plates", "lab/nowhere"):
        column = "signal" if dataset == "lab/plates" else ""
        flag = flagged(cast, dataset=dataset, column=column, target="dataset", screenshot=shot)
        kept = Attachment.objects.get(flag=flag)
        assert (kept.name, kept.type, kept.width, kept.person) == ("plot.png", "image/png", 40, cast.bench)
        assert kept.size == len(kept.content)


def test_a_file_that_is_no_picture_is_said_beside_the_other_problems_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        flagged(cast, sentence="", rows="A1", screenshot=Upload("notes.txt", b"notes"))
    assert set(refused.value.problems) == {"sentence", "rows", "screenshot"}
    assert not Flag.objects.exists()
    assert not Attachment.objects.exists()


def test_an_attachment_belongs_to_a_flag_or_a_comment(cast: Cast) -> None:
    kept = attachments.keep(content=drawing(), name="a.png", person=cast.bench, now=NOW, flag=flagged(cast))
    assert kept.is_picture
