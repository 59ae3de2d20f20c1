"""No row occurs twice."""

from dataclasses import replace

from checks.arguments import COLUMNS
from checks.kind import Arguments, Condition, Data, Kind, Outcome
from checks.mapped import ROWS
from checks.own import by_rows
from checks.phrase import mostly, ticks
from checks.sql import quoted

_SOME = replace(COLUMNS, required=False, label="Only these columns", help="Empty means that all columns are compared")


def _judge(data: Data, a: Arguments) -> Outcome:
    names = ", ".join(map(quoted, a["column_list"] or data.columns))
    return by_rows(data, a, Condition(f"count(*) OVER (PARTITION BY {names}) > 1"))


KIND = Kind(
    name="expect_table_rows_to_be_unique",
    arguments={"column_list": _SOME, **ROWS},
    sentence=lambda a: (
        "No row occurs twice" + (f" in {ticks(a['column_list'])}" if a["column_list"] else "") + mostly(a)
    ),
    advice="Look at the repeated rows: loaded twice, or is a column missing that told them apart?",
    examines=lambda a: a["column_list"] or [],
    judge=_judge,
)
