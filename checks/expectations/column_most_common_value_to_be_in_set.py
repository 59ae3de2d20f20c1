"""The most frequent value of a column is among known ones."""

from checks.arguments import COLUMN, FLAG, VALUES, labelled
from checks.kind import Arguments, Data, Kind, Outcome
from checks.phrase import listed, tick
from checks.sql import column

_MOST_SHOWN = 1_000


def _judge(data: Data, a: Arguments) -> Outcome:
    name = column(a)
    counts = f"SELECT {name} AS value_, count(*) AS rows_ FROM data WHERE {name} IS NOT NULL GROUP BY {name}"  # noqa: S608
    ranked = f"SELECT value_, rows_, max(rows_) OVER () AS most_ FROM ({counts}) AS counts"  # noqa: S608
    found = data.ask(f"SELECT value_ FROM ({ranked}) AS ranked WHERE rows_ = most_ ORDER BY value_")  # noqa: S608
    values = [value for (value,) in found]
    known = any(value in a["value_set"] for value in values)
    return Outcome(known and (len(values) == 1 or bool(a["ties_okay"])), {"observed_value": values[:_MOST_SHOWN]})


KIND = Kind(
    name="expect_column_most_common_value_to_be_in_set",
    arguments={"column": COLUMN, "value_set": VALUES, "ties_okay": labelled(FLAG, "Others may be as frequent")},
    sentence=lambda a: f"The most frequent {tick(a['column'])} is {listed(a['value_set'])}",
    advice="See which value took the lead, and since when: a stand-in for missing ones?",
    judge=_judge,
)
