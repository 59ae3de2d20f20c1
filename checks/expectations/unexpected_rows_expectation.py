"""A query of one's own finds no rows: what no other kind can say. As Great Expectations calls it."""
# ruff: noqa: S608  (the query was read, allowed and written anew by checks/guard.py)

from typing import Any

from checks.arguments import MOSTLY, Argument
from checks.guard import LONGEST, Query, Unsafe, fault, understood
from checks.kind import Arguments, Condition, Data, Kind, Outcome, Unable
from checks.own import counted, row_count
from checks.phrase import mostly
from checks.sql import quoted

MOST_SHOWN = 200
_SAID = 80


def _judge(data: Data, a: Arguments) -> Outcome:
    try:
        query = understood(a["unexpected_rows_query"], list(data.columns))
    except Unsafe as unsafe:
        raise Unable(str(unsafe)) from None
    if a["mostly"] is not None and not query.by_row:
        raise Unable("A share of rows is only known of a query without groups and limits. Leave the share empty.")
    return _by_row(data, a, query) if query.by_row else _by_answer(data, query)


def _by_row(data: Data, a: Arguments, query: Query) -> Outcome:
    """Rows of the data: they are counted, and named by their keys."""
    found = query.numbers(data.language, data.number)
    [(bad,)] = data.written(f"SELECT count(DISTINCT number_) FROM ({found}) AS found")
    success, result = counted(a, rows := row_count(data), rows, int(bad))
    return Outcome(success, result, Condition(f"{quoted(data.number)} IN ({found})"))


def _by_answer(data: Data, query: Query) -> Outcome:
    """Groups, sums and the like, which are no rows of the data: whether there are any, and how many."""
    found = query.sql(data.language)
    [(many,)] = data.written(f"SELECT count(*) FROM (SELECT 1 AS one FROM ({found}) AS found LIMIT 201) AS counted")
    said = f"more than {MOST_SHOWN} rows are found" if many > MOST_SHOWN else f"{many} rows are found"
    return Outcome(not many, {"observed_value": int(many)}, said="1 row is found" if many == 1 else said)


def _examines(a: Arguments) -> list[str]:
    try:
        return list(understood(str(a["unexpected_rows_query"] or "")).columns)
    except Unsafe:
        return []


def _sentence(a: Arguments) -> str:
    query = " ".join(str(a["unexpected_rows_query"] or "a query of your own").split())
    shown = f"{query[:_SAID]}…" if len(query) > _SAID else query
    said = f": {a['description']}" if a["description"] else ""
    return f"No row is found by {shown}{mostly(a)}{said}"


def _short(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST


KIND = Kind(
    name="unexpected_rows_expectation",
    arguments={
        "unexpected_rows_query": Argument(
            f"one SELECT of at most {LONGEST:,} characters",
            _short,
            required=True,
            grouping=True,
            fault=fault,
            field="sql",
            label="Query that finds the rows that should not exist",
            help="One SELECT from data, such as: SELECT * FROM data WHERE arrived < departed",
        ),
        "description": Argument("a text", lambda value: isinstance(value, str) and len(value) <= 500),
        "mostly": MOSTLY,
    },
    sentence=_sentence,
    advice="Look at the rows that the query finds: are the data wrong, or does the rule have exceptions to write in?",
    examines=_examines,
    judge=_judge,
    unsuited={
        "spark": "A query is not asked of Spark. Take another expectation, or keep the data in a file or database."
    },
)
