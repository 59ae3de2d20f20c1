"""A real browser against the whole real service."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from config.local import browser as browsers
from tests.journeys.rows import is_idle
from tests.stack import Stack, stack

__all__ = ["stack"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = browsers.path(os.environ)
    if not chromium:
        pytest.skip(browsers.HOW)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def settled(stack: Stack) -> Stack:
    """The service with the demo, once its first runs are done and what they owed is out."""
    stack.wait(lambda: is_idle(stack), 120, "the end of the demo's first work")
    return stack
