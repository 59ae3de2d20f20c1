"""Texts of a column have none of some patterns."""

from checks.kind import Kind
from checks.mapped import MAPPED
from checks.patterns import REGEXES, regexes_failing
from checks.phrase import listed, mostly, tick

KIND = Kind(
    name="expect_column_values_to_not_match_regex_list",
    arguments={**MAPPED, "regex_list": REGEXES},
    sentence=lambda a: f"{tick(a['column'])} never matches the pattern {listed(a['regex_list'])}{mostly(a)}",
    advice="Mend these texts at the source, or make the patterns narrower if they are right.",
    failing=lambda a: regexes_failing(a, wanted=False),
    needs=("text",),
)
