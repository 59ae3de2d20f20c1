"""Texts of a column are dates or times in one format."""

from datetime import datetime
from typing import Any

from checks.arguments import Argument
from checks.kind import Arguments, Data, Kind, Outcome
from checks.mapped import MAPPED
from checks.own import by_values
from checks.phrase import every


def _reads_back(value: Any) -> bool:
    if not isinstance(value, str) or not value:
        return False
    try:
        datetime.strptime(datetime(2013, 1, 31, 12, 30).strftime(value), value)
    except ValueError:
        return False
    return True


def _judge(data: Data, a: Arguments) -> Outcome:
    def fits(text: str) -> bool:
        try:
            datetime.strptime(text, a["strftime_format"])
        except ValueError:
            return False
        return True

    return by_values(data, a, fits)


KIND = Kind(
    name="expect_column_values_to_match_strftime_format",
    arguments={
        **MAPPED,
        "strftime_format": Argument(
            "a format such as %Y-%m-%d",
            _reads_back,
            required=True,
            grouping=True,
            label="Format",
            help="%Y year, %m month, %d day, %H hour, %M minute, %S second: %Y-%m-%d is 2013-01-31",
        ),
    },
    sentence=lambda a: every(a, f"is written as {a['strftime_format']}"),
    advice="Correct the texts at the source, or ask whether the format was changed on purpose.",
    needs=("text",),
    judge=_judge,
)
