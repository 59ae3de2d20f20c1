"""Texts of a column are like a pattern of SQL."""

from checks.kind import Kind
from checks.mapped import MAPPED
from checks.patterns import ESCAPE, LIKE, likes_failing
from checks.phrase import every

KIND = Kind(
    name="expect_column_values_to_match_like_pattern",
    arguments={**MAPPED, "like_pattern": LIKE, "escape": ESCAPE},
    sentence=lambda a: every(a, f"is like {a['like_pattern']}"),
    advice="Compare the rows with the pattern: mistyped, or a new way of writing that is right?",
    failing=lambda a: likes_failing(a, [a["like_pattern"]], wanted=True),
    needs=("text",),
)
