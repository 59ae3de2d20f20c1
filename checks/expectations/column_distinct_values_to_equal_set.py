"""Exactly some values occur in a column."""

from checks.arguments import COLUMN, VALUES
from checks.kind import Kind
from checks.phrase import listed, tick
from checks.sql import unlisted

KIND = Kind(
    name="expect_column_distinct_values_to_equal_set",
    arguments={"column": COLUMN, "value_set": VALUES},
    sentence=lambda a: f"Exactly {listed(a['value_set'], 'and')} occur in {tick(a['column'])}",
    advice="See which values are new and which are gone, and ask why.",
    failing=lambda a: unlisted(a),
)
