"""Every kind on tiny data: it passes, it fails with the right count, and its failing rows are those counted."""

import re

import great_expectations.expectations.core as core
import pandas
import pytest

from checks import KINDS
from tests.checks.conformance import plain
from tests.checks.conftest import expectation, outcome
from tests.checks.kinds import CASES, EARLIER, OTHERS, TABLE

CORE = {
    re.sub("(?<!^)(?=[A-Z])", "_", name).lower().replace("k_l_", "kl_")
    for name in dir(core)
    if name.startswith("Expect")
}


def test_each_kind_has_a_case_here():
    assert {f"expect_{kind}" for kind in CASES} == set(KINDS) - ELSEWHERE


def test_each_core_kind_of_great_expectations_is_here_but_one_that_queries_and_one_without_a_metric():
    missing = {"expect_query_results_to_match_comparison", "expect_multicolumn_values_to_be_unique"}
    assert set(CORE) - set(KINDS) == missing


@pytest.fixture(params=["parquet", "csv"], scope="module")
def results(request, tmp_path_factory):
    """Each case's passing and failing result, from one run over the table in this format."""
    import duckdb

    from checks import FileSource

    folder = tmp_path_factory.mktemp("kinds")
    with duckdb.connect() as database:
        relation = database.sql(TABLE)
        if request.param == "csv":
            (folder / "data.csv").write_text(relation.df().to_csv(index=False))
        else:
            relation.write_parquet(str(folder / "data.parquet"))
    source = FileSource(str(folder), f"data.{request.param}", request.param)
    asked = [expectation(kind, **case[at]) for kind, case in CASES.items() for at in (0, 1)]
    found = outcome(source, *asked, key_columns=("id",), others=_others(folder), history=(EARLIER,)).results
    return {kind: (found[2 * at], found[2 * at + 1]) for at, kind in enumerate(CASES)}


def _others(folder):
    import duckdb

    from checks import FileSource

    with duckdb.connect() as database:
        for key, query in OTHERS.items():
            database.sql(query).write_parquet(str(folder / f"{key.partition('/')[2]}.parquet"))
    return {key: FileSource(str(folder), f"{key.partition('/')[2]}.parquet", "parquet") for key in OTHERS}


@pytest.mark.parametrize("kind", CASES)
def test_a_kind_passes_fails_and_names_the_rows_that_it_counts(kind, results):
    passing, failing = results[kind]
    assert (passing.error, failing.error) == ("", "")
    assert passing.success, passing
    assert not failing.success
    assert failing.unexpected_count == CASES[kind][2]
    if failing.unexpected_count is not None:
        assert len(failing.keys) == len(failing.examples) == failing.unexpected_count
        assert f"{failing.unexpected_count} of 5 rows fail" in failing.observed
    elif kind not in ("column_to_exist",):
        assert failing.observed


# test_learn, test_suggest, test_guard
ELSEWHERE = {kind for kind in KINDS if any(word in kind for word in ("follow_from", "misspel", "unexpected_rows"))}
OURS = {kind for kind in CASES if f"expect_{kind}" not in CORE}
NOT_ON_PANDAS = {  # Great Expectations has these for SQL only; or raises where a text is no JSON
    "column_values_to_match_like_pattern",
    "column_values_to_not_match_like_pattern",
    "column_values_to_match_like_pattern_list",
    "column_values_to_not_match_like_pattern_list",
    "column_values_to_match_json_schema",
}
COUNTED = [kind for kind, case in CASES.items() if case[2] is not None and kind not in OURS | NOT_ON_PANDAS]


@pytest.mark.parametrize("kind", COUNTED)
def test_the_counts_are_those_of_great_expectations_on_pandas(kind, results, parquet):
    frame = pandas.read_csv(_csv_of_table())
    asked = dict(CASES[kind][1])
    assert results[kind][1].unexpected_count == _pandas_count(frame, f"expect_{kind}", asked)


def _csv_of_table():
    import io

    import duckdb

    with duckdb.connect() as database:
        return io.StringIO(database.sql(TABLE).df().to_csv(index=False))


def _pandas_count(frame, kind, kwargs):
    [said] = plain(frame, [{"type": kind, "kwargs": kwargs}])
    assert not said.failure, said
    return said.unexpected
