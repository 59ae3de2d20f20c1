"""Rows as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness.services import rows
from weirdness.services.errors import Refused

KEY = ["plate", "well"]
VALUES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


def test_pairs_beyond_the_key_mark_the_cells_that_are_odd() -> None:
    assert rows.named("plate=P1, well=A1, signal=-4.5", KEY) == [
        rows.Named({"plate": "P1", "well": "A1"}, {"signal": "-4.5"})
    ]
    assert rows.marks("P1,A2\nwell=A1,plate=P1,signal=-4.5", {"plate": "P1", "well": "A1"}) == {"signal": "-4.5"}
    again = "plate=P1,well=A1,well=A1"
    assert rows.named(again, KEY) == [rows.Named({"plate": "P1", "well": "A1"}, {"well": "A1"})]
    assert rows.marks("P1,A1\nwhatever\n", {"plate": "P1", "well": "A1"}) == {}


def test_a_row_without_a_key_of_its_own_is_named_by_its_hash() -> None:
    text = "row_sha256=ab12,occurrence=2,signal=7"
    assert rows.named(text, []) == [rows.Named({"row_sha256": "ab12", "occurrence": 2}, {"signal": "7"})]
    assert rows.read("the third one from above", []) == []


def test_pairs_that_leave_out_a_part_of_the_key_are_refused() -> None:
    with pytest.raises(Refused, match="does not name a row"):
        rows.named("plate=P1,signal=-4.5", KEY)


def test_a_row_that_is_picked_again_stays_one_line_and_gains_the_new_marks() -> None:
    key = {"plate": "P1", "well": "A1"}
    text = rows.added(
        "P1,A1\nsee the photo", [rows.Named(key, {"signal": "-4.5"}), rows.Named(key, {"well": "A1"})], KEY
    )
    assert text == "plate=P1,well=A1,signal=-4.5,well=A1\nsee the photo"


@given(plate=VALUES, well=VALUES, held=st.none() | VALUES)
def test_whatever_a_key_holds_its_line_is_read_as_the_same_key_and_marks(
    plate: str, well: str, held: str | None
) -> None:
    key, marks = {"plate": plate, "well": well}, {} if held is None else {"signal": held}
    written = rows.line(key, marks, KEY)
    assert rows.named(written, KEY) == [rows.Named(key, marks)]
    assert rows.marks(written, key) == marks
