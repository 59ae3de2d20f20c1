"""The formulas a second time, slowly and by other means: numerical integration, loops, textbook distributions."""

import itertools
import math
from collections.abc import Sequence

from scipy import integrate, stats

Atom = tuple[float, float, float, float]


def rate_confidence(finds: Sequence[int], looks: int, lam: float, ages: Sequence[float]) -> float:
    """The density of the rate, ∝ r^Σw · exp(−r(5 + Σw)), integrated from 0 to λ*."""
    weight = [2 ** (-(looks - t) * lam / 5.5) * 2 ** (-ages[t - 1] / 180) for t in range(1, looks + 1)]
    power, decay = sum(weight[t - 1] for t in finds), 5 + sum(weight)

    def density(rate: float) -> float:
        return float(rate**power * math.exp(-decay * rate))

    peak = power / decay
    below = integrate.quad(density, 0, lam, points=sorted({min(peak, lam)}), epsabs=0)[0]
    above = integrate.quad(density, lam, max(2, 40 / decay), points=[max(peak, lam)], epsabs=0, limit=500)[0]
    return below / (below + above)


def dry(u: float, k: float, beta: float) -> float:
    return math.exp(-u / beta) if k == math.inf else (1 + u / beta) ** (-(k + 1))


def g(u: float, atom: Atom) -> float:
    k, beta, phi, _ = atom
    return (1 - phi) * dry(u, k, beta) + phi


def atoms() -> list[Atom]:
    betas = [4 * 1000 ** (i / 15) for i in range(16)]
    floors = {0.0: 0.30, 0.01: 0.20, 0.03: 0.20, 0.1: 0.15, 0.3: 0.10}
    shapes = (0.3, 0.6, 1, 2, 5, math.inf)
    grid = [(k, b, phi, w / 96) for k, b, (phi, w) in itertools.product(shapes, betas, floors.items())]
    return [*grid, (0.3, 4.0, 1.0, 0.05)]


def discovery(finds: Sequence[int], looks: int, ahead: int) -> dict[str, float]:
    """Rate, mean and limits of the forecast, mean share found, from sums over the grid with G by quadrature."""
    n, grid, total = len(finds), atoms(), {}
    for atom in grid:
        total[atom] = [
            integrate.quad(g, 0, u, args=(atom,), limit=200)[0] if u else 0.0 for u in (looks, looks + ahead)
        ]
    weight = {a: a[3] * math.prod(g(u - 0.5, a) for u in finds) / (total[a][0] + 5) ** (n + 1) for a in grid}
    whole = sum(weight.values())

    def mean_of(values: dict[Atom, float]) -> float:
        return sum(weight[a] * values[a] for a in grid) / whole

    chance = {a: (total[a][0] + 5) / (total[a][1] + 5) for a in grid}

    def limit(tail: float) -> int:
        return next(
            x
            for x in itertools.count()
            if mean_of({a: float(stats.nbinom.cdf(x, n + 1, chance[a])) for a in grid}) >= tail
        )

    return {
        "rate": mean_of({a: (n + 1) / (total[a][0] + 5) * g(looks, a) for a in grid}),
        "low": limit(0.05),
        "mean": mean_of({a: float(stats.nbinom.mean(n + 1, chance[a])) for a in grid}),
        "high": limit(0.95),
        "found": mean_of({a: 1 - dry(looks, a[0], a[1]) for a in grid}),
    }
