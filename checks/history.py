"""What earlier runs saw, read from their profiles, and how far the data have moved since."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from typing import Any

from checks.arguments import Argument, whole
from checks.kind import Arguments, Data
from checks.phrase import plain
from checks.profile import ColumnProfile, Profile
from checks.sql import quoted

NO_HISTORY = "there is no earlier run to compare with yet"
_USUAL_RUNS = 7
RUNS = Argument(
    "a whole number from 1 to 30",
    lambda value: whole(value) and 1 <= value <= 30,
    field="number",
    label="Compared with the last … runs",
    help=f"Empty means {plain(_USUAL_RUNS)}",
)


def runs_of(a: Arguments) -> int:
    return int(a["runs"] or _USUAL_RUNS)


def earlier(history: tuple[dict[str, Any], ...], runs: int) -> list[Profile]:
    """The last profiles, the oldest first."""
    return [Profile.from_dict(each) for each in history[-runs:]]


def distance(data: Data, name: str, before: Profile) -> float | None:
    """The share of rows that moved since, from 0 to 1; None when the earlier profile does not tell.

    Numbers: the largest difference of the shares at or below the earlier quantiles (Kolmogorov's distance, at
    those points). Other values: half the sum of the differences of the shares of the earlier top values and of all
    others together (total variation distance). Missing values are no values.
    """
    if name not in before.columns:
        return None
    column = before.columns[name]
    if data.columns[name] in ("integer", "number"):
        return _moved(data, name, column.quantiles) if column.quantiles else None
    filled = before.row_count - column.nulls
    return _regrouped(data, name, column, filled) if column.top and filled and not column.sampled else None


def _moved(data: Data, name: str, quantiles: dict[str, float]) -> float | None:
    points = sorted((float(share), value) for share, value in quantiles.items())
    tests = [f"{quoted(name)} {sign} ?" for _ in points for sign in ("<", "<=")]
    shares = _shares(data, name, tests, tuple(value for _, value in points for _ in range(2)))
    if not shares:
        return None
    ranges = zip(points, shares[::2], shares[1::2], strict=True)
    return max(max(below - share, share - up_to, 0.0) for (share, _), below, up_to in ranges)


def _regrouped(data: Data, name: str, before: ColumnProfile, filled: int) -> float | None:
    shares = _shares(data, name, [f"{quoted(name)} = ?"] * len(before.top), tuple(value for value, _ in before.top))
    if not shares:
        return None
    then = [rows / filled for _, rows in before.top]
    pairs = [*zip(then, shares, strict=True), (1 - sum(then), 1 - sum(shares))]
    return sum(abs(one - other) for one, other in pairs) / 2


def _shares(data: Data, name: str, tests: list[str], values: tuple[Any, ...]) -> list[float]:
    """Of the rows with a value, the share that passes each test; [] without any row."""
    sums = ", ".join(f"coalesce(sum(CASE WHEN {test} THEN 1 ELSE 0 END), 0)" for test in tests)
    [(rows, *counts)] = data.ask(f"SELECT count({quoted(name)}), {sums} FROM data", values)
    return [int(count) / rows for count in counts] if rows else []
