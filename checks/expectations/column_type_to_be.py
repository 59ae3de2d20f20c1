"""A column is stored as one type."""

from checks.arguments import COLUMN, TYPE
from checks.kind import Kind
from checks.phrase import plain, tick

KIND = Kind(
    name="expect_column_type_to_be",
    arguments={"column": COLUMN, "type_": TYPE},
    sentence=lambda a: f"{tick(a['column'])} is stored as {plain(a['type_'])}",
    advice="One text among numbers turns a whole column into text: look for it.",
)
