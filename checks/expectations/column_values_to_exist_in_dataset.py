"""Each value of a column occurs in a column of another dataset (a foreign key)."""

from checks.arguments import labelled
from checks.kind import Arguments, Data, Kind, Outcome
from checks.mapped import MAPPED
from checks.others import DATASET, OTHER_COLUMN, missing_there
from checks.phrase import mostly, plain, tick


def _there(a: Arguments) -> str:
    return str(a["other_column"] or a["column"])


def _judge(data: Data, a: Arguments) -> Outcome:
    return missing_there(data, a, [a["column"]], [_there(a)])


KIND = Kind(
    name="expect_column_values_to_exist_in_dataset",
    arguments={**MAPPED, "dataset": DATASET, "other_column": labelled(OTHER_COLUMN, "Its column")},
    sentence=lambda a: f"Every {tick(a['column'])} occurs as {tick(_there(a))} in {plain(a['dataset'])}{mostly(a)}",
    advice="Look whether the other dataset is older, or whether the value is mistyped here.",
    judge=_judge,
)
