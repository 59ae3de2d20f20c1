"""A column is stored as one of some types."""

from checks.arguments import COLUMN, MOSTLY, TYPES
from checks.kind import Kind
from checks.phrase import listed, tick

KIND = Kind(
    name="expect_column_values_to_be_in_type_list",
    arguments={"column": COLUMN, "mostly": MOSTLY, "type_list": TYPES},
    sentence=lambda a: f"{tick(a['column'])} is stored as {listed(a['type_list'])}",
    advice="One text among numbers turns a whole column into text: look for it.",
)
