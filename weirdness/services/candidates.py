"""What could guard against a thing that somebody reported: from its category, its column and its values. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]
NUMBERS = {"integer", "number"}
MOMENTS = {"date", "datetime"}
MOST_VALUES, FEW, MOST_AGREEING = 10, 20, 2
DAILY = 48  # hours: one late delivery is no alarm


@dataclass(frozen=True)
class Reported:
    """`values`: what the reported rows hold in the column, as texts ("" for nothing). `profile`: of the column, if any.

    `agreeing`: columns in which reported rows that differ in `column` are alike, the most telling first.
    `type` is logical (integer, number, text, date, …), `proposed` the right value as somebody typed it.
    """

    category: str
    column: str = ""
    type: str = ""
    values: tuple[str, ...] = ()
    proposed: str = ""
    key_columns: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()
    profile: Document = field(default_factory=dict)


def candidates(said: Reported) -> list[Document]:
    """Expectations (GX JSON), the likeliest first; the data decide which of them find what was reported."""
    if said.category == "wrong-description":
        return []
    rules = {"missing": _missing, "duplicate": _duplicate, "stale": _stale, "wrong-label": _label}
    found = [*_agreement(said), *rules.get(said.category, _value)(said)]
    return [each for at, each in enumerate(found) if each not in found[:at]]


def _agreement(said: Reported) -> Iterator[Document]:
    """Rows about one thing that contradict each other: the thing should say the same wherever it is named."""
    if said.column:
        for each in said.agreeing[:MOST_AGREEING]:
            yield _of("column_values_to_follow_from_column", column=said.column, determinant=each)


def _missing(said: Reported) -> Iterator[Document]:
    if not said.column:
        yield _of("table_row_count_to_change_little", most=0.5)
        return
    yield _of("column_values_to_not_be_null", column=said.column)
    yield from _never(said)


def _duplicate(said: Reported) -> Iterator[Document]:
    if said.column and said.column not in said.key_columns:
        yield _of("column_values_to_be_unique", column=said.column)
    if len(said.key_columns) > 1:
        yield _of("compound_columns_to_be_unique", column_list=list(said.key_columns))
    elif said.key_columns:
        yield _of("column_values_to_be_unique", column=said.key_columns[0])
    yield _of("table_rows_to_be_unique")


def _stale(said: Reported) -> Iterator[Document]:
    if said.column and said.type in MOMENTS:
        yield _of("column_newest_to_be_recent", column=said.column, hours=DAILY)
    yield from _value(said)


def _label(said: Reported) -> Iterator[Document]:
    known = _vocabulary(said)
    if known:
        yield _of("column_values_to_be_in_set", column=said.column, value_set=known)
    yield from _never(said)


def _vocabulary(said: Reported) -> list[str]:
    """All values of a column that has few, without the reported ones and with the right one."""
    if said.type != "text" or not said.values or not said.profile.get("top_is_all"):
        return []
    known = [value for value, _ in said.profile["top"] if isinstance(value, str) and value not in said.values]
    right = [said.proposed] if said.proposed and said.proposed not in known else []
    return sorted([*known, *right]) if 0 < len(known) <= FEW else []


def _value(said: Reported) -> Iterator[Document]:
    if not said.column:
        return
    if "" in said.values:
        yield _of("column_values_to_not_be_null", column=said.column)
    if said.type in NUMBERS:
        yield from _limits(said)
    yield from _label(said)


def _limits(said: Reported) -> Iterator[Document]:
    """Beyond the middle half of the values, a reported number is too small or too large; zero is a natural limit."""
    numbers = [number for number in map(_number, said.values) if number is not None]
    quantiles = said.profile.get("quantiles") or {}
    low, high = quantiles.get("0.25"), quantiles.get("0.75")
    if not numbers:
        return
    if max(numbers) < 0 and (low is None or low >= 0):
        yield _of("column_values_to_be_between", column=said.column, min_value=0)
    elif low is not None and max(numbers) < low:
        yield _of("column_values_to_be_between", column=said.column, min_value=max(numbers), strict_min=True)
    elif high is not None and min(numbers) > high:
        yield _of("column_values_to_be_between", column=said.column, max_value=min(numbers), strict_max=True)


def _number(text: str) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if number != number or abs(number) == float("inf"):
        return None
    return int(number) if number == int(number) else number


def _never(said: Reported) -> Iterator[Document]:
    """The very values that were reported, as the column holds them."""
    values = sorted({each for each in said.values if each.strip()})
    held: list[Any] = [_number(each) for each in values] if said.type in NUMBERS else list(values)
    if said.column and 0 < len(held) <= MOST_VALUES and None not in held and said.type in {*NUMBERS, "text"}:
        yield _of("column_values_to_not_be_in_set", column=said.column, value_set=held)


def _of(kind: str, **kwargs: Any) -> Document:
    return {"type": f"expect_{kind}", "kwargs": kwargs}
