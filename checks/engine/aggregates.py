"""The first scan of a profile: one SELECT of aggregates over many columns."""
# ruff: noqa: S608  (names are quoted by quoted())

from typing import Any

from checks.engine.interface import Table
from checks.profile import QUANTILES
from checks.sql import quoted

AT_ONCE = 40
_QUANTILES = "quantile_cont({0}, [{1}])"
_STANDARD_QUANTILES = "percentile_cont(ARRAY[{1}]) WITHIN GROUP (ORDER BY {0})"
_IS_FINITE = "{0} > CAST('-Infinity' AS DOUBLE PRECISION) AND {0} < CAST('Infinity' AS DOUBLE PRECISION)"
EXACT_ROWS = 1_000_000
NUMERIC = ("integer", "number")
MOMENTS = ("date", "datetime")
ORDERED = (*NUMERIC, *MOMENTS, "time", "text")
_COUNTABLE = (*ORDERED, "boolean", "duration")


def aggregates(table: Table, names: list[str], approximate: bool) -> dict[str, dict[str, Any]]:
    """Per column: nulls, distinct and, where the type has them, least, most, mean, deviation, quantiles …"""
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(names), AT_ONCE):
        batch = names[start : start + AT_ONCE]
        asked = [(name, key, sql) for name in batch for key, sql in _asked(table, name, approximate).items()]
        row = table.ask(f"SELECT {', '.join(sql for _, _, sql in asked)} FROM data")[0]
        for (name, key, _), value in zip(asked, row, strict=True):
            found.setdefault(name, {})[key] = value
    return found


def quantiles(table: Table, names: list[str], relation: str) -> dict[str, list[float]]:
    """The quantiles of numbers and moments (seconds since 1970), of the rows in `relation`."""
    asked = [name for name in names if table.logical(name) in (*NUMERIC, *MOMENTS)]
    if not asked:
        return {}
    shares = ", ".join(map(str, QUANTILES))
    written = _QUANTILES if table.kind == "duckdb" else _STANDARD_QUANTILES
    parts = ", ".join(written.format(_finite(table, name), shares) for name in asked)
    return dict(zip(asked, table.ask(f"SELECT {parts} FROM {relation}")[0], strict=True))


def _asked(table: Table, name: str, approximate: bool) -> dict[str, str]:
    column, logical = quoted(name), table.logical(name)
    asked = {"nulls": f"count(*) - count({column})"}
    if logical in _COUNTABLE:
        asked["distinct"] = f"approx_count_distinct({column})" if approximate else f"count(DISTINCT {column})"
    if logical in ORDERED and not (approximate and logical == "text"):
        asked |= {"least": f"min({column})", "most": f"max({column})"}
    return asked | (_numeric(table, name) if logical in NUMERIC else {})


def _numeric(table: Table, name: str) -> dict[str, str]:
    value = _finite(table, name)
    asked = {
        "mean": f"avg({value})",
        "deviation": f"stddev_samp({value})",
        "negative": f"count(*) FILTER (WHERE {quoted(name)} < 0)",
    }
    return asked | (
        {"fractional": f"count(*) FILTER (WHERE {value} <> round({value}))"} if table.logical(name) == "number" else {}
    )


def _finite(table: Table, name: str) -> str:
    value = f"CAST({_as_number(table, name)} AS DOUBLE PRECISION)"
    return f"CASE WHEN {_IS_FINITE.format(value)} THEN {value} END" if table.logical(name) == "number" else value


def histograms(table: Table, spans: dict[str, tuple[float, float]], bins: int, relation: str) -> dict[str, list[int]]:
    """Counts per bin of the named columns, from their (low, high); beyond counts in the outermost bin."""
    found: dict[str, list[int]] = {}
    names = list(spans)
    for start in range(0, len(names), AT_ONCE):
        batch = names[start : start + AT_ONCE]
        asked = ", ".join(f"histogram({_bin(_as_number(table, name), *spans[name], bins)})" for name in batch)
        row = table.ask(f"SELECT {asked} FROM {relation}")[0]
        for name, counts in zip(batch, row, strict=True):
            found[name] = [int((counts or {}).get(at, 0)) for at in range(bins)]
    return found


def _as_number(table: Table, name: str) -> str:
    return f"extract(epoch FROM {quoted(name)})" if table.logical(name) in MOMENTS else quoted(name)


def _bin(value: str, low: float, high: float, bins: int) -> str:
    width = (high - low) / bins
    place = f"({value}::DOUBLE - ({low!r}::DOUBLE)) / ({width!r}::DOUBLE)"
    return f"greatest(0, least({bins - 1}, floor({place})))::TINYINT"


def missing_together(table: Table, names: list[str], limit: int = 200) -> list[tuple[list[str], int]]:
    """Which of the columns are missing in the same row, and in how many rows; rows that miss none are left out."""
    if len(names) < 2:
        return []
    pattern = " || ".join(f"CASE WHEN {quoted(name)} IS NULL THEN '1' ELSE '0' END" for name in names)
    rows = table.ask(f"SELECT {pattern}, count(*) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT {int(limit)}")
    told = [([name for name, bit in zip(names, bits, strict=True) if bit == "1"], int(n)) for bits, n in rows]
    return [(columns, n) for columns, n in told if columns]
