"""The discovery curve as coordinates for an inline SVG. The points come from the snapshot; nothing is estimated."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 36


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Picture:
    """Polylines as SVG `points`; ticks in pixels; `rows` for the table beside it: (looks, low, mean, high)."""

    past: str
    mean: str
    band: str
    now: float
    across: list[Tick]
    up: list[Tick]
    rows: list[list[float]]
    looks: int
    finds: int


def picture(curve: dict[str, Any]) -> Picture:
    """`curve`: `past` [[look, finds]], `ahead` [[look, low, mean, high]], as `weirdness.confidence` draws it."""
    past, ahead = curve["past"], curve["ahead"]
    most_looks = max(ahead[-1][0], 1)
    most_finds = max(ahead[-1][3], past[-1][1], 4)

    def x(looks: float) -> float:
        return round(LEFT + looks / most_looks * (WIDTH - LEFT - RIGHT), 1)

    def y(finds: float) -> float:
        return round(HEIGHT - BOTTOM - finds / most_finds * (HEIGHT - TOP - BOTTOM), 1)

    def line(points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{x(looks)},{y(finds)}" for looks, finds in points)

    upper, lower = [(p[0], p[3]) for p in ahead], [(p[0], p[1]) for p in ahead]
    return Picture(
        past=line((p[0], p[1]) for p in past),
        mean=line((p[0], p[2]) for p in ahead),
        band=line([*upper, *reversed(lower)]),
        now=x(past[-1][0]),
        across=[Tick(x(n), f"{n:,}") for n in steps(most_looks)],
        up=[Tick(y(n), f"{n:,}") for n in steps(most_finds)],
        rows=ahead[1::3],
        looks=past[-1][0],
        finds=past[-1][1],
    )


def steps(most: float, about: int = 5) -> list[int]:
    """Round numbers from 0 to `most`, about five of them."""
    rough = max(most / about, 1)
    size = 10 ** (len(str(int(rough))) - 1)
    step = next(size * m for m in (1, 2, 5, 10) if size * m >= rough)
    return list(range(0, int(most) + 1, step))
