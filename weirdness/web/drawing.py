"""The discovery curve as coordinates for an inline SVG. The points come from the snapshot; nothing is estimated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 26, 38


@dataclass(frozen=True)
class Canvas:
    """Its size in the SVG's own units, and the margins around what is drawn."""

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM


SMALL, LARGE = Canvas(), Canvas(width=960, height=360, left=52, right=20, bottom=54)


@dataclass(frozen=True)
class Tick:
    at: float
    label: str
    day: str = ""


@dataclass(frozen=True)
class Mark:
    """Something at one look, in words; `looks`: where."""

    looks: float
    words: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Marks:
    """What is drawn beside the line: finds, changes that runs noticed, the quiet run, the day of each look."""

    finds: Sequence[Mark] = ()
    changes: Sequence[Mark] = ()
    quiet: int = 0
    days: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """Polylines as SVG `points`; ticks in pixels; `rows` for the table beside it: (looks, low, mean, high)."""

    canvas: Canvas
    past: str
    under: str
    mean: str
    band: str
    now: float
    across: list[Tick]
    up: list[Tick]
    rows: list[list[float]]
    looks: int
    finds: int
    more: int
    at_most: int
    at_least: int
    end: tuple[float, float, float] = (0, 0, 0)
    dots: list[Dot] = field(default_factory=list)
    changes: list[Dot] = field(default_factory=list)
    quiet: tuple[float, float] | None = None

    @property
    def floor(self) -> int:
        return self.canvas.height - self.canvas.bottom

    @property
    def edge(self) -> int:
        return self.canvas.width - self.canvas.right

    @property
    def top(self) -> int:
        return TOP

    @property
    def today(self) -> int:
        """How high the word stands: beside the name of the axis, or below it where both would meet."""
        return 13 if self.now > self.canvas.width / 3 else TOP + 16

    @property
    def high(self) -> int:
        return self.floor - TOP

    @property
    def quiet_width(self) -> float:
        return round(self.quiet[1] - self.quiet[0], 1) if self.quiet else 0


@dataclass(frozen=True)
class _Scale:
    canvas: Canvas
    looks: float
    finds: float

    def x(self, looks: float) -> float:
        room = self.canvas.width - self.canvas.left - self.canvas.right
        return round(self.canvas.left + looks / self.looks * room, 1)

    def y(self, finds: float) -> float:
        room = self.canvas.height - TOP - self.canvas.bottom
        return round(self.canvas.height - self.canvas.bottom - finds / self.finds * room, 1)

    def line(self, points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{self.x(looks)},{self.y(finds)}" for looks, finds in points)


def picture(curve: dict[str, Any], canvas: Canvas = SMALL, marks: Marks | None = None) -> Picture:
    """`curve`: `past` [[look, finds]], `ahead` [[look, low, mean, high]], as `weirdness.confidence` draws it."""
    past, ahead = curve["past"], curve["ahead"]
    marks = marks or Marks()
    scale = _Scale(canvas, max(ahead[-1][0], 1), max(ahead[-1][3], past[-1][1], 4) * 1.05)
    looks, finds = past[-1]
    upper, lower = [(p[0], p[3]) for p in ahead], [(p[0], p[1]) for p in ahead]
    stairs = [(p[0], p[1]) for p in past]
    last = ahead[-1]
    return Picture(
        canvas=canvas,
        past=scale.line(stairs),
        under=scale.line([*stairs, (looks, 0), (0, 0)]),
        mean=scale.line((p[0], p[2]) for p in ahead),
        band=scale.line([*upper, *reversed(lower)]),
        now=scale.x(looks),
        across=[Tick(scale.x(n), f"{n:,}", marks.days.get(n, "")) for n in steps(scale.looks)],
        up=[Tick(scale.y(n), f"{n:,}") for n in steps(scale.finds)],
        rows=ahead[1::3],
        looks=looks,
        finds=finds,
        more=last[0] - looks,
        at_least=round(last[1] - finds),
        at_most=round(last[3] - finds),
        end=(scale.y(last[1]), scale.y(last[2]), scale.y(last[3])),
        dots=[Dot(scale.x(find.looks), scale.y(n), find.words) for n, find in enumerate(marks.finds, start=1)],
        changes=[Dot(scale.x(each.looks), scale.y(0), each.words) for each in marks.changes],
        quiet=(scale.x(looks - marks.quiet), scale.x(looks)) if marks.quiet else None,
    )


def steps(most: float, about: int = 5) -> list[int]:
    """Round numbers from 0 to `most`, about five of them."""
    rough = max(most / about, 1)
    size = 10 ** (len(str(int(rough))) - 1)
    step = next(size * m for m in (1, 2, 5, 10) if size * m >= rough)
    return list(range(0, int(most) + 1, step))
