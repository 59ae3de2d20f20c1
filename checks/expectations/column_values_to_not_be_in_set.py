"""Values of a column are never among forbidden ones."""

from checks.arguments import VALUES
from checks.kind import Condition, Kind
from checks.mapped import MAPPED
from checks.phrase import listed, mostly, tick
from checks.sql import column, marks

KIND = Kind(
    name="expect_column_values_to_not_be_in_set",
    arguments={**MAPPED, "value_set": VALUES},
    sentence=lambda a: f"{tick(a['column'])} is never {listed(a['value_set'])}{mostly(a)}",
    advice="These values stand for something else, most often for a missing one: mend them at the source.",
    failing=lambda a: Condition(f"{column(a)} IN ({marks(len(a['value_set']))})", tuple(a["value_set"])),
)
