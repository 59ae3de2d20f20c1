"""Passwords of sources at rest: encrypted by the first of FIELD_KEYS, decrypted by any of them.

Each word of FIELD_KEYS becomes a key by HKDF-SHA256; without any word, SECRET_KEY is the only one.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from checks import SourceUnreadable

PURPOSE = b"weirdness: passwords of sources"


def conceal(text: str) -> str:
    """The text encrypted; "" stays "": no password was given."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def reveal(token: str) -> str:
    """The text back. Raises SourceUnreadable when no key of today opens it."""
    with _explained():
        return _keys().decrypt(token.encode()).decode() if token else ""


def rotate(token: str) -> str:
    """The same text under the first key. Raises SourceUnreadable when no key of today opens it."""
    with _explained():
        return _keys().rotate(token.encode()).decode() if token else ""


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except InvalidToken:
        raise SourceUnreadable(
            "The stored password cannot be opened with the keys of this server. An administrator types "
            "it again on the page of the source, or puts the former key back into FIELD_KEYS."
        ) from None


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(_key(word)) for word in settings.FIELD_KEYS or [settings.SECRET_KEY]])


def _key(word: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(word.encode())
    return base64.urlsafe_b64encode(made)
