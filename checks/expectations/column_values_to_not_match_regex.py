"""Values of a column never have a pattern."""

from checks.arguments import REGEX
from checks.kind import Condition, Kind
from checks.mapped import MAPPED
from checks.phrase import mostly, tick
from checks.sql import column

KIND = Kind(
    name="expect_column_values_to_not_match_regex",
    arguments={**MAPPED, "regex": REGEX},
    sentence=lambda a: f"{tick(a['column'])} never matches the pattern {a['regex']}{mostly(a)}",
    advice="Mend these texts at the source, or make the pattern narrower if they are right.",
    failing=lambda a: Condition(f"regexp_matches({column(a)}, ?)", (a["regex"],)),
    needs=("text",),
)
