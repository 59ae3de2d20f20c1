"""The client when the server is away, slow, or something else: quick, in plain words, and never in the way."""

import os
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from weirdness_client import NotTold, Weirdness, WeirdnessError

SOURCE = Path(__file__).resolve().parents[2] / "client" / "src"


class Odd(BaseHTTPRequestHandler):
    """Answers to a path with what the path says."""

    heard: list[str] = []

    def do_POST(self) -> None:
        area = self.path.split("/")[4]
        self.heard.append(self.headers["Authorization"])
        if area == "drops":  # one byte in every half second: no read takes long, the whole takes for ever
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.5)
        elif area == "away":
            self._say(302, b"", Location=f"http://127.0.0.1:{self.server.server_port}/api/v1/datasets/caught/x/")
        elif area == "html":
            self._say(200, b"<h1>Welcome to the hotel's network</h1>")
        else:
            self._say(500, b"<h1>Server error</h1>")

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:  # the client went away, as it should
            self.close_connection = True

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.daemon_threads = True
    Odd.heard.clear()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{door.getsockname()[1]}"


def test_a_server_that_is_away_is_one_warning_and_not_asked_in_each_turn_of_a_loop() -> None:
    plates = Weirdness(nobody(), "t").dataset("lab/plates")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        begun = time.monotonic()
        assert [plates.used() for _ in range(500)] == [False] * 500
    assert time.monotonic() - begun < 2
    (only,) = said
    assert only.category is NotTold
    assert "Your use of lab/plates was not counted: Weirdness at 127.0.0.1" in str(only.message)
    assert only.filename == __file__  # the line of the analysis, not one of the client's


def test_an_answer_that_comes_in_drops_ends_after_the_time_that_was_given(odd: str) -> None:
    begun = time.monotonic()
    with pytest.raises(WeirdnessError, match="did not answer within 1 seconds"):
        Weirdness(odd, "t", seconds=1).dataset("drops/x").used(strict=True)
    assert time.monotonic() - begun < 3


def test_the_token_is_not_carried_to_another_address(odd: str) -> None:
    with pytest.raises(WeirdnessError, match="Use that address as url"):
        Weirdness(odd, "t", seconds=5).dataset("away/x").used(strict=True)
    assert Odd.heard == ["Token t"]


@pytest.mark.parametrize(("area", "said"), [("html", "is not Weirdness"), ("broken", "answered 500")])
def test_something_else_at_the_address_is_said_in_words(odd: str, area: str, said: str) -> None:
    with pytest.raises(WeirdnessError, match=said):
        Weirdness(odd, "t", seconds=5).dataset(f"{area}/x").used(strict=True)


@pytest.mark.parametrize("url", ["", "weirdness.example.org", "file:///etc/passwd", "ftp://example.org", "http://"])
def test_what_is_no_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="is no address of Weirdness"):
        Weirdness(url, "t")


@pytest.mark.parametrize("key", ["", "plates", "a/b/c", "/b", "a/"])
def test_what_is_no_key_is_refused_at_once(key: str) -> None:
    with pytest.raises(ValueError, match="It looks like nyc/flights"):
        Weirdness("http://localhost", "t").dataset(key)


def test_the_environment_says_who_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEIRDNESS_TOKEN", raising=False)
    monkeypatch.setenv("WEIRDNESS_URL", "https://weirdness.example.org/")
    with pytest.raises(ValueError, match="does not say WEIRDNESS_TOKEN"):
        Weirdness.from_environment()
    monkeypatch.setenv("WEIRDNESS_TOKEN", "t")
    assert repr(Weirdness.from_environment()) == "Weirdness('https://weirdness.example.org')"


def test_it_needs_the_standard_library_alone() -> None:
    """In a Python that sees no installed package."""
    code = "import weirdness_client, sys; print(sorted(m for m in sys.modules if 'site-packages' in "
    code += "str(getattr(sys.modules[m], '__file__', ''))))"
    env = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-S", "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
