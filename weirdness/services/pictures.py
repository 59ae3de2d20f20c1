"""A picture as somebody sent it, made into one that is safe to show: drawn anew, so that nothing else survives."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from weirdness.services.errors import Refused

LARGEST = 5 * 1024 * 1024  # bytes
MOST_PIXELS = 30_000_000  # two 5K screens side by side; decoded it takes 120 MB
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
KEPT_AS = {"PNG": "PNG", "GIF": "PNG", "JPEG": "JPEG", "WEBP": "WEBP"}
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError)  # what Pillow raises on broken files
TOO_LARGE = "This picture is over 5 MB. Cut out the part that is odd, or save it as JPEG."
WHICH = "Choose a picture: PNG, JPEG, WebP or GIF. For another kind of file, paste a link to it instead."


@dataclass(frozen=True)
class Picture:
    """Drawn anew: the bytes, their media type, and the size in pixels."""

    content: bytes
    type: str
    width: int
    height: int


def redraw(content: bytes) -> Picture:
    """Raises Refused(screenshot=…) for what is no picture, broken, or too large. Of an animation the first frame."""
    if not content:
        raise Refused(screenshot="This file is empty. Take the screenshot again.")
    if len(content) > LARGEST:
        raise Refused(screenshot=TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is below
            return _drawn(content)
    except UnidentifiedImageError:
        raise Refused(screenshot=f"This file is no picture that we can show. {WHICH}") from None
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except UNREADABLE:
        raise Refused(screenshot=f"This picture is broken and cannot be opened. {WHICH}") from None


def _too_many_pixels() -> Refused:
    return Refused(
        screenshot=f"This picture has over {MOST_PIXELS // 1_000_000} million points. Cut out the part that is odd."
    )


def _drawn(content: bytes) -> Picture:
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:  # known from the header, before anything is unpacked
            raise _too_many_pixels()
        kept_as = KEPT_AS[opened.format or "PNG"]
        upright = ImageOps.exif_transpose(opened)
        clean = upright.convert("RGBA" if upright.has_transparency_data and kept_as != "JPEG" else "RGB")
    clean.info = {}  # comments, places and profiles would be written along
    drawn = _written(clean, kept_as)
    if len(drawn) > LARGEST:
        kept_as, clean = "JPEG", _on_white(clean)
        drawn = _written(clean, kept_as)
    return Picture(drawn, TYPES[kept_as], clean.width, clean.height)


def _written(clean: Image.Image, kept_as: str) -> bytes:
    out = BytesIO()
    clean.save(out, kept_as, **({} if kept_as == "PNG" else {"quality": 88}))
    return out.getvalue()


def _on_white(clean: Image.Image) -> Image.Image:
    if clean.mode != "RGBA":
        return clean
    ground = Image.new("RGB", clean.size, "white")
    ground.paste(clean, mask=clean.getchannel("A"))
    return ground
