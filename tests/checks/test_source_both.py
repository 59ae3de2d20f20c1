"""What holds of every source, file or database: the same rows, asked the same."""

import json
from pathlib import Path

import pytest

from checks import SuiteInvalid, describe, fetch, preview
from checks.engine.table import open_table
from tests.checks.conftest import expectation, outcome

PEOPLE = """
    SELECT * FROM (VALUES ('Ada', 'Rome', 36), ('Bob', 'Rome', NULL), ('Ada', 'Rome', 36), ('Eve', 'Oslo', -4))
    AS people (name, city, age)
"""
TYPES = """
    SELECT 1::BIGINT AS a, 1.5::DECIMAL(9,2) AS b, 'x'::VARCHAR AS c, true AS d, DATE '2013-01-01' AS e, [1] AS f,
    TIME '12:00' AS g, TIMESTAMP '2013-01-01 05:00:00.25' AS h, TIMESTAMPTZ '2013-01-01 02:00:00+02' AS i,
    0.1::DOUBLE PRECISION AS j, 'é"'::VARCHAR AS k, NULL::INTEGER AS l, 1::SMALLINT AS m, 0.1::REAL AS n,
    INTERVAL '1 day' AS o, 'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID AS p, 12345678901234567.25::DECIMAL(20,2) AS q
"""
KINDS = (
    "integer number text boolean date nested time datetime datetime "
    "number text integer integer number duration text number"
)


@pytest.fixture
def typed(kept):
    query = TYPES if kept.__name__ == "write" else TYPES.replace("[1]", "ARRAY[1]")
    return kept(query)


def test_types_are_named_in_words_of_our_own(typed):
    assert [kind for _, kind in describe(typed).columns] == KINDS.split()


def test_keys_of_every_type_survive_json(typed):
    names = tuple("abcdeghijklmnpq")
    key = json.loads(json.dumps(preview(typed, key_columns=names).keys[0]))
    assert key["i"] == "2013-01-01T00:00:00"
    assert key["q"] == "12345678901234567.25"
    for name in names:
        assert len(fetch(typed, [{name: key[name]}]).rows) == 1, name


def test_without_key_columns_a_row_is_its_hash_and_which_of_its_equals_it_is(kept):
    keys = preview(kept(PEOPLE)).keys
    assert [key["occurrence"] for key in keys] == [1, 1, 2, 1]
    assert keys[0]["row_sha256"] == keys[2]["row_sha256"]
    assert len({key["row_sha256"] for key in keys}) == 3


def test_a_row_has_the_same_hash_in_a_file_and_in_a_database(parquet, lab):
    assert preview(parquet(PEOPLE)).keys == preview(lab.keep(PEOPLE)).keys


def test_failing_rows_carry_their_key_and_what_they_hold(kept):
    asked = expectation("column_values_to_be_between", column="age", min_value=0)
    source = kept(PEOPLE)
    [found] = outcome(source, asked, key_columns=("name",)).results
    assert found.unexpected_count == 1
    assert found.keys == ({"name": "Eve"},)
    assert found.examples == ({"name": "Eve", "age": -4},)
    [unkeyed] = outcome(source, asked).results
    assert fetch(source, list(unkeyed.keys)).rows[0]["name"] == "Eve"


def test_no_more_rows_are_named_than_were_asked_for(kept):
    asked = expectation("column_values_to_be_in_set", column="a", value_set=["y"])
    [found] = outcome(kept("SELECT 'x' AS a FROM generate_series(1, 50)"), asked, samples=3).results
    assert found.unexpected_count == 50
    assert [key["occurrence"] for key in found.keys] == [1, 2, 3]


def test_keys_lead_back_to_their_rows_and_unknown_ones_are_reported(kept):
    source = kept(PEOPLE)
    keys = list(preview(source).keys)
    strange = [{"row_sha256": "0" * 64, "occurrence": 1}, {"name": "Zoe"}, {"age": "old"}, {"no": 1}, {}]
    found = fetch(source, [*keys, {"name": "Bob", "age": None}, *strange], columns=["name", "age"])
    assert [row["name"] for row in found.rows] == ["Ada", "Bob", "Ada", "Eve", "Bob"]
    assert found.missing == tuple(strange)


