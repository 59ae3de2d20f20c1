"""Texts of a column are like one, or all, of some patterns of SQL."""

from checks.kind import Kind
from checks.mapped import MAPPED
from checks.patterns import ESCAPE, LIKES, MATCH_ON, likes_failing
from checks.phrase import every, listed

KIND = Kind(
    name="expect_column_values_to_match_like_pattern_list",
    arguments={**MAPPED, "like_pattern_list": LIKES, "match_on": MATCH_ON, "escape": ESCAPE},
    sentence=lambda a: every(a, f"is like {listed(a['like_pattern_list'], 'and' if a['match_on'] == 'all' else 'or')}"),
    advice="Compare the rows with the pattern: mistyped, or a new way of writing that is right?",
    failing=lambda a: likes_failing(a, a["like_pattern_list"], wanted=True),
    needs=("text",),
)
