"""The newest moment in a column is not older than some hours."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from checks.arguments import COLUMN, Argument, finite, moment
from checks.kind import Arguments, Data, Kind, Outcome
from checks.phrase import plain, tick
from checks.sql import column


def _utc(value: Any) -> datetime:
    """Moments without a zone, and the start of a day, are read as UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    at: datetime = value if isinstance(value, datetime) else datetime.combine(value, time())
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _judge(data: Data, a: Arguments) -> Outcome:
    end = _utc(a["before"] or data.now)
    limit: date = end.date() if data.columns[a["column"]] == "date" else end.replace(tzinfo=None)
    name = column(a)
    [(newest,)] = data.ask(f"SELECT max({name}) FROM data WHERE {name} <= ?", (limit,))  # noqa: S608
    if newest is None:
        return Outcome(False, {"observed_value": None}, said=f"nothing up to {end:%Y-%m-%d %H:%M} UTC")
    age = end - _utc(newest)
    said = f"the newest is of {newest:%Y-%m-%d %H:%M} UTC, {plain(round(age / timedelta(hours=1), 1))} hours before"
    return Outcome(age <= timedelta(hours=a["hours"]), {"observed_value": newest}, said=said)


KIND = Kind(
    name="expect_column_newest_to_be_recent",
    arguments={
        "column": COLUMN,
        "hours": Argument(
            "a number of hours, more than 0",
            lambda value: finite(value) and 0 < value <= 100_000,
            required=True,
            field="number",
            label="At most so many hours old",
            help="48 for data that come every day, so that one late delivery is no alarm",
        ),
        "before": Argument(
            "a moment such as 2013-01-31T12:00",
            moment,
            field="moment",
            label="Counted back from",
            help="Empty means the moment of the run. Moments without a zone are UTC; later ones do not count",
        ),
    },
    sentence=lambda a: (
        f"The newest {tick(a['column'])} is at most {plain(a['hours'])} hours older than "
        f"{plain(a['before']) if a['before'] else 'the run'}"
    ),
    advice="Ask whoever delivers the data whether the last delivery came, and whether it was whole.",
    needs=("date", "datetime"),
    judge=_judge,
    fleeting=True,
)
