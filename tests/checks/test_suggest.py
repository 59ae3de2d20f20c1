"""What is suggested for made-up tables: each rule on its own fault, and silence where there is none."""

import random
from pathlib import Path

import numpy as np
import pytest

from benchmarks.detection import scores, suggested, wrong_cells
from checks import KINDS, validate_suite
from checks.dependence import dependence
from checks.engine.work import OPERATIONS
from checks.proposal import Proposal
from checks.suggest import RULES
from checks.suggest.shapes import exact, loose, pattern
from tests.checks.dirtying import SCHEMAS, made

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
CITIES = ["Boston", "Chicago", "Denver", "Houston"]


def suggest(source, **more):
    found = OPERATIONS["suggest"]({"source": source.to_dict(), **more}).content["proposals"]
    return [Proposal.from_dict(each) for each in found]


def told(found, column, kind):
    """The proposals of a kind about a column."""
    return [
        each
        for each in found
        if each.expectation["type"] == f"expect_{kind}" and each.expectation["kwargs"].get("column") == column
    ]


def lines(header, rows):
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"


@pytest.fixture
def orders(csv):
    """400 orders with one fault per column, each in a few rows."""
    chance = random.Random(3)
    rows = []
    for at in range(400):
        shop = at % 20
        rows.append(
            [
                f"K-{1000 + at}",
                CITIES[shop % 4],
                f"s{shop}",
                f"owner of {shop * 7919}",
                chance.randint(10, 99),
                f"{chance.randint(100, 999)}-{chance.randint(1000, 9999)}",
                f"{chance.randint(1, 90)}",
            ]
        )
    rows[7][1] = "Bostom"
    rows[8][3] = "owner of 1"
    rows[9][4] = 99999
    rows[10][5] = "5551234"
    rows[11][6] = "12 kg"
    rows[12][6] = "13 kgs"
    rows[13][4] = ""
    return csv(lines("id,city,shop,owner,pieces,phone,weight", rows))


def test_each_fault_is_found_by_an_expectation_that_says_why(orders):
    found = suggest(orders)
    wanted = {
        ("city", "column_values_to_not_be_misspelt"): 1,
        ("owner", "column_values_to_follow_from_column"): 1,
        ("pieces", "column_values_to_be_between"): 1,
        ("phone", "column_values_to_match_regex"): 1,
        ("weight", "column_values_to_match_regex"): 2,
        ("pieces", "column_values_to_not_be_null"): 1,
    }
    assert {key: [each.finds for each in told(found, *key)] for key in wanted} == {k: [n] for k, n in wanted.items()}
    assert all(each.reason.endswith(".") and each.of == 400 and 0 < each.sure <= 1 for each in found)


def test_what_is_suggested_is_a_valid_suite_that_names_its_column(orders):
    found = suggest(orders)
    validate_suite({"expectations": [each.expectation for each in found]})
    assert len({str(each.expectation) for each in found}) == len(found)


def test_names_of_rows_are_unique(orders):
    assert [each.finds for each in told(suggest(orders), "id", "column_values_to_be_unique")] == [0]


def test_masked_columns_are_not_looked_into(orders):
    found = suggest(orders, masked_columns=["city", "phone"])
    assert "Bostom" not in str(found)
    assert not [each for each in found if "regex" in each.expectation["kwargs"] and "phone" in str(each.expectation)]


def test_a_tiny_or_empty_table_gets_few_words(csv):
    assert suggest(csv("a,b\n1,x\n2,y\n")) == []
    assert suggest(csv("a,b\n", name="empty.csv")) == []


def test_a_second_way_to_say_nothing_is_found(csv):
    rows = [[at, "" if at % 10 == 0 else "N/A" if at % 50 == 1 else CITIES[at % 4]] for at in range(300)]
    [found] = told(suggest(csv(lines("n,city", rows))), "city", "column_values_to_not_be_in_set")
    assert (found.expectation["kwargs"]["value_set"], found.finds) == (["N/A"], 6)


def test_spaces_case_and_broken_letters_are_found(csv):
    rows = [[at, CITIES[at % 4]] for at in range(300)]
    rows[1][1], rows[2][1], rows[3][1] = " Chicago", "DENVER", "KÃ¶ln"
    found = suggest(csv(lines("n,city", rows)))
    assert [each.finds for each in told(found, "city", "column_values_to_not_match_regex")] == [1, 1]
    assert "DENVER" in told(found, "city", "column_values_to_not_be_in_set")[0].expectation["kwargs"]["value_set"]


