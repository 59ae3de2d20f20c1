import json

import pytest

from checks import FileSource, Plan, SuiteInvalid, SuiteResult, run
from checks.__main__ import main
from tests.checks.conftest import expectation, outcome

DATA = "seats,year,name\n2,1999,a\n0,0,b\n400,2013,c\n"


def test_what_cannot_be_evaluated_is_told_apart_from_what_fails(csv):
    found = outcome(
        csv(DATA, "planes.csv"),
        expectation("column_values_to_not_be_null", column="seatz"),
        expectation("column_values_to_be_nice", column="seats"),
        expectation("column_values_to_match_regex", column="seats", regex="^2"),
        expectation("column_values_to_be_between", column="year", min_value="2013-01-01"),
        expectation("column_values_to_match_regex", column="name", regex=r"a\Z"),
        expectation("column_max_to_be_between", column="name", max_value=3),
        expectation("column_values_to_be_between", column="seats", min_value=1),
        expectation("column_values_to_not_be_null", column="seats"),
        7,
    )
    assert [each.broken for each in found.results] == [True] * 6 + [False, False, True]
    assert [each.success for each in found.results] == [False] * 7 + [True, False]
    assert len(found.broken) == 7
    assert [each.unexpected_count for each in found.failed] == [1]
    assert found.results[0].error == (
        "This suite asks for the column `seatz`, which planes does not have. "
        "Columns that look alike: seats. Correct the suite or the data."
    )
    assert "Did you mean expect_column_values_to_be_" in found.results[1].error
    assert found.results[2].error.startswith("`seats` holds whole numbers, and this expectation needs text.")
    assert "with which 2013-01-01 cannot be compared" in found.results[3].error
    assert found.results[4].error.startswith("The pattern a\\Z cannot be used")
    assert found.results[5].error.startswith("`name` holds text, and this expectation needs whole numbers")


def test_the_dataset_is_called_by_its_title(csv):
    source = csv(DATA)
    named = FileSource(source.root, source.path, "csv", title="nyc/planes")
    [found] = outcome(named, expectation("column_values_to_not_be_null", column="zz")).results
    assert "which nyc/planes does not have" in found.error


def test_columns_of_two_types_that_cannot_be_compared_end_in_a_sentence(csv):
    asked = expectation("column_pair_values_to_be_equal", column_A="a", column_B="b")
    [found] = outcome(csv("a,b\n1,x\n"), asked).results
    assert found.error.startswith("This could not be evaluated on these data")
    assert "Traceback" not in found.error


def test_a_column_of_another_case_is_another_column(csv):
    found = outcome(
        csv(DATA),
        expectation("column_to_exist", column="Seats"),
        expectation("table_columns_to_match_set", column_set=["Year", "seats", "name"]),
        expectation("table_columns_to_match_ordered_list", column_list=["seats", "Year", "name"]),
        expectation("column_to_exist", column="seats"),
    )
    assert [(each.success, each.error) for each in found.results] == [(False, "")] * 3 + [(True, "")]


def test_severity_id_and_tolerance_are_those_of_the_suite(csv):
    asked = expectation("column_values_to_be_between", column="seats", min_value=1, mostly=0.6)
    [found] = outcome(csv(DATA), {**asked, "severity": "warning", "id": "abc", "meta": {"a": 1}}).results
    assert (found.severity, found.id, found.success, found.unexpected_count) == ("warning", "abc", True, 1)
    assert outcome(csv(DATA), asked).results[0].severity == "critical"


def test_a_time_of_day_in_a_bound_counts(parquet):
    query = "SELECT TIMESTAMP '2013-01-05' + to_hours(range::INT) AS t FROM range(24)"
    asked = expectation("column_values_to_be_between", column="t", max_value="2013-01-05T12:00:00")
    assert outcome(parquet(query), asked).results[0].unexpected_count == 11


