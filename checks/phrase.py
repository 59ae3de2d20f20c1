"""Pieces of the sentences in which an expectation is told."""

from typing import Any

from checks.kind import Arguments

SHOWN = 6


def tick(name: Any) -> str:
    """A column name as it stands in a sentence."""
    return f"`{name}`" if name else "a column"


def ticks(names: Any) -> str:
    return joined([tick(name) for name in names]) if isinstance(names, list) else tick(names)


def joined(parts: list[str], word: str = "and") -> str:
    """a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}" if parts else "nothing"


def plain(value: Any) -> str:
    """A number or text as people write it: 1,000 and 0.5, not 1000.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "?" if value is None else str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


def percent(share: Any) -> str:
    return f"{plain(round(share * 100, 6))} %" if isinstance(share, int | float) else "? %"


def listed(values: Any, word: str = "or") -> str:
    """The first few of a list, and how many more there are."""
    if not isinstance(values, list):
        return plain(values)
    parts = [plain(value) if value != "" else "an empty text" for value in values[:SHOWN]]
    more = len(values) - SHOWN
    return f"{', '.join(parts)} {word} {more} more" if more > 0 else joined(parts, word)


def span(a: Arguments, say: Any = plain) -> str:
    """between 1 and 450; at least 3; less than 9."""
    low, high = a["min_value"], a["max_value"]
    if low is not None and high is not None and not a["strict_min"] and not a["strict_max"]:
        return f"exactly {say(low)}" if low == high else f"between {say(low)} and {say(high)}"
    ends = [f"{'more than' if a['strict_min'] else 'at least'} {say(low)}"] if low is not None else []
    ends += [f"{'less than' if a['strict_max'] else 'at most'} {say(high)}"] if high is not None else []
    return joined(ends) if ends else "anything"


def mostly(a: Arguments, rows: str = "rows") -> str:
    """The tail that a tolerance adds: " for at least 95 % of rows"."""
    share = a["mostly"]
    return "" if share is None or share == 1 else f" for at least {percent(share)} of {rows}"


def every(a: Arguments, predicate: str) -> str:
    """Every `x` is …; `x` is … for at least 95 % of rows."""
    start = "Every " if not mostly(a) else ""
    return f"{start}{tick(a['column'])} {predicate}{mostly(a)}"