def test_one_unit_written_alike_is_left_alone_and_several_are_not(csv):
    alike = [[at, f"{at % 90} kg"] for at in range(300)]
    assert not [each for each in suggest(csv(lines("n,w", alike))) if each.rule == "numbers"]
    mixed = [[at, f"{at % 90} {['kg', 'kgs', 'KG'][at % 3]}"] for at in range(300)]
    [found] = [each for each in suggest(csv(lines("n,w", mixed), name="mixed.csv")) if each.rule == "numbers"]
    assert found.finds == 300


def test_a_few_fares_below_zero_are_found_and_temperatures_are_not(parquet):
    source = parquet(
        "SELECT CASE WHEN i % 200 = 0 THEN -5.0 ELSE 3 + (i * 7919 % 100) / 10 END AS fare,"
        " (i * 7919 % 1000) / 10 - 0.5 AS celsius FROM range(1000) AS t(i)"
    )
    found = suggest(source)
    assert [each.finds for each in told(found, "fare", "column_values_to_be_between")] == [5]
    assert not told(found, "celsius", "column_values_to_be_between")


def test_databases_get_suggestions_too(kept):
    source = kept(
        "SELECT i AS id, 'shop ' || (i % 20) AS shop,"
        " CASE WHEN i = 7 THEN 'xx' ELSE 'owner ' || (i % 20 * 7919) END AS owner FROM generate_series(0, 399) AS t(i)"
    )
    found = suggest(source)
    assert [each.finds for each in told(found, "owner", "column_values_to_follow_from_column")] == [1]
    assert told(found, "id", "column_values_to_be_unique")


def test_random_columns_do_not_follow_from_each_other():
    chance = np.random.default_rng(1)
    given, of = chance.integers(0, 50, 1000), chance.integers(0, 4, 1000)
    assert not dependence(given, of).holds(1000)
    assert dependence(given, given % 7).holds(1000)


def test_errors_in_a_dependence_are_counted_and_exceptions_in_clumps_are_none():
    given = np.repeat(np.arange(100), 10)
    scattered = given % 30
    scattered[::50] = 30 + np.arange(20)
    measured = dependence(given, scattered)
    assert (measured.errors, measured.holds(1000)) == (20, True)
    assert sorted(measured.wrong) == list(range(0, 1000, 50))
    clumped = given % 30
    clumped[np.arange(1000) % 10 < 3] = 99
    clumped[given > 10] = given[given > 10] % 30
    assert not dependence(given, clumped).holds(1000)


def test_a_shape_becomes_a_pattern_that_engines_read():
    assert exact("AB-12 x") == "AA-99 a"
    assert pattern(exact("AB-12")) == "[A-Z]{2}\\-[0-9]{2}"
    assert pattern(loose("(ab$7")) == "\\([a-z]+[$][0-9]+"


def test_each_rule_proposes_kinds_that_exist(orders):
    assert len(RULES) >= 8
    assert {each.expectation["type"] for each in suggest(orders)} <= set(KINDS)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_clean_tables_get_at_most_one_false_expectation_per_ten_columns(schema, tmp_path):
    columns, rows = SCHEMAS[schema](random.Random(f"{schema} clean"), 500)
    (tmp_path / "clean.csv").write_text(lines(",".join(columns), [[f'"{v}"' for v in row] for row in rows]))
    false = [each for each, cells in suggested(tmp_path / "clean.csv") if cells]
    assert len(false) <= len(columns) / 10, false


def test_what_is_found_in_spoilt_tables_is_mostly_wrong(tmp_path):
    found, wrong = set(), set()
    for schema in SCHEMAS:
        columns, rows, spoilt = made(schema, 11, 400)
        (tmp_path / "dirty.csv").write_text(lines(",".join(columns), [[f'"{v}"' for v in row] for row in rows]))
        cells = [cells for _, cells in suggested(tmp_path / "dirty.csv")]
        found |= {(schema, *cell) for cell in set().union(*cells)}
        wrong |= {(schema, row, columns[at]) for row, at in spoilt}
    precision, recall, _ = scores(found, wrong)
    assert precision >= 0.8
    assert recall >= 0.2


@pytest.mark.shared
@pytest.mark.parametrize(("name", "aim"), [("hospital", 0.60), ("beers", 0.80)])
def test_known_errors_of_real_tables_are_found_without_a_label(name, aim):
    dirty, clean = (SHARED / "dirty" / f"{name}.{kind}.csv" for kind in ("dirty", "clean"))
    if not dirty.exists():
        pytest.skip(f"{dirty} is not there: the team's tables with known errors are needed")
    cells = set().union(*(cells for _, cells in suggested(dirty)))
    precision, recall, f1 = scores(cells, wrong_cells(dirty, clean))
    print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    assert f1 >= aim
