"""One dataset, as whoever uses it meets it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from weirdness_client.answers import Confidence, Flagged, Known
from weirdness_client.errors import NotTold, WeirdnessError
from weirdness_client.http import Door
from weirdness_client.memory import Memory
from weirdness_client.rows import Row, written

WRITE_SECONDS = 15.0  # a flag is worth waiting for
CATEGORIES = (
    *("wrong-value", "missing", "duplicate", "wrong-label", "stale"),
    *("doesnt-add-up", "wrong-description", "something-else"),
)


class Dataset:
    """Made by `Weirdness.dataset`."""

    def __init__(self, door: Door, memory: Memory, key: str, *, seconds: float, strict: bool) -> None:
        area, slash, name = key.strip().lower().partition("/")
        if not (area and slash and name) or "/" in name:
            raise ValueError(f"{key!r} is no key of a dataset. It looks like nyc/flights.")
        self.key = f"{area}/{name}"
        self._door, self._memory, self._seconds, self._strict = door, memory, seconds, strict
        self._path = f"datasets/{quote(area)}/{quote(name)}/"

    def __repr__(self) -> str:
        return f"Dataset({self.key!r})"

    def used(self, *, strict: bool | None = None, stacklevel: int = 1) -> bool:
        """You used it today and all was fine. True: Weirdness knows.

        Told at most once an hour for each dataset, so call it as often as you like. When Weirdness cannot be told, a
        NotTold warning says why, the answer is False, and it is left alone for five minutes; with `strict` a
        WeirdnessError is raised.
        """
        strict = self._strict if strict is None else strict
        last = self._memory.last(self.key)
        if last or (last is False and not strict):
            return last
        try:
            self._door.ask("POST", f"{self._path}looks/", seconds=self._seconds)
        except WeirdnessError as trouble:
            if strict:
                raise
            self._memory.keep(self.key, told=False)
            warnings.warn(f"Your use of {self.key} was not counted: {trouble}", NotTold, stacklevel=stacklevel + 1)
            return False
        self._memory.keep(self.key, told=True)
        return True

    def take_back(self) -> None:
        """You did not use it today after all. Raises WeirdnessError: no use is counted, or you flagged something."""
        self._door.ask("DELETE", f"{self._path}looks/", seconds=self._seconds)
        self._memory.forget(self.key)

    def known(self, column: str = "") -> list[Known]:
        """Open issues, explanations and caveats, the newest first; of one column with `column`."""
        path: str | None = f"{self._path}known/" + (f"?{urlencode({'column': column})}" if column else "")
        found: list[Known] = []
        while path:
            page = self._door.ask("GET", path, seconds=self._seconds)
            found += [_known(each) for each in page["results"]]
            # Of the address of the next page only what it asks for: the token goes nowhere else.
            path = f"{self._path}known/?{urlsplit(page['next']).query}" if page["next"] else None
        return found

    def confidence(self) -> Confidence:
        """How much is probably still unseen: the state, and what a person should read."""
        told = self._door.ask("GET", f"{self._path}confidence/", seconds=self._seconds)
        return Confidence(**{name: told[name] for name in ("state", "words", "reasons", "missing", "numbers", "at")})

    def flag(
        self,
        sentence: str,
        *,
        category: str = "something-else",
        column: str = "",
        rows: str | Iterable[Row] = "",
        proposed_value: str = "",
        link: str = "",
        blocks_decision: bool = False,
        private: bool = False,
    ) -> Flagged:
        """Flags something odd: one sentence, what you saw and what you expected. Raises WeirdnessError if refused.

        `category`: one of CATEGORIES. `rows`: those concerned, each a mapping or the values of its key.
        """
        said: dict[str, Any] = {
            **{"dataset": self.key, "sentence": sentence, "category": category, "column": column},
            **{"rows": written(rows), "proposed_value": proposed_value, "link": link},
            **{"blocks_decision": blocks_decision, "private": private},
        }
        said["target"] = "rows" if said["rows"] else "column" if column else "dataset"
        once = {"Idempotency-Key": str(uuid4())}
        told = self._door.ask("POST", "flags/", seconds=WRITE_SECONDS, body=said, headers=once)
        url = f"{self._door.url}/issues/{told['issue']}/" if told["issue"] else f"{self._door.url}/me/"
        return Flagged(id=told["id"], issue=told["issue"], dataset=told["dataset"], url=url)


def _known(told: dict[str, Any]) -> Known:
    return Known(**{name: told[name] for name in Known.__dataclass_fields__})