def test_a_table_without_rows_is_judged(csv):
    found = outcome(
        csv("a,b\n"),
        expectation("column_values_to_not_be_null", column="a"),
        expectation("table_row_count_to_be_between", min_value=1),
        expectation("column_values_to_be_unique", column="a"),
        expectation("column_proportion_of_unique_values_to_be_between", column="a", min_value=0.5),
    )
    assert [each.success for each in found.results[:3]] == [True, False, True]
    assert not any(each.broken for each in found.results[:3])


def test_hostile_column_names_work_or_end_in_a_sentence(csv):
    names = ["it's", "e;f", "%(x)s", "i.j", "m?n", ":p", "[q]", "日本", "x" * 300, "data", "row_number", "--"]
    refused = ["`a`", 'say ""hi""', "$z", "back\\\\slash"]
    header = ",".join(f'"{name}"' for name in [*names, *refused])
    source = csv(header + "\n" + ",".join(["1"] * 16) + "\n" + ",".join(["2"] * 16) + "\n")
    kinds = ("column_values_to_be_unique", "column_values_to_be_between", "column_max_to_be_between")
    for name in names:
        asked = [expectation(kind, column=name, max_value=1) for kind in kinds[1:]]
        asked.append(expectation(kinds[0], column=name))
        asked.append(
            expectation("compound_columns_to_be_unique", column_list=[name, "data" if name != "data" else "i.j"])
        )
        found = outcome(source, *asked).results
        assert [(each.error, each.success) for each in found] == [("", False), ("", False), ("", True), ("", True)]
    for name in refused:
        [found] = outcome(source, expectation(kinds[0], column=name.replace('""', '"'))).results
        assert "Rename the column in the data" in found.error


def test_a_suite_as_great_expectations_exports_it_runs_and_results_survive_json(csv):
    import great_expectations as gx
    import great_expectations.expectations as gxe

    suite = gx.ExpectationSuite(
        name="planes",
        expectations=[
            gxe.ExpectColumnValuesToBeBetween(column="seats", min_value=1, severity="warning"),
            gxe.ExpectColumnValuesToBeInSet(column="year", value_set=[1999, 2013]),
        ],
    )
    result = run(Plan(csv(DATA), json.loads(json.dumps(suite.to_json_dict()))))
    assert [each.unexpected_count for each in result.results] == [1, 1]
    assert SuiteResult.from_dict(json.loads(json.dumps(result.to_dict()))) == result


def test_a_document_that_is_no_suite_is_refused(csv):
    with pytest.raises(SuiteInvalid, match="not a Great Expectations suite"):
        run(Plan(csv(DATA), {"name": "x"}))


@pytest.mark.parametrize(("least", "code"), [(0, 0), (1, 1), ("x", 2)])
def test_a_suite_can_be_tried_from_the_command_line(least, code, csv, tmp_path, capsys):
    source = csv(DATA)
    suite = tmp_path / "suite.json"
    asked = expectation("column_values_to_be_between", column="seats", min_value=least)
    suite.write_text(json.dumps({"expectations": [asked]}))
    assert main([str(suite), f"{source.root}/{source.path}", "--key", "year"]) == code
    said = capsys.readouterr().out
    assert said.startswith("✓ `seats` is at least 0: all 3 rows pass" if code == 0 else "✗ `seats` is")
    assert ('{"year": 0}' in said) is (code == 1)


def test_the_command_line_ends_with_2_and_a_sentence_for_a_missing_file(tmp_path, capsys):
    suite = tmp_path / "suite.json"
    suite.write_text("{}")
    assert main([str(suite), str(tmp_path / "no.csv")]) == 2
    assert "Great Expectations suite" in capsys.readouterr().err
    suite.write_text("{")
    assert main([str(suite), str(tmp_path / "no.csv")]) == 2


def test_importing_checks_is_cheap():
    import subprocess
    import sys

    heavy = {"great_expectations", "duckdb", "django", "pandas"}
    code = f"import checks, checks.client, sys; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
