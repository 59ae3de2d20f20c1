"""Numbers that come from PostgreSQL by binary COPY, read together for several measures."""

import struct

import pytest

from checks.dialects import postgresql
from checks.engine import database, few
from checks.engine.compute import compute
from checks.engine.copied import Copied
from checks.engine.measures import Count, Distinct, Filled, Median, Repeats
from checks.engine.table import open_table
from checks.errors import OverBudget, SourceUnreadable
from checks.kind import Condition

HEAD = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
END = struct.pack(">h", -1)


def row(*fields):
    told = [struct.pack(">i", -1) if each is None else struct.pack(">i", len(each)) + each for each in fields]
    return struct.pack(">h", len(fields)) + b"".join(told)


COPY = HEAD + row(struct.pack(">3i", 1, -2, 3), struct.pack(">2d", 0.5, -1e300)) + row(None, b"") + END


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000], ids=lambda size: f"{size} bytes at once")
def test_a_copy_is_understood_however_it_is_cut(size):
    into = Copied(["int4", "float8"], 10)
    for start in range(0, len(COPY), size):
        into.write(COPY[start : start + size])
    whole, broken = into.columns()
    assert (whole.tolist(), broken.tolist()) == ([1, -2, 3], [0.5, -1e300])


COLUMNS = """
    SELECT (i % 700)::integer AS short,
        (i * 7919 % 5003)::bigint * 1000000007 AS long, (i % 300 - 150)::smallint AS tiny,
        'text ' || i % 900 AS text, CASE WHEN i % 4 > 0 THEN i % 11 / 4.0::float8 END AS fraction,
        CASE WHEN i % 9 > 0 THEN (i % 1300 - 600)::integer END AS gaps, NULL::integer AS nothing, i AS "50% of"
    FROM generate_series(1, 6000) AS t (i)
"""
NAMES = ["short", "long", "tiny", "text", "fraction", "gaps", "nothing", "50% of"]
TOGETHER = [("short", "tiny"), ("gaps", "tiny"), ("text", "gaps"), ("long", "short", "tiny"), ("nothing", "short")]


def slowly(lab, columns):
    names = ", ".join(f'"{name}"' for name in columns)
    filled = " AND ".join(f'"{name}" IS NOT NULL' for name in columns)
    found = f"SELECT count(*) AS n FROM data WHERE {filled} GROUP BY {names}"
    return lab.asked(f"SELECT count(*), coalesce(sum(n) FILTER (WHERE n > 1), 0) FROM ({found}) AS found")[0]


@pytest.mark.parametrize("kind", ["TABLE", "MATERIALIZED VIEW", "VIEW", "PARTITIONED"])
@pytest.mark.parametrize("at_once", [database.GATHERED, 10], ids=["in one scan", "one by one"])
def test_what_is_read_together_is_counted_as_sql_counts_it(kind, at_once, lab, monkeypatch):
    monkeypatch.setattr(postgresql, "_BLOCKS", 5)
    monkeypatch.setattr(database, "GATHERED", at_once)
    source = made(lab, kind)
    columns = [*((name,) for name in NAMES), *TOGETHER]
    middles = ["short", "long", "tiny", "fraction", "gaps", "nothing"]
    measures = [measure(each) for each in columns for measure in (Distinct, Repeats)]
    measures += [Median((name,), f'percentile_cont(0.5) WITHIN GROUP (ORDER BY "{name}")') for name in middles]
    with open_table(source) as table:
        found = compute(table, measures)
    assert [(found[Distinct(each)], found[Repeats(each)]) for each in columns] == [
        slowly(lab, each) for each in columns
    ]
    for measure in measures[-len(middles) :]:
        assert found[measure] == lab.asked(f"SELECT {measure.sql} FROM data")[0][0]


def made(lab, kind):
    if kind != "PARTITIONED":
        lab.execute(f"CREATE {kind} data AS {COLUMNS}")
        return lab.source()
    lab.execute(f"CREATE TABLE whole AS {COLUMNS}; CREATE TABLE data (LIKE whole) PARTITION BY HASH (short)")
    lab.execute("CREATE TABLE one PARTITION OF data FOR VALUES WITH (MODULUS 2, REMAINDER 0)")
    lab.execute("CREATE TABLE two PARTITION OF data FOR VALUES WITH (MODULUS 2, REMAINDER 1)")
    lab.execute("INSERT INTO data SELECT * FROM whole")
    return lab.source()


