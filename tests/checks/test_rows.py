import json
from hashlib import sha256

import pytest

from checks import SuiteInvalid, describe, fetch, preview
from tests.checks.conftest import expectation, outcome

PEOPLE = "name,city,age\nAda,Rome,36\nBob,Rome,\nAda,Rome,36\nEve,Oslo,-4\n"
NAMES = [["Ada", "Rome", "36"], ["Bob", "Rome", None], ["Ada", "Rome", "36"], ["Eve", "Oslo", "-4"]]


def row_hash(row):
    return sha256(json.dumps(row, separators=(",", ":")).encode()).hexdigest()


def test_without_key_columns_a_row_is_its_hash_and_which_of_its_equals_it_is(csv):
    keys = preview(csv(PEOPLE)).keys
    assert [key["row_sha256"] for key in keys] == [row_hash(row) for row in NAMES]
    assert [key["occurrence"] for key in keys] == [1, 1, 2, 1]


def test_failing_rows_carry_their_key_and_what_they_hold(csv):
    asked = expectation("column_values_to_be_between", column="age", min_value=0)
    [found] = outcome(csv(PEOPLE), asked, key_columns=("name",)).results
    assert found.keys == ({"name": "Eve"},)
    assert found.examples == ({"name": "Eve", "age": -4},)


def test_no_more_rows_are_named_than_were_asked_for(csv):
    text = "a\n" + "x\n" * 50
    asked = expectation("column_values_to_be_in_set", column="a", value_set=["y"])
    [found] = outcome(csv(text), asked, samples=3).results
    assert found.unexpected_count == 50
    assert [key["occurrence"] for key in found.keys] == [1, 2, 3]


def test_keys_lead_back_to_their_rows_and_unknown_ones_are_reported(csv):
    source = csv(PEOPLE)
    keys = list(preview(source).keys)
    strange = [{"row_sha256": "0" * 64, "occurrence": 1}, {"name": "Zoe"}, {"age": "old"}, {"no": 1}, {}]
    found = fetch(source, [*keys, {"name": "Bob", "age": None}, *strange], columns=["name", "age"])
    assert [row["name"] for row in found.rows] == ["Ada", "Bob", "Ada", "Eve", "Bob"]
    assert found.missing == tuple(strange)


def test_keys_of_every_type_survive_json(parquet):
    query = (
        "SELECT TIMESTAMP '2013-01-01 05:00:00.25' AS t, DATE '2013-01-01' AS d, 1.5::DECIMAL(9,2) AS n, "
        "0.1::DOUBLE AS f, true AS b, 'é\"' AS s, NULL::INTEGER AS e, TIMESTAMPTZ '2013-01-01 02:00:00+02' AS z"
    )
    source, names = parquet(query), ("t", "d", "n", "f", "b", "s", "e", "z")
    key = json.loads(json.dumps(preview(source, key_columns=names).keys[0]))
    assert key["z"] == "2013-01-01T00:00:00"
    for name in names:
        assert len(fetch(source, [{name: key[name]}]).rows) == 1, name


def test_masked_columns_appear_nowhere(csv):
    source = csv("id,secret\n1,xyzzy\n2,xyzzy\n3,plugh\n4,\n")
    asked = [
        expectation("column_values_to_be_unique", column="secret"),
        expectation("column_values_to_not_be_null", column="secret"),
        expectation("column_max_to_be_between", column="secret", max_value="2013-01-01"),
        expectation("column_distinct_values_to_be_in_set", column="secret", value_set=["a"]),
        expectation("column_values_to_be_between", column="secret", max_value=3),
        expectation("column_pair_values_to_be_equal", column_A="id", column_B="secret"),
        expectation("column_mean_to_be_between", column="secret", max_value=3),
        expectation("column_values_to_be_in_set", column="id", value_set=["secret"]),
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


def test_key_columns_that_repeat_or_are_missing_are_told(csv):
    source = csv(PEOPLE)
    assert describe(source, ["name"]).key_unique is False
    assert describe(source, ["name", "city", "age"]).key_unique is False
    assert describe(source).key_unique is None
    assert describe(csv("a\n1\n2\n"), ["a"]).key_unique is True
    with pytest.raises(SuiteInvalid, match="has no `nome`"):
        describe(source, ["nome"])


def test_a_preview_shows_no_more_than_asked_and_cuts_long_values(csv):
    found = preview(csv("a\n" + "x" * 5000 + "\n1\n"), limit=1)
    assert len(found.rows) == 1
    assert len(found.rows[0]["a"]) == 501
