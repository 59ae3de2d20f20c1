"""No value of a column occurs twice."""

from checks.kind import Condition, Kind
from checks.mapped import MAPPED
from checks.phrase import every
from checks.sql import column

KIND = Kind(
    name="expect_column_values_to_be_unique",
    arguments=MAPPED,
    sentence=lambda a: every(a, "occurs only once"),
    advice="Look at the repeated rows side by side: loaded twice, or two things under one name?",
    failing=lambda a: Condition(f"{column(a)} IS NOT NULL AND count(*) OVER (PARTITION BY {column(a)}) > 1"),
    repeats=True,
)