def test_rows_that_are_too_many_at_once_are_read_in_parts(lab, monkeypatch):
    monkeypatch.setattr(database, "MOST_NUMBERS", 2_000)
    source = made(lab, "TABLE")
    with open_table(source) as table:
        found = compute(table, [Distinct(("long",)), Repeats(("gaps", "tiny"))])
    assert found == {
        Distinct(("long",)): slowly(lab, ["long"])[0],
        Repeats(("gaps", "tiny")): slowly(lab, ["gaps", "tiny"])[1],
    }


@pytest.mark.parametrize(("kind", "parts"), [("TABLE", 4), ("MATERIALIZED VIEW", 4), ("VIEW", 1), ("PARTITIONED", 1)])
def test_a_table_is_cut_into_few_parts_however_large_it_is(kind, parts, lab, monkeypatch):
    monkeypatch.setattr(postgresql, "_BLOCKS", 1)
    monkeypatch.setattr(database, "_MOST_PARTS", 4)
    with open_table(made(lab, kind)) as table:
        assert len(table.places) == parts
        kept = [
            table.asking.ask(f"SELECT count(*) FROM {lab.schema}.data WHERE {place}")[0][0] for place in table.places
        ]
    assert (sum(kept), min(kept) > 0) == (6_000, True)


TEXTS = """
    SELECT (ARRAY['EUR', 'USD', NULL, '', 'CHF'])[1 + i % 5] AS coin, 'text ' || i % 900 AS text
    FROM generate_series(1, 30000) AS t (i)
"""


@pytest.mark.parametrize(("comparisons", "passes"), [(0, 2), (2, 1)], ids=["value by value", "row by row"])
def test_a_comparison_with_a_text_is_counted_alike_on_rows_and_on_different_values(
    comparisons, passes, lab, monkeypatch
):
    monkeypatch.setattr(few, "_PLAIN", comparisons)
    asked = [
        Count(Condition("coin IS NOT NULL AND coin NOT IN (?, ?)", ("EUR", "USD")), ("coin",)),
        Filled(("coin",)),
        Count(Condition("NOT regexp_matches(text, ?)", ("^text [1-8]",)), ("text",)),
    ]
    with open_table(lab.keep(TEXTS)) as table:
        assert len(few.with_few_values(table, asked)) == passes
        assert list(compute(table, asked).values()) == [12_000, 24_000, 33 * 12 + 11]


def test_a_copy_that_takes_too_long_is_told_so_and_leaves_the_others_to_be_asked(lab):
    source = lab.keep("SELECT i AS a FROM generate_series(1, 300000) AS t (i)")
    with open_table(source) as table:
        assert table.row_count == 300_000
        table.asking.connected.dialect.hurry(table.asking.ask, 0.001)
        with pytest.raises(OverBudget, match="took longer"):
            table.gathered([table.number_of(("a",))])
        table.asking.connected.dialect.hurry(table.asking.ask, None)
        assert table.ask("SELECT max(a) FROM data") == [(300_000,)]


def test_what_is_set_for_a_copy_ends_with_it(lab):
    setting = "SELECT current_setting('jit')"
    with open_table(lab.keep("SELECT i AS a FROM generate_series(1, 10) AS t (i)")) as table:
        before = table.asking.ask(setting)
        [numbers] = table.gathered([table.number_of(("a",))])
        assert table.asking.ask(setting) == before
    assert sorted(numbers.tolist()) == list(range(1, 11))


def test_a_connection_that_is_cut_before_a_copy_is_told_in_words(lab):
    with open_table(lab.keep("SELECT i AS a FROM generate_series(1, 10) AS t (i)")) as table:
        assert table.row_count == 10
        lab.end(table.asking.ask("SELECT pg_backend_pid()")[0][0])
        with pytest.raises(SourceUnreadable, match=r"stopped|lost"):
            table.gathered([table.number_of(("a",))])
