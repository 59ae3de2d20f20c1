"""Which tables a statement reads: what people wrote into a query log, taken apart and never run."""

import logging
import re
from hashlib import blake2b

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

LONGEST = 200_000  # characters of one statement
KEPT = 50_000  # statements that are remembered, apart from what they compare with
_READING = re.compile(r"\b(from|table|copy|using)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:\s|\(|--[^\n]*\n|/\*.*?\*/)*"
    r"(select|with|insert|update|delete|merge|copy|table|declare|create\s+(?:(?:global|local|temp|temporary|unlogged)\s+)*"
    r"(?:table|materialized\s+view))\b",
    re.IGNORECASE | re.DOTALL,
)
_CURSOR = re.compile(r"\s*declare\s+\S+\s[^;]*?\bcursor\b[^;]*?\bfor\s+", re.IGNORECASE)
_LITERALS = re.compile(r'"(?:[^"]|"")*"|[eE]\'(?:[^\'\\]|\\.|\'\')*\'|\'(?:[^\']|\'\')*\'|(?<![\w.$])\d+(?:\.\d+)?\b')
_SEVERAL = re.compile(r"(?:''|\b0\b)(?:\s*,\s*(?:''|\b0\b))+")
_SYSTEM = ("pg_catalog", "information_schema", "pg_toast")
_TARGETS = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Into)

# What it complains of are statements of others: they belong into no log of ours.
logging.getLogger("sqlglot").setLevel(logging.ERROR)


class Unparsed(ValueError):
    """This is no statement that could be read."""


class TablesRead:
    """Remembers statements apart from the values that they compare with, because logs repeat themselves."""

    def __init__(self) -> None:
        self._known: dict[bytes, frozenset[str] | None] = {}

    def of(self, statement: str) -> frozenset[str]:
        """Small letters, `schema.table` or `table`, without those of the system; raises Unparsed."""
        if not _READING.search(statement):
            return frozenset()
        if len(statement) > LONGEST:
            raise Unparsed
        plain = _SEVERAL.sub("0", _LITERALS.sub(_blank, statement))
        key = blake2b(plain.encode(errors="replace"), digest_size=16).digest()
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = _attempt(plain, statement)
        found = self._known[key]
        if found is None:
            raise Unparsed
        return found


def tables_read(statement: str) -> frozenset[str]:
    """The same for one statement."""
    return TablesRead().of(statement)


def _blank(literal: re.Match[str]) -> str:
    text = literal.group()
    return text if text[0] == '"' else "0" if text[0].isdigit() else "''"


def _attempt(*forms: str) -> frozenset[str] | None:
    for form in forms:
        try:
            return _parsed(form)
        except (SqlglotError, RecursionError, ValueError):
            continue
    return None


def _parsed(text: str) -> frozenset[str]:
    if not _OPENING.match(text):
        return frozenset()
    found: set[str] = set()
    for each in sqlglot.parse(_CURSOR.sub("", text, count=1), dialect="postgres"):
        if each is not None:
            found |= _read_by(each)
    return frozenset(found)


def _read_by(statement: exp.Expr) -> set[str]:
    defined = {cte.alias.lower() for cte in statement.find_all(exp.CTE)}
    written = {id(table) for node in statement.find_all(*_TARGETS, exp.Copy) for table in _written_by(node)}
    return {
        name
        for table in statement.find_all(exp.Table)
        if id(table) not in written and isinstance(table.this, exp.Identifier)
        if (name := _named(table)) and name not in defined
    }


def _written_by(node: exp.Expr) -> list[exp.Table]:
    """The table that a statement changes or makes; COPY … TO reads it."""
    target = node.this
    if isinstance(node, exp.Copy) and not node.args.get("kind"):
        return []
    if isinstance(target, exp.Schema):
        target = target.this
    return [target] if isinstance(target, exp.Table) else []


def _named(table: exp.Table) -> str:
    schema, name = table.db.lower(), table.name.lower()
    if schema in _SYSTEM or (not schema and name.startswith("pg_")) or name.startswith("pg_stat_statements"):
        return ""
    return f"{schema}.{name}" if schema else name
