"""Texts of a column have a length in a range."""

from checks.arguments import COUNT_RANGE
from checks.kind import Kind
from checks.mapped import MAPPED
from checks.phrase import mostly, span, tick
from checks.sql import column, outside

KIND = Kind(
    name="expect_column_value_lengths_to_be_between",
    arguments={**MAPPED, **COUNT_RANGE},
    sentence=lambda a: f"{tick(a['column'])} has {span(a)} characters{mostly(a)}",
    advice="Look for texts cut off, padded with blanks or joined together.",
    failing=lambda a: outside(f"length({column(a)})", a),
    needs=("text",),
)
