"""SQL that people write about a dataset: read, allowed piece by piece, and written anew for the server. Pure.

It is in the words of PostgreSQL, whatever the source. Only what stands on the lists of checks/safe_sql.py gets
through, and what runs is never the text itself but what was understood of it, with every name quoted. The second
wall, for what slips through here, is the server's: see checks/engine/duck.py and checks/dialects/postgresql.py.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from checks.safe_sql import FORBIDDEN_WORDS, NODES, ONE_WORD, PARTS, TYPES

LONGEST, DEEPEST, MOST_PIECES, MOST_TABLES = 4_000, 25, 600, 4
ROWS_OF = "data"
_LANGUAGES = {"duckdb": "duckdb", "postgresql": "postgres"}
_OPENERS = re.compile(r"\(|\[|\b(?:case|not|select)\b|[-+~]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_RESERVED = ("numbered",)
logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it would keep in the log what people typed


class Unsafe(ValueError):
    """Why a query is not run; str() is a sentence or two for whoever wrote it."""


@dataclass(frozen=True)
class Query:
    """A query that may run. `by_row`: each row it finds is one of the data; `columns`: whose values it looks at."""

    tree: exp.Query
    by_row: bool
    columns: tuple[str, ...]

    def sql(self, language: str) -> str:
        """The query for a kind of server, duckdb or postgresql."""
        return _written(self.tree, language)

    def numbers(self, language: str, number: str) -> str:
        """The same question, answered with the number of each row found; only when `by_row`."""
        tree = self.tree.copy()
        assert isinstance(tree, exp.Select)
        first = tree.args["from_"].this
        alias = first.alias_or_name
        first.replace(exp.to_table("numbered", alias=exp.to_identifier(alias, quoted=True)))
        tree.set("expressions", [exp.alias_(exp.column(number, table=alias, quoted=True), "number_", quoted=True)])
        tree.set("order", None)
        return _written(tree, language)


def understood(text: str, columns: Sequence[str] | None = None) -> Query:
    """The query, checked; raises Unsafe. With `columns`, each name must be among them or be given in the query."""
    tree = _parsed(_checked_text(text))
    nodes = list(tree.walk())
    if len(nodes) > MOST_PIECES:
        raise Unsafe("The query is too long to be looked through. Divide it into several.")
    for node in nodes:
        _allow(node)
    _check_tables(tree)
    if columns is not None:
        _check_names(tree, columns)
    by_row = _is_by_row(tree)
    query = Query(tree, by_row, tuple(_examined(tree)) if by_row else ())
    try:
        [query.sql(language) for language in _LANGUAGES]
    except (SqlglotError, RecursionError):
        raise Unsafe("The query is nested too deeply to be looked through. Write it more simply.") from None
    return query


def fault(query: str) -> str:
    """Why a query is not run, "" when it may."""
    try:
        understood(query)
    except Unsafe as unsafe:
        return str(unsafe)
    return ""


def _checked_text(query: str) -> str:
    if len(query) > LONGEST:
        raise Unsafe(f"The query has more than {LONGEST:,} characters. Divide it into several.")
    if _CONTROL.search(query):
        raise Unsafe("The query holds a character that cannot be seen. Type it anew instead of copying it.")
    if len(_OPENERS.findall(query)) > MOST_PIECES // 4 or _depth(query) > DEEPEST:
        raise Unsafe("The query is nested too deeply to be looked through. Write it more simply.")
    return query.replace("{batch}", ROWS_OF)


def _depth(query: str) -> int:
    """How many brackets are open at once at most, also in texts, where they do no harm."""
    deepest = depth = 0
    for mark in query:
        depth += (mark in "([") - (mark in ")]")
        deepest = max(deepest, depth)
    return deepest


def _parsed(query: str) -> exp.Query:
    try:
        statements = sqlglot.parse(query, read="postgres")
    except (SqlglotError, RecursionError) as error:
        raise Unsafe(f"The query is not understood{_where(error)}. Write one SELECT in the words of SQL.") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise Unsafe("Write one SELECT and nothing else: it finds the rows that should not exist.")
    return statements[0]


def _where(error: Exception) -> str:
    found = getattr(error, "errors", None)
    return f" at line {found[0]['line']}" if found and found[0].get("line") else ""


def _allow(node: exp.Expr) -> None:
    kind = type(node)
    if isinstance(node, exp.Func) and kind not in NODES:
        name = node.name if kind is exp.Anonymous else node.sql_name()
        raise Unsafe(f"The function {str(name)[:60].lower()} may not be used here. Say it with a simpler one.")
    if kind not in NODES:
        raise Unsafe(f"{FORBIDDEN_WORDS.get(kind, kind.__name__.upper())} may not be used here. Write a plain SELECT.")
    if odd := [name for name, value in node.args.items() if value and name not in PARTS.get(kind, node.args)]:
        raise Unsafe(f"{odd[0].strip('_').replace('_', ' ').upper()} may not be used here. Write a plain SELECT.")
    if isinstance(node, exp.Star) and not isinstance(_holder(node), exp.Select | exp.Count):
        raise Unsafe("* stands alone after SELECT, or in count(*). Name the columns that you mean.")
    _allow_words(node)


def _holder(star: exp.Star) -> exp.Expr | None:
    return star.parent.parent if isinstance(star.parent, exp.Column) else star.parent


def _allow_words(node: exp.Expr) -> None:
    """What is written as it stands, and not as a quoted name or text."""
    if isinstance(node, exp.DataType) and node.this not in TYPES:
        raise Unsafe("A type may not be used here. Take integer, numeric, double precision, text, boolean or date.")
    if isinstance(node, exp.Var) and node.name.upper() not in ONE_WORD:
        raise Unsafe(f"{node.name[:60]} is not understood here. Write it more simply.")
    if isinstance(node, exp.Literal) and not node.is_string and not re.fullmatch(r"[\d.]+(?:[eE][+-]?\d+)?", node.name):
        raise Unsafe(f"{node.name[:60]} is no number that is understood. Write it plainly.")
    if isinstance(node, exp.Interval) and not re.fullmatch(r"\d{1,9}", node.name):
        raise Unsafe("An interval is written like INTERVAL '3' DAY.")


def _check_tables(tree: exp.Query) -> None:
    given = {each.alias for each in tree.find_all(exp.CTE)}
    if given & {ROWS_OF, *_RESERVED}:
        raise Unsafe(f"{ROWS_OF} is the name of the data themselves. Call your own part otherwise.")
    tables = [each.name for each in tree.find_all(exp.Table)]
    if unknown := [name for name in tables if name not in given | {ROWS_OF}]:
        raise Unsafe(
            f"There is no table {unknown[0][:60]} here. The rows of this dataset are called {ROWS_OF}; "
            "for another dataset take the expectation about values that occur there."
        )
    if not 0 < tables.count(ROWS_OF) <= MOST_TABLES or len(tables) > 2 * MOST_TABLES:
        raise Unsafe(f"Ask {ROWS_OF} at least once and at most {MOST_TABLES} times.")
    for join in tree.find_all(exp.Join):
        _check_join(join)


def _check_join(join: exp.Join) -> None:
    """Every row with every other would never end: two sides must be equal in something."""
    condition = join.args.get("on")
    parts = condition.flatten() if isinstance(condition, exp.And) else [condition]
    if join.args.get("using") or any(isinstance(each, exp.EQ) and _is_across(each) for each in parts):
        return
    raise Unsafe("A join needs ON with two columns that are equal, such as ON a.id = b.id, joined to others by AND.")


def _is_across(equal: exp.EQ) -> bool:
    sides = [equal.left.unnest(), equal.right.unnest()]
    tables = [each.table for each in sides if isinstance(each, exp.Column)]
    return len(tables) == 2 and "" not in tables and tables[0] != tables[1]


def _check_names(tree: exp.Query, columns: Sequence[str]) -> None:
    given = {each.alias for each in tree.find_all(exp.Alias)}
    given |= {name.name for each in tree.find_all(exp.TableAlias) for name in each.args.get("columns") or ()}
    rows = {each.alias_or_name for each in tree.find_all(exp.Table) if _is_rows(each)}
    for column in tree.find_all(exp.Column):
        known = columns if column.table in rows else {*columns, *given}  # elsewhere t.f may be the function f of t
        if not isinstance(column.this, exp.Star) and column.name not in known:
            raise Unsafe(
                f"There is no column {column.name[:60]}. Write its name as it stands in the data, in double quotes "
                'if it holds capitals or spaces, such as "Fare amount".'
            )


def _is_by_row(tree: exp.Query) -> bool:
    """Each row found is one of the data: a SELECT from them that neither groups nor combines nor cuts."""
    origin = tree.args.get("from_")
    if not isinstance(tree, exp.Select) or not isinstance(origin, exp.From) or not _is_rows(origin.this):
        return False
    combining = ("distinct", "group", "having", "limit", "offset")
    if any(tree.args.get(name) for name in combining):
        return False
    if any(join.side in ("RIGHT", "FULL") for join in tree.args.get("joins") or ()):
        return False
    return not any(_combines(each, tree) for each in tree.expressions)


def _is_rows(table: exp.Expr) -> bool:
    return isinstance(table, exp.Table) and table.name == ROWS_OF


def _combines(selected: exp.Expr, tree: exp.Query) -> bool:
    """Whether it makes one row of many; a window leaves each row as it is."""
    return any(
        each.find_ancestor(exp.Query) is tree and not each.find_ancestor(exp.Window)
        for each in selected.find_all(exp.AggFunc)
    )


def _examined(tree: exp.Query) -> Iterator[str]:
    """The columns of the data that its own WHERE names."""
    where, first = tree.args.get("where"), tree.args["from_"].this.alias_or_name
    seen = set()
    for column in where.find_all(exp.Column, bfs=False) if where else ():
        own = column.table == first or (not column.table and not tree.args.get("joins"))
        if own and column.find_ancestor(exp.Query) is tree and column.name not in seen:
            seen.add(column.name)
            yield column.name


def _written(tree: exp.Query, language: str) -> str:
    return tree.sql(dialect=_LANGUAGES[language], identify=True, comments=False)
