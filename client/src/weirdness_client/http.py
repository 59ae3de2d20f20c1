"""One request, within a time, with errors in plain words. The standard library only."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.parse import urlsplit

from weirdness_client.errors import WeirdnessError

LARGEST = 20_000_000


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token is for one address: it is never carried on to another."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        raise WeirdnessError(
            f"{req.host} sends requests on to {urlsplit(newurl).netloc}. Use that address as url.", code
        )


class Door:
    """The API of one installation, for the person whose token it is."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"{url!r} is no address of Weirdness. Write it as https://weirdness.example.org.")
        if not token.strip():
            raise ValueError("A token is needed: POST your e-mail and password to /api/v1/login/ to get one.")
        self.url = url.rstrip("/")
        self._token = token.strip()
        self._opener = urllib.request.build_opener(_NoRedirect)

    def ask(
        self,
        method: str,
        path: str,
        *,
        seconds: float,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer as Python's own values, None when it has none. Raises WeirdnessError within about `seconds`."""
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", method=method)  # noqa: S310 (checked above)
        request.add_header("User-Agent", "weirdness-client/0.1.0")
        request.add_header("Authorization", f"Token {self._token}")
        request.add_header("Accept", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        return _Asked(self._opener, request, seconds).answer()


class _Asked:
    """A request in a thread of its own: a name that does not resolve, or an answer in drops, knows no time-out."""

    def __init__(self, opener: urllib.request.OpenerDirector, request: urllib.request.Request, seconds: float) -> None:
        self.opener, self.request, self.seconds = opener, request, seconds
        self.text: bytes | None = None
        self.trouble: WeirdnessError | None = None

    def answer(self) -> Any:
        thread = threading.Thread(target=self._run, daemon=True, name="weirdness-client")
        thread.start()
        thread.join(self.seconds)
        if self.trouble:
            raise self.trouble
        if self.text is None:
            raise WeirdnessError(f"Weirdness at {self.request.host} did not answer within {self.seconds:g} seconds.")
        return _parsed(self.text, self.request.host)

    def _run(self) -> None:
        try:
            with self.opener.open(self.request, timeout=self.seconds) as answer:
                self.text = answer.read(LARGEST)
        except WeirdnessError as trouble:
            self.trouble = trouble
        except urllib.error.HTTPError as refused:
            self.trouble = WeirdnessError(_why(refused), refused.code)
        except (OSError, HTTPException, ValueError) as silence:
            reason = getattr(silence, "reason", silence)
            self.trouble = WeirdnessError(f"Weirdness at {self.request.host} cannot be reached: {reason}.")


def _why(refused: urllib.error.HTTPError) -> str:
    """The sentences of the answer; what the status means where it has none."""
    if refused.code == 401:
        return "Weirdness does not know this token, or it has expired. Log in again to get another."
    try:
        told = json.loads(refused.read(LARGEST))
        sentences = [str(each["detail"]) for each in told["errors"]]
    except (ValueError, KeyError, TypeError, OSError, HTTPException):
        sentences = []
    return " ".join(sentences) or f"Weirdness answered {refused.code} ({refused.reason}) and did not say why."


def _parsed(text: bytes, host: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise WeirdnessError(f"What answers at {host} is not Weirdness: it sent no JSON. Check the url.") from None
