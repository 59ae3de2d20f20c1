"""The small pieces."""

from datetime import timedelta

import pytest

from tests.cast import NOW
from weirdness.mail import letters, words


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        ({"minutes": 59}, "less than an hour"),
        ({"hours": 1}, "1 hour"),
        ({"hours": 47}, "47 hours"),
        ({"hours": 48}, "2 days"),
        ({"days": 400}, "400 days"),
        ({"hours": -3}, "less than an hour"),
    ],
)
def test_an_age_is_said_in_the_largest_unit_that_says_enough(wait: dict[str, int], said: str) -> None:
    assert words.age(NOW - timedelta(**wait), NOW) == said


@pytest.mark.parametrize(
    ("shares", "drawn"),
    [([], ""), ([0, 0], "▁▁"), ([0, 0.001, 1], "▁▂█"), ([0.2, 0.2], "██"), ([0.5, 1.0], "▅█")],
)
def test_a_sparkline_shows_zero_as_zero_and_anything_else_as_more(shares: list[float], drawn: str) -> None:
    assert words.sparkline(shares) == drawn


def test_a_row_is_named_in_the_order_of_its_key_and_an_empty_cell_says_so() -> None:
    assert words.row_key({"well": None, "plate": "P1"}, ["plate", "well"]) == "plate P1, well (empty)"
    assert words.row_key({"row": 7}, []) == "row 7"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nBcc: b", "a Bcc: b"),
        ("  a \t b ", "a b"),
        ("a\x00b", "a b"),
        ("a\u2028b", "a b"),
        ("x" * 200, "x" * 159 + "…"),
    ],
)
def test_a_header_is_one_line(text: str, line: str) -> None:
    assert letters.one_line(text) == line
