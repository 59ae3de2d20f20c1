"""Somebody of the demo's cast at a browser: what they do, in their words."""

import re
import subprocess
import sys
from types import TracebackType

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from config.local.place import ROOT
from tests.journeys.rows import ask
from tests.stack import Stack


class Somebody:
    """Logged in with one click; at the end asserts that the browser complained of nothing and asked nobody else."""

    def __init__(
        self, browser: Browser, stack: Stack, name: str, *, width: int = 1280, javascript: bool = True
    ) -> None:
        self.stack, self.name = stack, name
        size = {"width": width, "height": 900}
        self.context = browser.new_context(viewport=size, java_script_enabled=javascript, reduced_motion="reduce")
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("request", self._watch)

    def __enter__(self) -> "Somebody":
        self.go("/log-in/")
        self.page.get_by_role("button", name=self.name).click()
        expect(self.page).to_have_url(re.compile(re.escape(self.stack.url) + "/$"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()
        if error is None:
            assert self.complaints == []

    def go(self, path: str) -> None:
        self.page.goto(self.stack.url + path)

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def flag(self, address: str, *, tile: str, sentence: str) -> int:
        """Opens the form from a deep link, presses a tile's key, writes the sentence, sends with Ctrl+Enter."""
        self.go(address)
        self.page.keyboard.press(tile)
        self.page.get_by_label("What did you see").fill(sentence)
        self.page.keyboard.press("Control+Enter")
        expect(self.page).to_have_url(re.compile("/thanks/$"))
        link = self.page.get_by_role("link", name=re.compile("See it as #"))
        return int(re.sub(r"\D", "", link.inner_text()))

    def _hear(self, message: ConsoleMessage) -> None:
        # A refusal in words is an answer of 4xx, and the browser calls that an error.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.complaints.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.stack.url, "data:", "about:")):
            self.complaints.append(f"asked another machine: {request.url}")


class Administrator(Somebody):
    """An administrator, made on the command line as docs/operations.md says, who logs in by the form."""

    EMAIL, PASSWORD = "ada.berg@example.org", "a long enough password"

    def __enter__(self) -> "Administrator":
        if not ask(self.stack, "SELECT 1 FROM weirdness_person WHERE email = %s", self.EMAIL):
            env = self.stack.env | {"ADMINISTRATOR_PASSWORD": self.PASSWORD}
            argv = [sys.executable, "manage.py", "administrator", self.EMAIL, "--name", self.name]
            subprocess.run(argv, cwd=ROOT, env=env, check=True, capture_output=True)
        self.go("/log-in/")
        self.page.get_by_label("E-mail").fill(self.EMAIL)
        self.page.get_by_label("Password").fill(self.PASSWORD)
        self.page.get_by_role("button", name="Log in", exact=True).click()
        expect(self.page).to_have_url(re.compile(re.escape(self.stack.url) + "/$"))
        return self
