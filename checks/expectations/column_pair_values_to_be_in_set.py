"""The values of two columns are, together, among known pairs."""

from typing import Any

from checks.arguments import COLUMN, MOST_VALUES, PAIR_MISSING, Argument, labelled, scalar
from checks.kind import Arguments, Condition, Data, Kind, Outcome
from checks.mapped import ROWS
from checks.own import by_rows
from checks.phrase import listed, mostly, plain, tick
from checks.sql import left_out, quoted


def _pairs(value: Any) -> bool:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_VALUES:
        return False
    return all(
        isinstance(pair, list | tuple) and len(pair) == 2 and all(each is None or scalar(each) for each in pair)
        for pair in value
    )


def _judge(data: Data, a: Arguments) -> Outcome:
    skipped = left_out(a, [a["column_A"], a["column_B"]])
    given = [_equals(a["column_A"], one) + _equals(a["column_B"], other) for one, other in a["value_pairs_set"]]
    known = " OR ".join(f"({first} AND {second})" for first, _, second, _ in given)
    values = [value for _, one, _, other in given for value in (*one, *other)]
    return by_rows(data, a, Condition(f"NOT ({known}) AND NOT ({skipped})", tuple(values)), skipped)


def _equals(name: str, value: Any) -> tuple[str, list[Any]]:
    """A condition that is never NULL: a missing value is no value, and equals a missing one only."""
    column = quoted(name)
    return (f"{column} IS NULL", []) if value is None else (f"({column} IS NOT NULL AND {column} = ?)", [value])


def _sentence(a: Arguments) -> str:
    pairs = [" with ".join(map(plain, pair)) for pair in a["value_pairs_set"] or []]
    return f"{tick(a['column_A'])} and {tick(a['column_B'])} are {listed(pairs)}{mostly(a)}"


KIND = Kind(
    name="expect_column_pair_values_to_be_in_set",
    arguments={
        "column_A": labelled(COLUMN, "First column"),
        "column_B": labelled(COLUMN, "Second column"),
        "value_pairs_set": Argument(
            "a list of pairs such as [[1, 2], [3, 4]]",
            _pairs,
            required=True,
            field="table",
            label="Pairs",
            help="One pair on each line, with a comma between: Germany, DE",
        ),
        **ROWS,
        "ignore_row_if": PAIR_MISSING,
    },
    sentence=_sentence,
    advice="Find out which of the two values is wrong, or whether the pair is new and right.",
    examines=lambda a: [a["column_A"], a["column_B"]],
    judge=_judge,
)
