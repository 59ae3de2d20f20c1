"""Each pair of values of two columns occurs in two columns of another dataset."""

from checks.arguments import COLUMN, labelled
from checks.kind import Arguments, Data, Kind, Outcome
from checks.mapped import ROWS
from checks.others import DATASET, OTHER_COLUMN, missing_there
from checks.phrase import mostly, plain, tick, ticks


def _judge(data: Data, a: Arguments) -> Outcome:
    return missing_there(data, a, [a["column_A"], a["column_B"]], _there(a))


def _there(a: Arguments) -> list[str]:
    return [a["other_column_A"] or a["column_A"], a["other_column_B"] or a["column_B"]]


KIND = Kind(
    name="expect_column_pair_values_to_exist_in_dataset",
    arguments={
        "column_A": labelled(COLUMN, "First column"),
        "column_B": labelled(COLUMN, "Second column"),
        **ROWS,
        "dataset": DATASET,
        "other_column_A": labelled(OTHER_COLUMN, "Its first column"),
        "other_column_B": labelled(OTHER_COLUMN, "Its second column"),
    },
    sentence=lambda a: (
        f"{tick(a['column_A'])} and {tick(a['column_B'])} occur together as {ticks(_there(a))} "
        f"in {plain(a['dataset'])}{mostly(a)}"
    ),
    advice="Look which of the two values does not belong to the other, and which dataset is right.",
    examines=lambda a: [a["column_A"], a["column_B"]],
    judge=_judge,
)
