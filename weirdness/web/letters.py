"""Reading the demo's Maildir: who got what, as plain text and as HTML."""

import base64
import mailbox
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path


@dataclass(frozen=True)
class Letter:
    key: str
    to: list[str]
    sender: str
    subject: str
    at: datetime | None
    text: str
    html: str


def of(folder: str, address: str) -> list[Letter]:
    """The letters to one address, newest first. A folder that is not there yet holds none."""
    letters = [each for each in _all(folder) if address.lower() in each.to]
    return sorted(letters, key=lambda each: (each.at is not None, each.at, each.key), reverse=True)


def _all(folder: str) -> list[Letter]:
    if not Path(folder, "new").is_dir():
        return []
    box = mailbox.Maildir(folder, factory=None, create=False)
    return [_read(key, box.get_bytes(key)) for key in box.keys()]  # noqa: SIM118  a Maildir iterates over messages


def _read(key: str, raw: bytes) -> Letter:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    addresses = getaddresses([str(value) for name in ("To", "X-RcptTo") for value in message.get_all(name, [])])
    date = message["Date"]
    return Letter(
        key=key,
        to=[address.lower() for _, address in addresses],
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or "(no subject)"),
        at=_aware(date.datetime) if date else None,
        text=_part(message, "plain"),
        html=_with_pictures(message, _part(message, "html")),
    )


def _aware(at: datetime) -> datetime:
    """A zone of -0000 says UTC without saying where; Python reads it as no zone at all."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return body.get_content() if body else ""


def _with_pictures(message: EmailMessage, html: str) -> str:
    """Inline pictures (cid:) as data, so that the letter shows without asking anybody for anything."""
    for part in message.walk():
        name = str(part["Content-ID"] or "").strip("<> ")
        if name and part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_payload(decode=True)).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    return html