def test_masked_columns_appear_nowhere(kept):
    source = kept("SELECT * FROM (VALUES (1, 'xyzzy'), (2, 'xyzzy'), (3, 'plugh'), (4, NULL)) AS t (id, secret)")
    asked = [
        expectation("column_values_to_be_unique", column="secret"),
        expectation("column_values_to_not_be_null", column="secret"),
        expectation("column_max_to_be_between", column="secret", max_value="2013-01-01"),
        expectation("column_distinct_values_to_be_in_set", column="secret", value_set=["a"]),
        expectation("column_mean_to_be_between", column="secret", max_value=3),
    ]
    for keys in (("id",), ("secret",), ()):
        result = outcome(source, *asked, key_columns=keys, masked_columns=("secret",))
        rows = fetch(source, list(result.results[0].keys), masked_columns=["secret"])
        shown = preview(source, key_columns=keys, masked_columns=["secret"])
        text = json.dumps([result.to_dict(), rows.to_dict(), shown.to_dict()], ensure_ascii=False)
        assert "xyzzy" not in text
        assert "plugh" not in text
        assert result.results[0].examples[0]["secret"] == "•••"
        assert len(rows.rows) == 2


def test_key_columns_that_repeat_or_are_missing_are_told(kept):
    source = kept(PEOPLE)
    assert describe(source, ["name"]).key_unique is False
    assert describe(source, ["name", "city", "age"]).key_unique is False
    assert describe(source).key_unique is None
    assert describe(kept("SELECT 1 AS a UNION ALL SELECT 2", "other"), ["a"]).key_unique is True
    with pytest.raises(SuiteInvalid, match="has no `nome`"):
        describe(source, ["nome"])


def test_a_preview_shows_the_first_rows_and_cuts_long_values(kept):
    found = preview(kept("SELECT i AS id, repeat('x', 5000) AS a FROM generate_series(1, 1000) AS t (i)"), limit=3)
    assert [row["id"] for row in found.rows] == [1, 2, 3]
    assert len(found.rows[0]["a"]) == 501


@pytest.mark.parametrize(
    "name", ['a"b', "a'b", "a%b", "a?b", "a b", "é", "data", "numbered", "row_number", "SELECT", "%s", "a:b", "a;b"]
)
def test_a_column_may_have_any_name_and_a_value_any_text(name, kept):
    quoted = name.replace('"', '""')
    source = kept(f"SELECT 1 AS id, '100 %? %s :x'::VARCHAR AS \"{quoted}\"")
    assert fetch(source, [{name: "100 %? %s :x"}], columns=["id"]).rows == ({"id": 1},)
    asked = expectation("column_values_to_be_in_set", column=name, value_set=["%", "?"])
    [found] = outcome(source, asked).results
    if '"' in name:  # Great Expectations could take it for code
        assert "Rename the column" in found.error
        return
    assert (found.error, found.unexpected_count, len(found.keys)) == ("", 1, 1)


def test_questions_may_name_their_own_parts(kept):
    with open_table(kept(PEOPLE)) as table:
        assert table.ask("WITH old AS (SELECT * FROM data WHERE age > ?) SELECT count(*) FROM old", [1]) == [(2,)]
        assert table.ask("SELECT '100 % ?', count(*) FROM numbered WHERE name LIKE 'A%'") == [("100 % ?", 2)]
        assert table.row_count == 4


def test_what_is_asked_twice_is_known_by_its_fingerprint(kept):
    source = kept(PEOPLE)
    assert describe(source).fingerprint == describe(source).fingerprint != ""


def test_nan_is_missing_in_a_file_and_a_value_in_a_database(parquet, lab):
    """One rule per kind of source: as pandas sees a file, and as the database's own queries see it."""
    query = "SELECT 1.0::DOUBLE PRECISION AS x UNION ALL SELECT 'nan'::DOUBLE PRECISION UNION ALL SELECT NULL"
    missing = expectation("column_values_to_not_be_null", column="x")
    large = expectation("column_values_to_be_between", column="x", max_value=10)
    counts = {
        type(source).__name__: [each.unexpected_count for each in outcome(source, missing, large).results]
        for source in (parquet(query), lab.keep(query))
    }
    assert counts == {"FileSource": [2, 0], "DatabaseSource": [1, 1]}


def test_nothing_of_this_machine_is_told(kept, tmp_path):
    assert str(Path(tmp_path)) not in json.dumps(describe(kept(PEOPLE)).to_dict())
