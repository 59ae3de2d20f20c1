"""The values of a column decrease from row to row."""

from checks.arguments import FLAG, labelled
from checks.kind import Arguments, Data, Kind, Outcome
from checks.mapped import MAPPED
from checks.order import NO_ORDER, out_of_order
from checks.phrase import mostly, tick


def _judge(data: Data, a: Arguments) -> Outcome:
    return out_of_order(data, a, ">=" if a["strictly"] else ">")


def _sentence(a: Arguments) -> str:
    how = "decreases" if a["strictly"] else "never increases"
    return f"{tick(a['column'])} {how} from row to row{mostly(a)}"


KIND = Kind(
    name="expect_column_values_to_be_decreasing",
    arguments={**MAPPED, "strictly": labelled(FLAG, "Equal is wrong too")},
    sentence=_sentence,
    advice="Look at the rows where the order breaks: rows moved, a clock set back, or two files put together?",
    needs=("integer", "number", "date", "datetime"),
    judge=_judge,
    unsuited={"database": NO_ORDER},
)
