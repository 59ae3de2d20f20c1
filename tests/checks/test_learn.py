"""Learning from marked rows: tables are made up, and every wrong cell in them is known."""

import csv as comma
import io
import json
import random
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.learning import chosen, from_folder, looked_at, scores, told, truth_of
from checks import SuiteInvalid, preview
from checks.client import ask
from checks.engine.learn import learn
from checks.learn.columns import encode
from checks.learn.containment import apart
from checks.learn.dependence import dissents
from checks.learn.rules import pattern
from checks.learn.shapes import ending, is_placeholder, shape, skeleton
from checks.spelling import distance, misspelt
from checks.validate import validate_suite
from tests.checks.conftest import expectation, outcome
from tests.checks.dirtying import SCHEMAS, made

DIRTY = Path(__file__).resolve().parents[3] / "shared" / "data" / "dirty"


def written(names, rows):
    text = io.StringIO()
    comma.writer(text).writerows([names, *rows])
    return text.getvalue()


@pytest.fixture
def asked(csv):
    """A spoilt table as a source, its first rows' keys, and eight marked rows."""

    def make(schema, seed, count=8):
        names, rows, wrong = made(schema, seed, rows=300)
        source = csv(written(names, rows), f"{schema}{seed}.csv")
        keys = preview(source, 1000).keys
        flagged = random.Random(seed).sample(sorted({row for row, _ in wrong}), count)
        marked = [{"key": keys[row], "columns": [names[at] for r, at in wrong if r == row]} for row in flagged]
        return source, keys, marked, {(json.dumps(keys[row]), names[at]) for row, at in wrong}

    return make


def test_marked_rows_find_more_wrong_cells_through_the_server(asked, server):
    source, _, marked, wrong = asked("orders", 102)
    payload = {"source": source.to_dict(), "key_columns": [], "masked_columns": [], "marked": marked, "most": 50}
    answer = ask("learn", payload, socket_path=server.path, deadline=60).content
    found = [(json.dumps(each["key"]), each["column"]) for each in answer["more"]]
    assert 5 <= len(found) <= 50
    assert sum(each in wrong for each in found) >= 0.9 * len(found)
    assert all(each["because"] and 0.5 < each["sure"] <= 1 for each in answer["more"])
    assert not {json.dumps(each["key"]) for each in marked} & {key for key, _ in found}
    assert len(answer["ask_next"]) == 5
    assert answer["note"] == ""


@pytest.mark.parametrize("schema", list(SCHEMAS))
def test_each_proposed_expectation_is_valid_and_finds_what_was_said(asked, schema):
    source, _, marked, _ = asked(schema, 7)
    detectors = learn(source, (), (), marked).content["detectors"]
    proposed = [each for each in detectors if each["expectation"]]
    assert proposed
    validate_suite({"expectations": [each["expectation"] for each in proposed]})
    results = outcome(source, *[each["expectation"] for each in proposed]).results
    assert [(each.sentence, each.unexpected_count, each.error) for each in results] == [
        (each["sentence"], each["finds"], "") for each in proposed
    ]


def test_twenty_rows_are_enough_on_tables_of_all_shapes():
    reached = []
    for schema in SCHEMAS:
        names, rows, wrong = made(schema, 3, rows=300)
        looked = looked_at(names, rows)
        truth = truth_of(looked, wrong)
        cells, _ = told(looked, truth, chosen("asked", looked, truth, seed=0))
        reached.append(scores(cells, truth)[2])
    assert np.mean(reached) >= 0.85, reached


def test_a_masked_column_is_neither_read_nor_told(csv):
    rows = "".join(f"{at},plugh{at % 3},{'xyzzy' if at % 9 else 'xyzzz'}\n" for at in range(90))
    source = csv(f"id,name,secret\n{rows}")
    marked = [{"key": {"id": 9}, "columns": ["secret", "name"]}]
    answer = learn(source, ("id",), ("secret",), marked).content
    assert "xyzz" not in json.dumps(answer)
    assert answer["note"] == "Nothing was learned about `secret`: what is masked is not read."


def test_marks_that_name_nothing_are_told(csv):
    source = csv("id,name\n" + "".join(f"{at},Ada\n" for at in range(20)) + "20,\n")
    here, gone = {"key": {"id": 20}, "columns": ["name"]}, {"key": {"id": 99}, "columns": ["name"]}
    assert learn(source, ("id",), (), [here, gone]).content["missing"] == [{"id": 99}]
    with pytest.raises(SuiteInvalid, match="None of the marked rows"):
        learn(source, ("id",), (), [gone])
    with pytest.raises(SuiteInvalid, match="has no `nome`"):
        learn(source, ("id",), (), [{"key": {"id": 20}, "columns": ["nome"]}])
    with pytest.raises(SuiteInvalid, match="needs its key"):
        learn(source, ("id",), (), [{"columns": ["name"]}])


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,\n", "a\n1\n", "a,b\nx,x\n", "a\n\u00e9\n\U0001f600\n", "a,b\n" + "1,2\n" * 40, "a\n" + "y" * 5000 + "\n"],
)
def test_odd_tables_do_no_harm(csv, text):
    source = csv(text)
    keys = preview(source).keys
    assert learn(source, (), (), [{"key": keys[0], "columns": ["a"]}]).content["marked"] == [1, 1]


