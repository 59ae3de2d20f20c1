"""How lists add up, and what a blind sweep says in words."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness.confidence.accumulation import accumulation
from weirdness.confidence.blind_sweep import blind_sweep
from weirdness.confidence.errors import Refused
from weirdness.confidence.sweep_words import sweep_found_words, sweep_words

MATRICES = st.integers(0, 6).flatmap(
    lambda items: st.lists(st.lists(st.integers(0, 1), min_size=items, max_size=items), min_size=1, max_size=6)
)
MUCH = [[1] * 4 + [0] * 12, [0] * 4 + [1] * 4 + [0] * 8, [0] * 8 + [1] * 4 + [0] * 4, [0] * 12 + [1] * 4]


@given(MATRICES)
def test_the_curve_is_the_mean_over_all_ways_to_choose_so_many_reviewers(matrix: list[list[int]]) -> None:
    for count, mean in enumerate(accumulation(matrix), start=1):
        chosen = list(combinations(matrix, count))
        found = [sum(any(column) for column in zip(*rows, strict=True)) for rows in chosen]
        assert mean == pytest.approx(sum(found) / len(chosen))


def test_ragged_rows_are_refused() -> None:
    with pytest.raises(Refused):
        accumulation([[1, 0], [1]])


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        (MUCH, "Four people found 16 oddities; at least 40 more are probably there (95 %)."),
        ([[], [], [], []], "Four people looked and found nothing odd."),
        (
            [[1, 1]] * 4,
            "Four people found 2 oddities, each seen by more than one of them: "
            "nothing on these lists says that more are there.",
        ),
        ([[1], [0], [0], [0]], "Four people found 1 oddity; whether more are there can't be told from these lists."),
    ],
)
def test_what_so_many_lists_say(matrix: list[list[int]], said: str) -> None:
    assert sweep_words(blind_sweep(matrix), len(matrix))[0] == said


def test_the_next_reviewer_is_foretold_and_without_an_estimate_only_what_was_found_is_said() -> None:
    assert sweep_words(blind_sweep(MUCH), 4)[1] == "A fifth reviewer would find 1 to 8 new ones."
    assert sweep_found_words(2, 3) == "Three people found 2 oddities"
    assert sweep_found_words(0, 0) == "Nobody handed in a list"
