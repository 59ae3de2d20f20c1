"""Texts of a column can be read as JSON."""

import json

from checks.kind import Kind
from checks.mapped import MAPPED
from checks.own import by_values
from checks.phrase import every


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


KIND = Kind(
    name="expect_column_values_to_be_json_parseable",
    arguments=MAPPED,
    sentence=lambda a: every(a, "can be read as JSON"),
    advice="Look whether the texts were cut off, or written with single quotes.",
    needs=("text",),
    judge=lambda data, a: by_values(data, a, _is_json),
)
