"""Values of a column are among known ones."""

from checks.arguments import VALUES
from checks.kind import Kind
from checks.mapped import MAPPED
from checks.phrase import listed, mostly, tick
from checks.sql import unlisted

KIND = Kind(
    name="expect_column_values_to_be_in_set",
    arguments={**MAPPED, "value_set": VALUES},
    sentence=lambda a: f"{tick(a['column'])} is one of {listed(a['value_set'])}{mostly(a)}",
    advice="Decide for each new value: a misspelling, or a true new value for the list?",
    failing=lambda a: unlisted(a),
)
