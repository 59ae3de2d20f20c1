"""Each of some values occurs in a column."""

from checks.arguments import COLUMN, VALUES
from checks.kind import Kind
from checks.phrase import listed, tick

KIND = Kind(
    name="expect_column_distinct_values_to_contain_set",
    arguments={"column": COLUMN, "value_set": VALUES},
    sentence=lambda a: f"Each of {listed(a['value_set'], 'and')} occurs in {tick(a['column'])}",
    advice="Ask why a group is missing altogether: was a part of the data not loaded?",
)
