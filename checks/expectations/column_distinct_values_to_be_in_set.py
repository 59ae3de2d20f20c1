"""Only known values occur in a column."""

from checks.arguments import COLUMN, VALUES
from checks.kind import Kind
from checks.phrase import listed, tick
from checks.sql import unlisted

KIND = Kind(
    name="expect_column_distinct_values_to_be_in_set",
    arguments={"column": COLUMN, "value_set": VALUES},
    sentence=lambda a: f"Only {listed(a['value_set'], 'and')} occur in {tick(a['column'])}",
    advice="Decide for each new value: a misspelling, or a true new value for the list?",
    failing=lambda a: unlisted(a),
)
