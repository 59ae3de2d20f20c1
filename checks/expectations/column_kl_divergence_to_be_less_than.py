"""The values of a column are distributed as they should be, by relative entropy."""

from typing import Any

from checks.arguments import COLUMN, SHARE, Argument, finite, labelled, needed, values
from checks.kind import Arguments, Kind
from checks.phrase import plain, tick


def _weights(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(finite(each) and each >= 0 for each in value)


def _whole(weights: list[float]) -> bool:
    return abs(sum(weights) - 1) < 1e-5


def _bins(value: Any) -> bool:
    return isinstance(value, list) and all(map(finite, value)) and value == sorted(set(value))


def _partition(value: Any) -> bool:
    if not isinstance(value, dict) or not _weights(value.get("weights")):
        return False
    if set(value) == {"values", "weights"}:
        return values(value["values"]) and len(value["values"]) == len(value["weights"]) and _whole(value["weights"])
    tails = value.get("tail_weights", [0, 0])
    return (
        set(value) - {"tail_weights"} == {"bins", "weights"}
        and _bins(value["bins"])
        and len(value["bins"]) == len(value["weights"]) + 1
        and _weights(tails)
        and len(tails) == 2
        and _whole([*tails, *value["weights"]])
    )


def _sentence(a: Arguments) -> str:
    return f"The values of {tick(a['column'])} are distributed as expected (divergence at most {plain(a['threshold'])})"


KIND = Kind(
    name="expect_column_kl_divergence_to_be_less_than",
    arguments={
        "column": COLUMN,
        "partition_object": Argument(
            'an object with "values" or "bins", and with "weights" for each that add up to 1',
            _partition,
            required=True,
            field="json",
            label="Distribution that is expected",
            help='{"values": ["a", "b"], "weights": [0.7, 0.3]} or {"bins": [0, 10, 20], "weights": [0.5, 0.5]}',
        ),
        "threshold": needed(
            Argument(
                "a number, 0 or more",
                lambda value: finite(value) and value >= 0,
                field="number",
                label="Largest divergence",
                help="0 is equal; 0.1 is a slight, 0.5 a clear difference",
            )
        ),
        "tail_weight_holdout": labelled(SHARE, "Share for values that are not listed"),
        "internal_weight_holdout": labelled(SHARE, "Share for bins of weight 0"),
    },
    sentence=_sentence,
    advice="Draw both distributions: a group that is missing, a new one, or a shift of all?",
)
