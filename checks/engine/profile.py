"""A table as a profile: aggregates in one scan, histograms in another, values column by column."""

import math
import time
from typing import Any

from checks.engine.aggregates import EXACT_ROWS, MOMENTS, NUMERIC, aggregates, histograms, missing_together, quantiles
from checks.engine.interface import Table
from checks.engine.rows import plain
from checks.engine.values import Values, sample_of, values_of
from checks.profile import BINS, LONGEST_SHOWN, QUANTILES, TOP, ColumnProfile, Profile, sized, together

_LISTED = ("text", "boolean", "date", *NUMERIC)
_MOST_LISTED = 1_000
_DIGITS = 6
_SECONDS = 12


def profile_of(table: Table, masked: tuple[str, ...] = (), label: str = "") -> Profile:
    """What the columns look like, masked ones by their counts alone; raises SourceUnreadable or OverBudget."""
    started = time.monotonic()
    rows, names = table.row_count, list(table.types)
    approximate = _is_approximate(table)
    stats = aggregates(table, names, approximate)
    relation = sample_of(table, rows)
    for name, found in quantiles(table, names, relation).items():
        stats[name]["quantiles"] = found
    bins = _histograms(table, stats, masked, relation) if table.kind == "duckdb" else {}
    columns = {name: _column(table, name, stats[name], bins.get(name), masked, relation) for name in names}
    missing = [name for name in names if stats[name]["nulls"] > 0]
    return sized(
        Profile(
            row_count=rows,
            columns=columns,
            keys=tuple(name for name, each in columns.items() if not approximate and rows == each.distinct > 1),
            newest={
                name: str(plain(stats[name]["most"]))
                for name in names
                if table.logical(name) in MOMENTS and name not in masked and stats[name]["most"] is not None
            },
            together=together(missing_together(table, missing[:200])),
            label=label,
            seconds=round(time.monotonic() - started, 3),
        )
    )


def _is_approximate(table: Table) -> bool:
    return table.kind == "duckdb" and table.row_count > EXACT_ROWS


def _histograms(
    table: Table, stats: dict[str, dict[str, Any]], masked: tuple[str, ...], relation: str
) -> dict[str, dict[str, Any]]:
    spans = {name: span for name, each in stats.items() if name not in masked and (span := _span(each))}
    counts = histograms(table, spans, BINS, relation)
    return {
        name: {"low": _round(low, _SECONDS), "high": _round(high, _SECONDS), "counts": counts[name]}
        for name, (low, high) in spans.items()
    }


def _span(stats: dict[str, Any]) -> tuple[float, float] | None:
    """From the 1 % to the 99 % quantile, so that one wild value does not leave a single bar; else from end to end."""
    quantiles = stats.get("quantiles")
    if not quantiles:
        return None
    low, high = float(quantiles[0]), float(quantiles[-1])
    if low == high and "mean" in stats:
        low, high = float(stats["least"]), float(stats["most"])
    return (low, high) if math.isfinite(high - low) and high > low else None


def _column(
    table: Table, name: str, stats: dict[str, Any], bins: dict[str, Any] | None, masked: tuple[str, ...], relation: str
) -> ColumnProfile:
    logical, distinct = table.logical(name), int(stats.get("distinct") or 0)
    bare: dict[str, Any] = {
        "type": logical,
        "nulls": int(stats["nulls"]),
        "distinct": distinct,
        "approximate": _is_approximate(table),
    }
    if name in masked:
        return ColumnProfile(**bare, masked=True)
    listed = _values(table, name, distinct, relation)
    return ColumnProfile(
        **bare,
        **_numbers(stats),
        least=_shown(stats.get("least")),
        most=_shown(stats.get("most")),
        histogram=bins,
        **_listed(listed),
    )


def _listed(values: Values | None) -> dict[str, Any]:
    if values is None:
        return {}
    return {
        "top": tuple((_shown(value), n) for value, n in values.top[:TOP]),
        "top_is_all": len(values.top) <= TOP and not values.sampled,
        "text": values.text.to_dict() if values.text else None,
        "sampled": values.sampled,
    }


def _values(table: Table, name: str, distinct: int, relation: str) -> Values | None:
    """Of numbers and dates only when they repeat enough for a list to say something; few values are counted exactly."""
    logical, few = table.logical(name), min(_MOST_LISTED, table.row_count / 2 + TOP)
    if logical not in _LISTED or (logical in (*NUMERIC, "date") and distinct > few):
        return None
    return values_of(table, name, relation if distinct > few else "data")


def _numbers(stats: dict[str, Any]) -> dict[str, Any]:
    if "quantiles" not in stats:
        return {}
    digits = _DIGITS if "mean" in stats else _SECONDS
    quantiles = zip(QUANTILES, stats["quantiles"] or [], strict=False)
    return {
        "mean": _round(stats.get("mean")),
        "deviation": _round(stats.get("deviation")),
        "fractional": int(stats.get("fractional") or 0),
        "negative": int(stats.get("negative") or 0),
        "quantiles": {str(share): _round(value, digits) for share, value in quantiles},
    }


def _round(value: Any, digits: int = _DIGITS) -> float | None:
    """Six digits are enough to draw and to compare; moments are seconds since 1970 and need more."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{float(value):.{digits}g}")


def _shown(value: Any) -> Any:
    value = plain(value)
    return f"{value[:LONGEST_SHOWN]}…" if isinstance(value, str) and len(value) > LONGEST_SHOWN else value
