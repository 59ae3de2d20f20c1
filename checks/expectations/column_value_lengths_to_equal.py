"""Texts of a column all have one length."""

from checks.arguments import WHOLE, labelled, needed
from checks.kind import Condition, Kind
from checks.mapped import MAPPED
from checks.phrase import mostly, plain, tick
from checks.sql import column

KIND = Kind(
    name="expect_column_value_lengths_to_equal",
    arguments={**MAPPED, "value": labelled(needed(WHOLE), "Characters")},
    sentence=lambda a: f"{tick(a['column'])} has exactly {plain(a['value'])} characters{mostly(a)}",
    advice="Look for texts cut off, padded with blanks, or with lost leading zeros.",
    failing=lambda a: Condition(f"length({column(a)}) != ?", (a["value"],)),
    needs=("text",),
)
