"""Every kind on a table of PostgreSQL: the verdicts, counts and rows are those on a file, or it says why not."""

import pytest

from tests.checks.conftest import expectation, outcome
from tests.checks.lab import Lab
from tests.checks.test_kinds import CASES, EARLIER, OTHERS, TABLE

ORDERED = ("column_values_to_be_increasing", "column_values_to_be_decreasing")  # rows of a table have no order
SPOKEN = (("'nan'::DOUBLE", "NULL::DOUBLE PRECISION"), ("range AS id FROM range(5)", "generate_series(0, 4) AS id"))


def spoken(query):
    """DuckDB's words as PostgreSQL has them; NaN, which is missing in a file, as NULL."""
    for duck, other in SPOKEN:
        query = query.replace(duck, other)
    return query


@pytest.fixture(scope="module")
def results(servers, relay):
    with Lab(servers, relay.port) as lab:
        source = lab.keep(spoken(TABLE))
        others = {key: lab.keep(spoken(query), key) for key, query in OTHERS.items()}
        asked = [expectation(kind, **case[at]) for kind, case in CASES.items() for at in (0, 1)]
        found = outcome(source, *asked, key_columns=("id",), others=others, history=(EARLIER,)).results
        yield {kind: (found[2 * at], found[2 * at + 1]) for at, kind in enumerate(CASES)}


@pytest.mark.parametrize("kind", CASES)
def test_a_kind_says_of_a_database_what_it_says_of_a_file(kind, results):
    passing, failing = results[kind]
    if kind in ORDERED:
        assert "Use expect_column_values_to_be_unique" in passing.error
        return
    assert (passing.error, failing.error) == ("", "")
    assert passing.success, passing
    assert not failing.success
    assert failing.unexpected_count == CASES[kind][2]
    if failing.unexpected_count is not None:
        assert len(failing.keys) == len(failing.examples) == failing.unexpected_count


@pytest.mark.parametrize("name", ["VARCHAR", "TEXT", "varchar(20)", "string"])
def test_a_type_may_be_named_as_the_database_or_as_a_file_has_it(name, lab):
    source = lab.keep("SELECT 'x'::varchar(20) AS a, 1.5::float8 AS b, '{}'::jsonb AS c")
    asked = [("a", name), ("b", "DOUBLE"), ("b", "DOUBLE PRECISION"), ("c", "JSONB"), ("c", "JSON"), ("b", name)]
    found = outcome(source, *(expectation("column_values_to_be_of_type", column=c, type_=t) for c, t in asked)).results
    assert [each.success for each in found] == [True, True, True, True, False, False]
