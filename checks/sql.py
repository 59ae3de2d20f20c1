"""Small pieces of SQL that the kinds and the engine share. Names are quoted, values are always parameters."""

from dataclasses import dataclass

from checks.kind import Arguments, Condition


@dataclass(frozen=True)
class Number:
    """SQL of a number; `exact`: equal numbers are equal values, else only equal values are equal numbers.

    `kind`: int4, int8 or float8, as which it can be sent.
    """

    sql: str
    exact: bool
    kind: str = "int8"

    @property
    def bytes(self) -> int:
        return int(self.kind[-1])


def quoted(name: str) -> str:
    """A column name as a quoted identifier of standard SQL."""
    return '"' + str(name).replace('"', '""') + '"'


def column(a: Arguments) -> str:
    return quoted(a["column"])


def marks(count: int) -> str:
    return ", ".join("?" * count)


def outside(expression: str, a: Arguments) -> Condition:
    """The condition that a value lies outside min_value … max_value."""
    parts, values = [], []
    for bound, strict, loose, tight in (
        ("min_value", "strict_min", "<", "<="),
        ("max_value", "strict_max", ">", ">="),
    ):
        if a[bound] is not None:
            parts.append(f"{expression} {tight if a[strict] else loose} ?")
            values.append(a[bound])
    return Condition(f"({' OR '.join(parts)})", tuple(values))


def skip_missing(a: Arguments, columns: list[str]) -> str:
    """What `ignore_row_if` leaves in: a condition that holds for rows that are looked at."""
    missing = [f"{quoted(name)} IS NULL" for name in columns]
    rule = a["ignore_row_if"] or ("both" if a["column_A"] else "all")
    if rule in ("never", "neither"):
        return "TRUE"
    return f"NOT ({(' OR ' if rule.startswith(('any', 'either')) else ' AND ').join(missing)})"


def left_out(a: Arguments, columns: list[str]) -> str:
    """A condition that holds for the rows that `ignore_row_if` leaves out."""
    return f"NOT ({skip_missing(a, columns)})"


def either(a: Arguments, holds: str) -> Condition:
    """The condition that `column_A holds column_B` does not hold, or cannot for a missing value; not where left out."""
    pair = [a["column_A"], a["column_B"]]
    first, second = map(quoted, pair)
    return Condition(f"NOT coalesce({first} {holds} {second}, FALSE) AND {skip_missing(a, pair)}")


def pairwise(a: Arguments) -> Condition:
    """The condition that two of the columns in column_list are equal, or both missing."""
    names = [quoted(name) for name in a["column_list"]]
    equal = [f"{one} IS NOT DISTINCT FROM {other}" for at, one in enumerate(names) for other in names[at + 1 :]]
    return Condition(f"({' OR '.join(equal)}) AND {skip_missing(a, a['column_list'])}")


def unlisted(a: Arguments) -> Condition:
    """The condition that a value is filled in and not in value_set."""
    known = marks(len(a["value_set"]))
    return Condition(f"{column(a)} IS NOT NULL AND {column(a)} NOT IN ({known})", tuple(a["value_set"]))


def repeated(a: Arguments) -> Condition:
    """The condition that a combination of filled-in values occurs more than once."""
    names = [quoted(name) for name in a["column_list"]]
    filled = " AND ".join(f"{name} IS NOT NULL" for name in names)
    return Condition(f"{filled} AND count(*) OVER (PARTITION BY {', '.join(names)}) > 1")
