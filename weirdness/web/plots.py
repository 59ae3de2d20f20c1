"""The expert screen's pictures as coordinates for inline SVG; every point comes from the numbers beside them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from weirdness.confidence import Sensitivity
from weirdness.confidence.posterior import Point
from weirdness.web.drawing import Tick

WIDTH, HEIGHT = 640, 250
LEFT, RIGHT, TOP, BOTTOM = 66, 16, 26, 48


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    kind: str
    words: str


@dataclass(frozen=True)
class Plot:
    """A line with an area, dots, upright marks (`uprights`) and level ones, in pixels; `title`, `desc` in words."""

    title: str
    desc: str
    line: str
    area: str = ""
    good: str = ""
    across: list[Tick] = field(default_factory=list)
    up: list[Tick] = field(default_factory=list)
    uprights: list[Tick] = field(default_factory=list)
    need: str = ""
    need_from: float = 0
    dots: list[Dot] = field(default_factory=list)
    below: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Box:
    """From numbers to pixels."""

    low: float
    high: float
    most: float

    def x(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return round(LEFT + (value - self.low) / span * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - value / (self.most or 1.0) * (HEIGHT - TOP - BOTTOM), 1)

    def line(self, points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in points)


def density(points: Sequence[Point], tolerated: float, share: float) -> Plot:
    """The posterior of the rate; what lies up to the tolerated rate is its confidence."""
    box = Box(0, points[-1].rate, max(point.density for point in points) * 1.08)
    good = [point for point in points if point.rate <= tolerated]
    edge = [(good[-1].rate, 0.0), (0.0, 0.0)] if good else []
    ticks = round_rates(points[-1].rate)
    return Plot(
        title="What the rate of new oddities may be",
        desc=f"The density of the rate per use; {share:.0%} of it lies at most at the tolerated rate {tolerated:g}.",
        line=box.line(points),
        area=box.line([*points, (points[-1].rate, 0.0), (0.0, 0.0)]),
        good=box.line([*good, *edge]),
        across=[Tick(box.x(rate), f"{rate:g}") for rate in ticks],
        uprights=[Tick(box.x(tolerated), f"tolerated: {tolerated:g}")],
        below="new oddities per use",
    )


def round_rates(most: float, about: int = 5) -> list[float]:
    """Round rates from 0 to `most`, about five of them."""
    size = 10 ** math.floor(math.log10(most / about))
    step = next(size * m for m in (1, 2, 5, 10) if size * m >= most / about)
    return [round(step * n, 6) for n in range(int(most / step) + 1)]


def sensitivity(found: Sequence[Sensitivity], present: float, needed: Sequence[float]) -> Plot:
    """Confidence, and the state, at other tolerated rates; evenly spaced, as their logarithms are."""
    box = Box(0, len(found) - 1, 1.0)
    rates = [each.rate for each in found]
    return Plot(
        title="If another rate were tolerated",
        desc="Confidence at each tolerated rate; the table beside has the numbers and the states.",
        line=box.line((at, each.confidence) for at, each in enumerate(found)),
        across=[Tick(box.x(at), f"{rate:g}") for at, rate in enumerate(rates) if at % 2 == 0],
        up=[Tick(box.y(share), f"{share:.0%}") for share in (0, 0.5, 1)],
        uprights=[Tick(box.x(rates.index(present)), "this tier")] if present in rates else [],
        need=box.line(enumerate(needed)),
        need_from=box.y(needed[0]),
        dots=[
            Dot(box.x(at), box.y(each.confidence), each.state, f"{each.rate:g}: {each.confidence:.0%}, {each.state}")
            for at, each in enumerate(found)
        ],
        below="tolerated new oddities per use",
    )


@dataclass(frozen=True)
class Past:
    """One snapshot as the picture of the history takes it; confidence None: too early for one figure."""

    at: datetime
    state: str
    label: str
    confidence: float | None
    needed: float


def history(snapshots: Sequence[Past], eras: Sequence[tuple[datetime, str]]) -> Plot | None:
    """Confidence over time, oldest first; a dot where the state changed, an upright where an era began."""
    known = [each for each in snapshots if each.confidence is not None]
    if len(known) < 2 or known[0].at == known[-1].at:
        return None
    first, last = known[0].at, known[-1].at
    box = Box(0, (last - first).total_seconds(), 1.0)

    def x(moment: datetime) -> float:
        return box.x((moment - first).total_seconds())

    return Plot(
        title="Confidence over time",
        desc=f"From {_day(first)} to {_day(last)}; the table of the history has each estimate.",
        line=" ".join(f"{x(each.at)},{box.y(each.confidence or 0)}" for each in known),
        across=[Tick(x(at), _day(at)) for at in (first, first + (last - first) / 2, last)],
        up=[Tick(box.y(share), f"{share:.0%}") for share in (0, 0.5, 1)],
        uprights=[Tick(x(at), words) for at, words in eras if first <= at <= last],
        need=" ".join(f"{x(each.at)},{box.y(each.needed)}" for each in known),
        need_from=box.y(known[0].needed),
        dots=[
            Dot(x(now.at), box.y(now.confidence or 0), now.state, f"{_day(now.at)}: {now.label}")
            for before, now in zip([None, *known], known, strict=False)
            if before is None or before.state != now.state
        ],
    )


def _day(at: datetime) -> str:
    return f"{timezone.localdate(at):%-d %b %y}"