def test_nothing_marked_as_right_is_told_to_be_wrong_by_a_proposed_expectation(asked):
    source, _, marked, _ = asked("persons", 102)
    right = {json.dumps(each["key"]) for each in marked}
    for each in learn(source, (), (), marked).content["detectors"]:
        if each["expectation"]:
            [found] = outcome(source, each["expectation"], samples=300).results
            for key in found.keys:
                columns = next((row["columns"] for row in marked if row["key"] == key), [each["column"]])
                assert json.dumps(key) not in right or each["column"] in columns


def test_a_cell_is_blamed_when_others_speak_against_it_and_not_the_one_that_misleads_them():
    zips = encode("zip", ["1"] * 9 + ["2"] * 10 + ["1"])
    town = encode("town", ["A"] * 10 + ["B"] * 9 + ["A"])
    code = encode("code", ["x"] * 10 + ["y"] * 9 + ["x"])
    of_zip, of_town, _ = dissents([zips, town, code])
    assert of_zip.net[9] > 0.5 > of_town.net[9]
    assert zips.texts[of_zip.says[9]] == "1"


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("paris", "pairs", 1),
        ("paris", "pars", 1),
        ("same", "same", 0),
        ("ab", "ba", 1),
        ("", "abc", None),
        ("kitten", "sitting", None),
    ],
)
def test_edits_between_two_texts_count_a_swap_as_one(one, other, edits):
    assert distance(one, other, most=2) == edits


def test_misspellings_are_rare_and_differ_in_letters():
    texts, counts = ["Rome", "Romme", "Oslo", "A-17", "A-18"], [50, 1, 40, 30, 1]
    assert misspelt(texts, counts, 5) == [False, True, False, False, False]


def test_kinds_for_misspellings_and_for_columns_that_follow_from_another(csv):
    rows = "1,Rome\n" * 9 + "1,Rmoe\n" + "2,Oslo\n" * 9 + "2,\n" + "3,Rome\n3,Oslo\n,Oslo\n"
    source = csv(f"zip,town\n{rows}")
    spelt = expectation("column_values_to_not_be_misspelt", column="town")
    follows = expectation("column_values_to_follow_from_column", column="town", determinant="zip")
    first, second = outcome(source, spelt, follows).results
    assert (first.unexpected_count, first.examples[0]["town"]) == (1, "Rmoe")
    assert (second.unexpected_count, second.error) == (2, "")
    assert second.sentence == "Rows with the same `zip` agree on `town`"


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32), min_size=1, max_size=30))
def test_a_pattern_made_from_a_text_matches_it(text):
    assert re.search(f"^(?:{pattern(shape(text), loosely=False)})$", text)
    assert re.search(f"^(?:{pattern(skeleton(text), loosely=True)})$", text)


def test_units_and_placeholders_are_seen():
    assert [ending(text) for text in ("12.0 oz", "12%", "5 OZ.", "Rome", "17")] == ["oz", "%", "oz.", "", ""]
    assert is_placeholder(" N/A ")
    assert not is_placeholder("Nantes")


@pytest.mark.shared
@pytest.mark.skipif(not DIRTY.is_dir(), reason="the tables with known errors are not here")
def test_twenty_rows_reach_the_aims_on_tables_with_known_errors():
    aims = {"hospital": 0.85, "beers": 0.95}
    for name, names, rows, wrong in from_folder(DIRTY):
        looked = looked_at(names, rows)
        truth = truth_of(looked, wrong)
        cells, _ = told(looked, truth, chosen("asked", looked, truth, seed=0))
        assert scores(cells, truth)[2] >= aims.get(name, 0), name


def test_of_a_long_table_an_even_choice_is_looked_at_and_the_marked_rows_are_in_it(parquet):
    source = parquet("SELECT i AS id, CASE WHEN i % 1000 = 7 THEN 'x' ELSE 'word' END AS said FROM range(25000) r(i)")
    marked = [{"key": {"id": 24007}, "columns": ["said"]}]
    answer = learn(source, ("id",), (), marked).content
    assert answer["note"] == "Looked at 20,000 of 25,000 rows, chosen evenly."
    assert answer["marked"] == [1, 1]
    assert {each["value"] for each in answer["more"]} == {"x"}


def test_a_text_that_does_not_hold_what_it_usually_holds_is_apart():
    names = encode("name", ["anna", "berta", "carla", "doris", "emilia"] * 4)
    mails = encode(
        "mail", [f"{name}@x.org" for name in ["anna", "berta", "carla", "doris", "emilia"] * 3 + ["zoe"] * 5]
    )
    of_name, of_mail = apart([names, mails])
    assert (of_mail[:15] == 0).all()
    assert (of_mail[15:] > 0.7).all()
    assert (of_name == of_mail).all()
