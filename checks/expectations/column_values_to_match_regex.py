"""Values of a column have a pattern."""

from checks.arguments import REGEX
from checks.kind import Condition, Kind
from checks.mapped import MAPPED
from checks.phrase import every
from checks.sql import column

KIND = Kind(
    name="expect_column_values_to_match_regex",
    arguments={**MAPPED, "regex": REGEX},
    sentence=lambda a: every(a, f"matches the pattern {a['regex']}"),
    advice="Compare the rows with the pattern: mistyped, or a new way of writing that is right?",
    failing=lambda a: Condition(f"NOT regexp_matches({column(a)}, ?)", (a["regex"],)),
    needs=("text",),
)
