"""Texts of a column have one, or all, of some patterns."""

from checks.kind import Kind
from checks.mapped import MAPPED
from checks.patterns import MATCH_ON, REGEXES, regexes_failing
from checks.phrase import every, listed

KIND = Kind(
    name="expect_column_values_to_match_regex_list",
    arguments={**MAPPED, "regex_list": REGEXES, "match_on": MATCH_ON},
    sentence=lambda a: every(
        a, f"matches the pattern {listed(a['regex_list'], 'and' if a['match_on'] == 'all' else 'or')}"
    ),
    advice="Compare the rows with the patterns: mistyped, or a new way of writing that is right?",
    failing=lambda a: regexes_failing(a, wanted=True),
    needs=("text",),
)
