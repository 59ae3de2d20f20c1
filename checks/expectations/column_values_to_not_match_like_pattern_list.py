"""Texts of a column are like none of some patterns of SQL."""

from checks.kind import Kind
from checks.mapped import MAPPED
from checks.patterns import ESCAPE, LIKES, likes_failing
from checks.phrase import listed, mostly, tick

KIND = Kind(
    name="expect_column_values_to_not_match_like_pattern_list",
    arguments={**MAPPED, "like_pattern_list": LIKES, "escape": ESCAPE},
    sentence=lambda a: f"{tick(a['column'])} is never like {listed(a['like_pattern_list'])}{mostly(a)}",
    advice="Compare the rows with the pattern: mistyped, or a new way of writing that is right?",
    failing=lambda a: likes_failing(a, a["like_pattern_list"], wanted=False),
    needs=("text",),
)
