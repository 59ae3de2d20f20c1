"""The second look of a profile: the values of one column, each once with its rows."""
# ruff: noqa: S608  (names are quoted by quoted(), numbers are ours)

from dataclasses import dataclass
from typing import Any

from checks.engine.aggregates import EXACT_ROWS
from checks.engine.interface import Table
from checks.profile import SHAPES, TOP, TextProfile
from checks.sql import quoted

SAMPLE = 200_000
SAMPLED = "profile_sample"
_FITS = 0.5

_SHAPE = (
    r"regexp_replace(regexp_replace(regexp_replace(v, '\p{Lu}', 'A', 'g'), '\p{Ll}', 'a', 'g'), '\p{Nd}', '9', 'g')"
)
_FOLDED = r"lower(regexp_replace(trim(v), '\s+', ' ', 'g'))"
_PADDED = r"regexp_matches(v, '^\s|\s$|\s\s')"


@dataclass(frozen=True)
class Values:
    top: tuple[tuple[Any, int], ...]
    sampled: int
    text: TextProfile | None


def sample_of(table: Table, rows: int) -> str:
    """Where to read what a sample is enough for: the data themselves, or about 200,000 rows of them."""
    if rows <= EXACT_ROWS or table.kind != "duckdb":
        return "data"
    percent = 100 * SAMPLE / rows
    table.ask(f"CREATE TEMP TABLE {SAMPLED} AS SELECT * FROM data USING SAMPLE {percent:.6f} PERCENT (bernoulli, 1)")
    return SAMPLED


def values_of(table: Table, name: str, relation: str) -> Values:
    """Top values of a column and, of files, what its texts look like."""
    column = quoted(name)
    values = f"SELECT {column} AS v, count(*) AS n FROM {relation} WHERE {column} IS NOT NULL GROUP BY 1"
    top = table.ask(f"SELECT v, n FROM ({values}) ORDER BY n DESC, v LIMIT {TOP + 1}")
    text = _text(table, values) if top and table.kind == "duckdb" and table.logical(name) == "text" else None
    sampled = table.ask(f"SELECT count(*) FROM {relation}")[0][0] if relation == SAMPLED else 0
    return Values(tuple((v, int(n)) for v, n in top), int(sampled), text)


def _text(table: Table, values: str) -> TextProfile:
    shaped = (
        f"SELECT *, {_SHAPE} AS s, {_FOLDED} AS f FROM (SELECT left(v, 200) AS v, length(v) AS l, n FROM ({values}))"
    )
    asked = (
        "SELECT min(l), max(l), sum(l * n) / sum(n), sum(n),"
        " coalesce(sum(n) FILTER (WHERE TRY_CAST(trim(v) AS DOUBLE) IS NOT NULL), 0),"
        " coalesce(sum(n) FILTER (WHERE TRY_CAST(v AS DATE) IS NOT NULL), 0),"
        " coalesce(sum(n) FILTER (WHERE trim(v) = ''), 0),"
        f" coalesce(sum(n) FILTER (WHERE {_PADDED}), 0),"
        f" count(*) - count(DISTINCT f) FROM ({shaped})"
    )
    shortest, longest, mean, rows, numbers, dates, blank, padded, variants = table.ask(asked)[0]
    exact = _shapes(table, shaped, "s")
    loose = exact
    if sum(n for _, n in exact) < _FITS * rows:
        loose = _shapes(
            table,
            shaped,
            r"regexp_replace(regexp_replace(regexp_replace("
            r"s, 'A{2,}', 'A+', 'g'), 'a{2,}', 'a+', 'g'), '9{2,}', '9+', 'g')",
        )
    return TextProfile(
        int(shortest),
        int(longest),
        round(float(mean), 3),
        loose,
        int(numbers),
        int(dates),
        int(blank),
        int(padded),
        int(variants),
    )


def _shapes(table: Table, shaped: str, expression: str) -> tuple[tuple[str, int], ...]:
    rows = table.ask(f"SELECT {expression} AS e, sum(n) FROM ({shaped}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {SHAPES}")
    return tuple((str(shape)[:80], int(n)) for shape, n in rows)
