"""Great Expectations' published cases, read from a folder of its test_definitions, and judged by this engine."""

import json
from dataclasses import dataclass

import duckdb
from dateutil.parser import parse

from checks import FileSource, Plan, run
from checks.expectations import KINDS

ENGINES = {"pandas", "postgresql", "sqlalchemy"}
_TYPES = {int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", str: "VARCHAR"}
_STORED = {
    **{name: name for name in ("TIMESTAMP", "DATE", "VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN")},
    **{"TEXT": "VARCHAR", "DOUBLE_PRECISION": "DOUBLE", "DOUBLE PRECISION": "DOUBLE"},
}


@dataclass(frozen=True)
class Case:
    """One published case: its table, expectation and what should be found (`failing` None: not said)."""

    name: str
    data: dict
    types: dict
    expectation: dict
    success: bool
    failing: int | None


def cases(folder):
    """The cases that name pandas or PostgreSQL, or no engine at all, of kinds that are here, and with a verdict."""
    for path in sorted(folder.rglob("expect_*.json")):
        document = json.loads(path.read_text())
        if document["expectation_type"] in KINDS:
            for dataset in document["datasets"]:
                yield from _of_dataset(path.stem, document["expectation_type"], dataset)


def _of_dataset(stem, kind, dataset):
    data = dataset.get("data_alt") or dataset["data"]
    if not isinstance(data, dict) or not _meant(dataset):
        return
    types = (dataset.get("schemas") or {}).get("postgresql") or {}
    for test in dataset["tests"]:
        said = test["out"].get("success")
        if _meant(test) and "error" not in test and said is not None and isinstance(test["in"], dict):
            unexpected = test["out"].get("unexpected_list")
            failing = None if unexpected is None else len(unexpected)
            expectation = {"type": kind, "kwargs": test["in"]}
            yield Case(f"{stem}: {test['title']}", data, types, expectation, said, failing)


def _meant(part):
    only, never = part.get("only_for"), part.get("suppress_test_for") or []
    return (not only or bool(ENGINES & set(only))) and not {"pandas", "postgresql"} <= set(never)


def judged(case, folder):
    """What this engine finds in a case."""
    columns = {name: _column(values, case.types.get(name, "")) for name, values in case.data.items()}
    types = ", ".join(f'"{name}" {kind}' for name, (kind, _) in columns.items())
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE t ({types})")
        rows = list(zip(*(values for _, values in columns.values()), strict=True))
        if rows:
            database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(columns))})", rows)
        database.execute(f"COPY t TO '{folder / 'case.parquet'}' (FORMAT parquet)")
    source = FileSource(str(folder), "case.parquet", "parquet")
    return run(Plan(source, {"expectations": [case.expectation]}, samples=3)).results[0]


def _column(values, stored):
    kinds = {type(value) for value in values if value is not None}
    kind = _STORED.get(stored.partition("(")[0].upper()) or (
        _TYPES.get(kinds.pop(), "VARCHAR") if len(kinds) == 1 else "DOUBLE" if kinds == {int, float} else "VARCHAR"
    )
    if kind in ("TIMESTAMP", "DATE"):
        return kind, [None if value is None else parse(str(value)) for value in values]
    if kind == "VARCHAR":
        return kind, [value if value is None or isinstance(value, str) else json.dumps(value) for value in values]
    return kind, values
