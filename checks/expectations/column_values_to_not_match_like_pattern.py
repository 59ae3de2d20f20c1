"""Texts of a column are never like a pattern of SQL."""

from checks.kind import Kind
from checks.mapped import MAPPED
from checks.patterns import ESCAPE, LIKE, likes_failing
from checks.phrase import mostly, tick

KIND = Kind(
    name="expect_column_values_to_not_match_like_pattern",
    arguments={**MAPPED, "like_pattern": LIKE, "escape": ESCAPE},
    sentence=lambda a: f"{tick(a['column'])} is never like {a['like_pattern']}{mostly(a)}",
    advice="Compare the rows with the pattern: mistyped, or a new way of writing that is right?",
    failing=lambda a: likes_failing(a, [a["like_pattern"]], wanted=False),
    needs=("text",),
)
