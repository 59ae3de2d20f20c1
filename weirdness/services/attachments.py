"""Pictures beside a flag or a comment. Only pictures, and only as we drew them anew (services/pictures.py)."""

import hashlib
import re
from datetime import datetime
from pathlib import PurePosixPath

from weirdness.models import Attachment, Comment, Flag, Person
from weirdness.services import pictures
from weirdness.services.pictures import Picture

LONGEST_NAME = 120


def keep(
    *,
    content: bytes,
    name: str,
    person: Person,
    now: datetime,
    flag: Flag | None = None,
    comment: Comment | None = None,
) -> Attachment:
    """Keeps a picture of a flag or of a comment (one of them). Raises Refused(screenshot=…): see pictures.redraw."""
    return keep_drawn(picture=pictures.redraw(content), name=name, person=person, now=now, flag=flag, comment=comment)


def keep_drawn(
    *,
    picture: Picture,
    name: str,
    person: Person,
    now: datetime,
    flag: Flag | None = None,
    comment: Comment | None = None,
) -> Attachment:
    """The same for a picture that was drawn anew already."""
    return Attachment.objects.create(
        flag=flag,
        comment=comment,
        person=person,
        name=named(name, picture.type),
        type=picture.type,
        size=len(picture.content),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(picture.content).hexdigest(),
        content=picture.content,
        at=now,
    )


def named(name: str, media_type: str) -> str:
    """A name that is safe in a header and a path, with the ending that the bytes have."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = re.sub(r"[^\w .()-]+", "_", last.rpartition(".")[0] or last).strip(" .")[:LONGEST_NAME]
    return f"{stem or 'screenshot'}{pictures.ENDINGS[media_type]}"
