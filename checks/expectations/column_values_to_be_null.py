"""A column is empty."""

from checks.kind import Condition, Kind
from checks.mapped import MAPPED
from checks.phrase import every
from checks.sql import column

KIND = Kind(
    name="expect_column_values_to_be_null",
    arguments=MAPPED,
    sentence=lambda a: every(a, "is empty"),
    advice="Find out who began to fill this column, and what the values mean.",
    left_out=lambda a: "FALSE",
    failing=lambda a: Condition(f"{column(a)} IS NOT NULL"),
)
