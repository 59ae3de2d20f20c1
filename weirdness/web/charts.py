"""Columns as coordinates for an inline SVG; the table beside has the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from weirdness.web.drawing import Tick
from weirdness.web.plots import round_rates

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 54, 10, 28, 34
GAP = 0.22


@dataclass(frozen=True)
class Column:
    """`label`: below it; `words`: what it says; `pale`: it stands on little."""

    value: float
    label: str
    words: str
    pale: bool = False


@dataclass(frozen=True)
class Drawn:
    x: float
    y: float
    width: float
    height: float
    words: str
    pale: bool


@dataclass(frozen=True)
class Chart:
    title: str
    desc: str
    beside: str
    columns: list[Drawn]
    across: list[Tick]
    up: list[Tick]
    level: float | None
    level_words: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    edge: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def chart(
    columns: Sequence[Column],
    *,
    title: str,
    desc: str,
    beside: str,
    level: float | None = None,
    level_words: str = "",
    labels: int = 8,
) -> Chart:
    """At most `labels` of the columns are named below; `level`: a line across, such as what is to be expected."""
    most = max([1e-9, level or 0.0, *(each.value for each in columns)]) * 1.08
    step = (WIDTH - LEFT - RIGHT) / max(len(columns), 1)
    room = HEIGHT - TOP - BOTTOM

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value / most * room, 1)

    every = -(-len(columns) // labels)
    return Chart(
        title=title,
        desc=desc,
        beside=beside,
        columns=[
            Drawn(
                round(LEFT + (at + GAP / 2) * step, 1),
                y(each.value),
                round(step * (1 - GAP), 1),
                round(each.value / most * room, 1),
                each.words,
                each.pale,
            )
            for at, each in enumerate(columns)
        ],
        across=[Tick(round(LEFT + (at + 0.5) * step, 1), c.label) for at, c in enumerate(columns) if at % every == 0],
        up=[Tick(y(value), f"{value:g}") for value in round_rates(most, 4) if value <= most],
        level=None if level is None else y(level),
        level_words=level_words,
    )
