"""What a column was like over the last runs, as coordinates for inline SVGs. Nothing is estimated or smoothed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

WIDTH, HEIGHT = 320, 120
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 22, 22


@dataclass(frozen=True)
class Seen:
    """One column in the profile of one run. `share_null` is of the rows, 0 to 1."""

    at: datetime
    run: int | None
    partition: str
    rows: int
    column: dict[str, Any]

    @property
    def share_null(self) -> float:
        return self.column["nulls"] / self.rows if self.rows else 0.0

    @property
    def median(self) -> float | None:
        found = (self.column.get("quantiles") or {}).get("0.5")
        return None if found is None else float(found)


@dataclass(frozen=True)
class Trend:
    """`line`, `spread` (or "") as SVG points; the last point; the scale's ends, `bottom` "" when all is one value."""

    line: str
    spread: str
    last: tuple[float, float]
    top: str
    bottom: str


def trend(
    values: Sequence[float | None],
    low: Sequence[float | None] = (),
    high: Sequence[float | None] = (),
    unit: str = "",
) -> Trend | None:
    """A line over the runs, with a band between `low` and `high`; None without two points or with nothing to draw."""
    known = [value for value in (*values, *low, *high) if value is not None]
    points = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(points) < 2:
        return None
    least, most = min(known), max(known)
    place = _Scale(len(values), least, most)
    band = [(at, a, b) for at, (a, b) in enumerate(zip(low, high, strict=True)) if a is not None and b is not None]
    around = [*((at, b) for at, _, b in band), *((at, a) for at, a, _ in reversed(band))]
    return Trend(
        line=place.points(points),
        spread=place.points(around),
        last=place.point(*points[-1]),
        top=f"{said(most)}{unit}",
        bottom=f"{said(least)}{unit}" if least < most else "",
    )


@dataclass(frozen=True)
class _Scale:
    count: int
    least: float
    most: float

    def point(self, at: float, value: float) -> tuple[float, float]:
        across = LEFT + at / max(self.count - 1, 1) * (WIDTH - LEFT - RIGHT)
        share = (value - self.least) / (self.most - self.least) if self.most > self.least else 0.5
        return round(across, 1), round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def points(self, places: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x},{y}" for x, y in (self.point(at, value) for at, value in places))


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Histogram:
    """Bars of the newest run, the outline of the one before as SVG points; `rows`: from, to, then, now (shares)."""

    bars: list[Bar]
    before: str
    low: str
    high: str
    rows: list[tuple[str, str, str, str]]

    @property
    def is_compared(self) -> bool:
        """Whether the run before is told beside the newest one, bin by bin."""
        return any(then for _, _, then, _ in self.rows)


def histogram(now: dict[str, Any] | None, before: dict[str, Any] | None) -> Histogram | None:
    """Shares of the rows in each bin: the newest run as bars, the one before as an outline on the same axis."""
    if not now or not sum(now["counts"]):
        return None
    others = before if before and sum(before["counts"]) else None
    low = min(now["low"], others["low"]) if others else now["low"]
    high = max(now["high"], others["high"]) if others else now["high"]
    drawn = [_steps(now, low, high)] + ([_steps(others, low, high)] if others else [])
    most = max(share for steps in drawn for _, _, share in steps)
    bars = [
        Bar(_x(a), _y(share / most), round(max(_x(b) - _x(a) - 1, 1), 1), round(HEIGHT - BOTTOM - _y(share / most), 1))
        for a, b, share in drawn[0]
    ]
    outline = [f"{_x(edge)},{_y(share / most)}" for a, b, share in (drawn[1] if others else []) for edge in (a, b)]
    return Histogram(bars, " ".join(outline), said(low), said(high), _rows(now, others))


def _steps(found: dict[str, Any], low: float, high: float) -> list[tuple[float, float, float]]:
    """From, to (0 to 1 of the axis) and share of each bin."""
    counts, total = found["counts"], sum(found["counts"])
    width, span = (found["high"] - found["low"]) / len(counts), (high - low) or 1.0
    edges = [(found["low"] + width * at - low) / span for at in range(len(counts) + 1)]
    return [(edges[at], edges[at + 1], count / total) for at, count in enumerate(counts)]


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _rows(now: dict[str, Any], before: dict[str, Any] | None) -> list[tuple[str, str, str, str]]:
    """The same bins as text; the run before is told where it has the same bins."""
    same = before is not None and (before["low"], before["high"]) == (now["low"], now["high"])
    then = _steps(before, now["low"], now["high"]) if same and before else []
    width = (now["high"] - now["low"]) / len(now["counts"])
    return [
        (
            said(now["low"] + width * at),
            said(now["low"] + width * (at + 1)),
            f"{then[at][2]:.1%}" if at < len(then) else "",
            f"{share:.1%}",
        )
        for at, (_, _, share) in enumerate(_steps(now, now["low"], now["high"]))
    ]


def said(value: float) -> str:
    """A number short enough for a picture."""
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e12 else f"{value:.4g}"
