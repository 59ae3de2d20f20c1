"""The table has a column of this name."""

from checks.arguments import NEW_COLUMN, WHOLE, labelled
from checks.kind import Kind
from checks.phrase import tick

KIND = Kind(
    name="expect_column_to_exist",
    arguments={"column": NEW_COLUMN, "column_index": labelled(WHOLE, "Position", "Counted from 0")},
    sentence=lambda a: (
        f"There is a column {tick(a['column'])}"
        + ("" if a["column_index"] is None else f" at position {a['column_index'] + 1}")
    ),
    advice="Ask whoever writes the file why the column is gone or has another name.",
    examines=lambda a: [],
)
