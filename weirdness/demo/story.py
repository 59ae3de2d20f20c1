"""A past as `past/*.toml` writes it, read into acts: who does what to a dataset, on which working day."""

import random
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

HERE = Path(__file__).parent / "past"
ESTIMATES_EVERY = 5  # working days, the last one on the day before
# What comes first on a day, as minutes after 8:00.
OPENING, LOOK, FLAG, SAME, COMMENT, VERDICT, DESCRIBED, ESTIMATE = 0, 30, 240, 300, 330, 360, 420, 540


@dataclass(frozen=True)
class Act:
    """One deed. `flag` is the id of the flag it is about; `said` what the file says of it."""

    at: datetime
    kind: str
    dataset: str
    by: str = ""
    flag: str = ""
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """The past of one dataset. Days count working days back from `today`."""

    said: dict[str, Any]
    today: date

    @property
    def dataset(self) -> str:
        return str(self.said["dataset"])

    @property
    def opening(self) -> datetime:
        """When the dataset was registered."""
        return self.moment(self.said["begins"], OPENING)

    def moment(self, days_back: int, minutes: int) -> datetime:
        clock = datetime.combine(working_day(self.today, days_back), time(8)) + timedelta(minutes=minutes)
        return timezone.make_aware(clock)

    def acts(self) -> list[Act]:
        return [*self._looks(), *self._flags(), *self._described(), *self._estimates()]

    def _looks(self) -> Iterator[Act]:
        for person, every in self.said["looks"].items():
            dice = random.Random(f"{self.dataset} {person}")  # noqa: S311  the same past each time
            for day in range(self.said["begins"] - 1, 0, -1):
                if dice.random() < 1 / every:
                    yield Act(self.moment(day, LOOK + dice.randrange(200)), "look", self.dataset, person)

    def _flags(self) -> Iterator[Act]:
        for number, flag in enumerate(self.said["flag"]):
            name = f"{self.dataset} {number}"
            yield Act(self.moment(flag["on"], FLAG + number), "flag", self.dataset, flag["by"], name, flag)
            for person, day in flag.get("same", {}).items():
                yield Act(self.moment(day, SAME), "same", self.dataset, person, name)
            for words in flag.get("comment", []):
                yield Act(self.moment(words["on"], COMMENT + number), "comment", self.dataset, words["by"], name, words)
            for verdict in flag.get("verdict", []):
                at = self.moment(verdict["on"], VERDICT + number)
                yield Act(at, "verdict", self.dataset, verdict["by"], name, verdict)

    def _described(self) -> Iterator[Act]:
        for change in self.said.get("described", []):
            yield Act(self.moment(change["on"], VERDICT - 10), "described", self.dataset, change["by"], said=change)

    def _estimates(self) -> Iterator[Act]:
        for day in range(1, self.said["begins"], ESTIMATES_EVERY):
            yield Act(self.moment(day, ESTIMATE), "estimate", self.dataset)


def read(name: str, *, today: date) -> Story:
    return Story(tomllib.loads((HERE / f"{name}.toml").read_text("utf-8")), today)


def together(stories: Iterable[Story]) -> list[Act]:
    """The acts of all stories in the order in which they happened."""
    return sorted((act for each in stories for act in each.acts()), key=lambda act: act.at)


def working_day(today: date, back: int) -> date:
    """The `back`-th day from Monday to Friday before `today`."""
    day = today
    for _ in range(back):
        day -= timedelta(days=3 if day.weekday() == 0 else 2 if day.weekday() == 6 else 1)
    return day
