"""Who has a person's work while they are away: their cover, the cover's cover, and never in a circle."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Standing:
    """One person today. `away`: why their work is with somebody else, empty when they are there. `covers`: ids."""

    name: str
    away: str = ""
    covers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Covered:
    """`who`: an id, or None when nobody is there. `steps`: sentences without a full stop, in order."""

    who: int | None
    steps: tuple[str, ...]


def follow(person: int, look: Callable[[int], Standing]) -> Covered:
    """The first who is there: the person, then each cover in turn, depth first; nobody is asked twice."""
    return _follow(person, look, set())


def _follow(person: int, look: Callable[[int], Standing], asked: set[int]) -> Covered:
    asked.add(person)
    standing = look(person)
    if not standing.away:
        return Covered(person, ())
    steps = [f"{standing.name} {standing.away}"]
    for cover in standing.covers:
        if cover in asked:
            continue
        found = _follow(cover, look, asked)
        if found.who is not None:
            steps[-1] += f", {look(cover).name} covers" if not found.steps else f", {look(cover).name} would cover"
            return Covered(found.who, (*steps, *found.steps))
        steps += found.steps
    return Covered(None, tuple(steps))


def away_until(last_day: date) -> str:
    return f"is away until {last_day:%-d %B %Y}"
