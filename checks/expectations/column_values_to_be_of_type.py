"""A column is stored as one type."""

from checks.arguments import MAPPED, TYPE
from checks.kind import Kind
from checks.phrase import plain, tick

KIND = Kind(
    name="expect_column_values_to_be_of_type",
    arguments={**MAPPED, "type_": TYPE},
    sentence=lambda a: f"{tick(a['column'])} is stored as {plain(a['type_'])}",
    advice="One text among numbers turns a whole column into text: look for it.",
)
