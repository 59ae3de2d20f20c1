"""Where what came lies in what was foretold: the randomised probability integral transform."""

from collections.abc import Iterable
from typing import SupportsInt

import numpy as np
from scipy.special import betainc

from weirdness.confidence.discovery import DiscoveryCurve
from weirdness.confidence.errors import Refused
from weirdness.confidence.positions import find_positions, look_count, whole
from weirdness.confidence.prior import STANDING, Prior

VERSION = "place/1"


def place_in_forecast(
    finds: Iterable[SupportsInt],
    looks: SupportsInt,
    uses: SupportsInt,
    found: SupportsInt,
    chance: float,
    prior: Prior = STANDING,
) -> float:
    """F(found − 1) + chance·P(found), 0..1, where F is the forecast of the next `uses` looks made at look `looks`.

    `chance`: uniform in 0..1; then the places of right forecasts are uniform, too (Smith 1985, J Forecasting 4:283;
    Czado, Gneiting & Held 2009, Biometrics 65:1254). Refused: `found` or `uses` below 0, `chance` outside 0..1, and
    as in `DiscoveryCurve`.
    """
    came, ahead = whole(found, "The number of new issues"), whole(uses, "The number of uses ahead")
    if came < 0 or ahead < 0 or not 0 <= chance <= 1:
        raise Refused(f"{came} new issues in {ahead} uses, chance {chance}: give numbers from 0, and a chance of 0..1.")
    positions = find_positions(finds, look_count(looks))
    grid, weight = DiscoveryCurve(positions, looks, prior).posterior()[:2]
    total = look_count(looks)
    exposure = grid.relative_total(total) + prior.curve_looks
    stays = exposure / (grid.relative_total(total + ahead) + prior.curve_looks)
    size = len(positions) + prior.curve_finds
    below = float(weight @ betainc(size, came, stays)) if came else 0.0
    upto = float(weight @ betainc(size, came + 1, stays))
    return float(np.clip(below + chance * (upto - below), 0, 1))
