"""Values that must go one way from row to row; a row is compared with the last one before it that has a value."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from checks.kind import Arguments, Condition, Data, Outcome
from checks.own import counted, row_count, rows_among
from checks.sql import column, quoted

NO_ORDER = (
    "The rows of a database table have no order of their own, so nobody can say whether they increase or decrease. "
    "Use expect_column_values_to_be_unique or a range instead, or check a file."
)


def out_of_order(data: Data, a: Arguments, wrong: str) -> Outcome:
    """Judge each row with a value by `value wrong previous`, as `<` finds those that decrease."""
    number, name = quoted(data.number), column(a)
    steps = (
        f"SELECT {number} AS number_, {name} AS value_, lag({name}) OVER (ORDER BY {number}) AS before_"
        f" FROM {rows_among(data)} WHERE {name} IS NOT NULL"
    )
    fails = f"value_ {wrong} before_"
    [(looked_at, bad)] = data.ask(
        f"SELECT count(*), coalesce(sum(CASE WHEN {fails} THEN 1 ELSE 0 END), 0) FROM ({steps}) AS steps",
        data.among.values,
    )
    success, result = counted(a, row_count(data), looked_at, int(bad))
    failing = f"{number} IN (SELECT number_ FROM ({steps}) AS steps WHERE {fails})"
    return Outcome(success, result, Condition(failing, data.among.values))
