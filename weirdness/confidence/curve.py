"""The discovery curve as plain points, so that a page can draw it without any mathematics of its own."""

from typing import TypedDict

from weirdness.confidence.discovery import DiscoveryCurve

VERSION = "curve/1"


class Drawing(TypedDict):
    """Points in (looks, number of issues); every number plain int or float."""

    past: list[list[int]]  # [look, finds so far], a polyline with its steps, from [0, 0] to [U, n]
    ahead: list[list[float]]  # [look, low, mean, high] of finds so far plus those forecast, from U on
    level: float


def drawing(curve: DiscoveryCurve, uses: int = 100, points: int = 10, level: float = 0.9) -> Drawing:
    """The past as steps and the forecast at `points` evenly spaced looks up to `uses` ahead (units: looks, issues)."""
    return Drawing(past=_steps(curve), ahead=_ahead(curve, uses, points, level), level=level)


def _steps(curve: DiscoveryCurve) -> list[list[int]]:
    corners = [[0, 0]]
    for position in sorted(set(curve.finds)):
        before = corners[-1][1]
        corners += [[position, before], [position, before + curve.finds.count(position)]]
    return [*corners, [curve.looks, len(curve.finds)]]


def _ahead(curve: DiscoveryCurve, uses: int, points: int, level: float) -> list[list[float]]:
    found = len(curve.finds)
    band: list[list[float]] = [[curve.looks, found, found, found]]
    for point in range(1, points + 1):
        further = round(uses * point / points)
        low, mean, high = curve.forecast(further, level)
        band.append([curve.looks + further, found + low, found + mean, found + high])
    return band
