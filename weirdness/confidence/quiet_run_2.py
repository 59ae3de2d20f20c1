"""Quiet run, second version: enough looks since the last change, and confidence in what is still hidden."""

from collections.abc import Callable, Iterable, Sequence
from typing import SupportsInt

from weirdness.confidence.hidden import hidden_confidence, lowest, needed_confidence
from weirdness.confidence.positions import find_positions, look_count, starting_look
from weirdness.confidence.prior import STANDING, Prior
from weirdness.confidence.quiet_run import Route, plan, shortest_route

VERSION = "quiet-run/2"
_FAR = 2**16


def way_to_go(
    finds: Iterable[SupportsInt],
    looks: SupportsInt,
    lam: float,
    look_age_days: Sequence[float] | None = None,
    since: SupportsInt = 0,
    prior: Prior = STANDING,
) -> Route:
    """One route: `window` looks since the last noticed change, with `k` finds in them, of `needed`.

    `needed` is the fewest looks at which, if all further ones are of today and clean, there are as many as a quiet run
    without a find asks for (`plan`) and `hidden_confidence` reaches what is needed; after a noticed change the first
    version's quiet run must hold as well, because what changed has no past. A clean look never lowers the confidence,
    so that halving finds the number; it stops at 65,536 further looks. Arguments, errors: `hidden_confidence`.
    """
    total = look_count(looks)
    start = starting_look(since, total)
    positions = find_positions(finds, total)
    window = total - start

    def is_enough(further: int, forgotten: Sequence[int] | None = None) -> bool:
        ages = None if look_age_days is None else [*look_age_days, *[0.0] * further]
        sure = hidden_confidence(positions, total + further, lam, ages, start, prior, forgotten)
        return sure >= needed_confidence(total + further, lam, start)

    further = shortest_route(positions, total, lam, start).to_go if start else max(0, plan(lam)[0] - window)
    if not is_enough(further):
        worst = lowest(tuple(positions), total + further, lam, prior)[1]
        if not is_enough(further, (0, worst)):
            further = _fewest(lambda more: is_enough(more, (0, worst)), further)  # too few at most, and cheap
        if not is_enough(further):
            further = _fewest(is_enough, further)
    return Route(sum(position > start for position in positions), window, window + further)


def is_complete(
    finds: Iterable[SupportsInt],
    looks: SupportsInt,
    lam: float,
    look_age_days: Sequence[float] | None = None,
    since: SupportsInt = 0,
    prior: Prior = STANDING,
) -> bool:
    """Whether `way_to_go` has nothing more to go, without counting how far it is. Arguments, errors as there."""
    total, start = look_count(looks), starting_look(since, look_count(looks))
    positions = find_positions(finds, total)
    enough = not shortest_route(positions, total, lam, start).to_go if start else total >= plan(lam)[0]
    sure = hidden_confidence(positions, total, lam, look_age_days, start, prior) if enough else 0.0
    return enough and sure >= needed_confidence(total, lam, start)


def _fewest(is_enough: Callable[[int], bool], too_few: int) -> int:
    step = 8
    while not is_enough(too_few + step):
        too_few, step = too_few + step, step * 2
        if too_few > _FAR:  # a λ* so small that nobody lives to see it
            return too_few
    enough = too_few + step
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if is_enough(middle) else (middle, enough)
    return enough
