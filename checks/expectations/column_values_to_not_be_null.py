"""Every value of a column is filled in."""

from checks.kind import Condition, Kind
from checks.mapped import MAPPED
from checks.phrase import every
from checks.sql import column

KIND = Kind(
    name="expect_column_values_to_not_be_null",
    arguments=MAPPED,
    sentence=lambda a: every(a, "is filled in"),
    advice="Find out why they are missing; fill them in at the source, or say which gap is expected.",
    left_out=lambda a: "FALSE",
    failing=lambda a: Condition(f"{column(a)} IS NULL"),
)
