"""People at the door of the real web server: sessions made for them, pages timed until the whole answer is read."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from benchmarks.desk import inside
from benchmarks.desk.pages import Page

WARM = 3


class Visitor:
    """A browser's part of it: cookies, a form's token, no redirect followed."""

    def __init__(self, url: str, person: int) -> None:
        client = inside.visitor(person)
        self.url, self.session = url, requests.Session()
        for name, morsel in client.cookies.items():
            self.session.cookies.set(name, morsel.value)

    def get(self, path: str, **given: Any) -> requests.Response:
        return self.session.get(self.url + path, timeout=60, **given)

    def post(self, path: str, said: dict[str, str], **headers: str) -> requests.Response:
        if "csrftoken" not in self.session.cookies:
            self.get("/flag/")
        form = {**said, "csrfmiddlewaretoken": self.session.cookies["csrftoken"]}
        sent = {"Referer": self.url + path, **headers}
        return self.session.post(self.url + path, data=form, headers=sent, timeout=60, allow_redirects=False)

    def visit(self, page: Page, found: dict[str, Any]) -> float:
        """Seconds."""
        path = page.path.format(**found)
        begun = time.perf_counter()
        if page.sent:
            answer = self.post(path, dict(page.sent), **{"HX-Request": "true"})
        else:
            answer = self.get(path, stream=page.first_byte)
            if page.first_byte:
                next(answer.iter_content(1))
        took = time.perf_counter() - begun
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        answer.close()
        return took


def times(url: str, page: Page, found: dict[str, Any], visits: int, at_once: int) -> list[float]:
    """Seconds of each visit, by so many people at once (the same person in as many browsers)."""
    visitors = [Visitor(url, page.person) for _ in range(at_once)]
    for visitor in visitors:
        for _ in range(WARM):
            visitor.visit(page, found)
    share = visits // at_once
    with ThreadPoolExecutor(at_once) as pool:
        taken = pool.map(lambda visitor: [visitor.visit(page, found) for _ in range(share)], visitors)
        return list(itertools.chain.from_iterable(taken))
