"""A person at the door, without a browser: logs in with one click and keeps the session."""

import re
import time

import requests


class Visitor:
    """Speaks HTTP as a browser's form does; `timed` gives seconds of wall clock, the whole answer read."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def log_in(self, name: str) -> None:
        """One click on one of the demo's people."""
        page = self.session.get(f"{self.url}/log-in/").text
        forms = re.findall(r'action="(/demo/log-in/\d+/)".*?<button>(.*?)</button>', page, re.DOTALL)
        self.post({who: action for action, who in forms}[name])

    def get(self, path: str) -> str:
        answer = self.session.get(self.url + path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def post(self, path: str, **fields: str) -> requests.Response:
        answer = self.session.post(
            self.url + path,
            data={"csrfmiddlewaretoken": self.session.cookies["csrftoken"], **fields},
            headers={"Referer": self.url + path},
        )
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer

    def timed(self, path: str) -> float:
        start = time.perf_counter()
        self.get(path)
        return time.perf_counter() - start
