"""The table has as many rows as another dataset."""

from checks.arguments import labelled
from checks.kind import Arguments, Data, Kind, Outcome
from checks.others import DATASET
from checks.own import row_count
from checks.phrase import plain


def _judge(data: Data, a: Arguments) -> Outcome:
    with data.other(a["other_table_name"]) as other:
        ours, theirs = row_count(data), row_count(other)
    said = f"{plain(ours)} rows here, {plain(theirs)} there"
    return Outcome(ours == theirs, {"observed_value": {"self": ours, "other": theirs}}, said=said)


KIND = Kind(
    name="expect_table_row_count_to_equal_other_table",
    arguments={"other_table_name": labelled(DATASET, "Other dataset")},
    sentence=lambda a: f"There are as many rows as in {plain(a['other_table_name'])}",
    advice="See which of the two was loaded in part, or twice.",
    examines=lambda a: [],
    judge=_judge,
)
