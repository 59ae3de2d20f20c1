"""Looking through rows page by page, on files and databases alike."""

import pytest

from checks import SuiteInvalid, preview

PLATES = """SELECT * FROM (VALUES ('P1', 'A1', -4.5, 'Bea'), ('P1', 'A2', 12.0, 'Quinn'), ('P1', 'B1', NULL, 'Bea'),
    ('P2', 'a1', 7.0, ''), ('P2', '', 30.0, 'Bea')) AS t (plate, well, signal, operator)"""
HUNDRED = "SELECT i AS id, 'well ' || i AS well FROM generate_series(1, 100) AS t (i)"


def wells(found):
    return [row["well"] for row in found.rows]


def test_pages_follow_each_other_without_a_gap(kept):
    source = kept(HUNDRED)
    pages = [preview(source, 25, ["id"], offset=offset) for offset in (0, 25, 50, 75, 100)]
    assert [row["id"] for page in pages for row in page.rows] == list(range(1, 101))
    assert pages[1].keys[0] == {"id": 26}


@pytest.mark.parametrize(
    ("only", "finds"),
    [
        ({"column": "well", "is": "contains", "value": "A"}, ["A1", "A2", "a1"]),
        ({"column": "well", "is": "equals", "value": "A1"}, ["A1"]),
        ({"column": "signal", "is": "contains", "value": "-4"}, ["A1"]),
        ({"column": "signal", "is": "equals", "value": "12"}, ["A2"]),
        ({"column": "signal", "is": "equals", "value": "many"}, []),
        ({"column": "signal", "is": "is empty"}, ["B1"]),
        ({"column": "well", "is": "is empty"}, [""]),
        ({"column": "well", "is": "contains", "value": "%_"}, []),
    ],
)
def test_rows_are_found_by_what_one_column_holds(only, finds, kept):
    assert wells(preview(kept(PLATES), only=[only])) == finds


def test_several_conditions_must_all_hold_and_the_found_rows_have_pages_too(kept):
    source = kept(HUNDRED)
    only = [{"column": "well", "is": "contains", "value": "1"}, {"column": "id", "is": "contains", "value": "2"}]
    assert wells(preview(source, only=only)) == ["well 12", "well 21"]
    assert wells(preview(source, 1, only=only, offset=1)) == ["well 21"]
    assert set(preview(source, 1, only=only, offset=1).keys[0]) == {"row_sha256", "occurrence"}


def test_hidden_columns_are_shown_masked_and_no_row_is_found_by_them(kept):
    source = kept(PLATES)
    found = preview(source, 5, ["plate", "well"], ["operator"])
    assert {row["operator"] for row in found.rows} == {"•••"}
    for rule in ("contains", "equals", "is empty"):
        with pytest.raises(SuiteInvalid, match="`operator` holds is hidden"):
            preview(source, 5, [], ["operator"], only=[{"column": "operator", "is": rule, "value": "Bea"}])


def test_a_column_or_a_rule_that_is_not_there_is_told(kept):
    source = kept(PLATES)
    with pytest.raises(SuiteInvalid, match="has no `sinal`"):
        preview(source, only=[{"column": "sinal", "is": "is empty"}])
    with pytest.raises(SuiteInvalid, match="contains, equals, or where it is empty"):
        preview(source, only=[{"column": "signal", "is": "like", "value": "1"}])
