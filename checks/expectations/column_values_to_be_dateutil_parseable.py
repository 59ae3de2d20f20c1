"""Texts of a column can be read as dates."""

from dateutil.parser import parse

from checks.kind import Kind
from checks.mapped import MAPPED
from checks.own import by_values
from checks.phrase import every


def _is_date(text: str) -> bool:
    try:
        parse(text)
    except (ValueError, OverflowError):
        return False
    return True


KIND = Kind(
    name="expect_column_values_to_be_dateutil_parseable",
    arguments=MAPPED,
    sentence=lambda a: every(a, "can be read as a date"),
    advice="Correct the texts at the source; write dates as 2013-01-31, which nobody can misread.",
    needs=("text",),
    judge=lambda data, a: by_values(data, a, _is_date),
)
