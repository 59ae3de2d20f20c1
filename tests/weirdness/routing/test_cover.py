"""Who stands in for whom, over people as plain data."""

from hypothesis import given
from hypothesis import strategies as st

from weirdness.routing.cover import Standing, follow

HERE = Standing("Dana")


def test_who_is_there_has_their_own_work() -> None:
    assert (follow(1, {1: HERE}.__getitem__).who, follow(1, {1: HERE}.__getitem__).steps) == (1, ())


def test_the_cover_has_it_and_the_step_says_so() -> None:
    found = follow(1, {1: Standing("Bea", "is away until 3 December 2026", (2,)), 2: HERE}.__getitem__)
    assert (found.who, found.steps) == (2, ("Bea is away until 3 December 2026, Dana covers",))


def test_the_covers_cover_has_it_when_both_are_away() -> None:
    people = {1: Standing("Bea", "is away", (2,)), 2: Standing("Mia", "is away, too", (3,)), 3: HERE}
    found = follow(1, people.__getitem__)
    assert (found.who, found.steps) == (3, ("Bea is away, Mia would cover", "Mia is away, too, Dana covers"))


def test_a_circle_of_covers_ends_with_nobody() -> None:
    people = {1: Standing("Bea", "is away", (2,)), 2: Standing("Mia", "is away", (1,))}
    assert follow(1, people.__getitem__).who is None


def test_the_second_cover_has_it_when_the_first_leads_nowhere() -> None:
    people = {1: Standing("Bea", "is away", (2, 3)), 2: Standing("Mia", "is away", (1,)), 3: HERE}
    assert follow(1, people.__getitem__).who == 3


@given(st.lists(st.tuples(st.booleans(), st.lists(st.integers(0, 7), max_size=3)), min_size=8, max_size=8))
def test_somebody_who_is_there_and_can_be_reached_is_found(people: list[tuple[bool, list[int]]]) -> None:
    standings = {n: Standing(str(n), "is away" if away else "", tuple(to)) for n, (away, to) in enumerate(people)}
    reached, layer = {0}, [0]
    while layer:
        layer = [c for n in layer if standings[n].away for c in standings[n].covers if c not in reached]
        reached |= set(layer)
    found = follow(0, standings.__getitem__)
    assert (found.who is not None) == any(not standings[n].away for n in reached)
    assert found.who is None or not standings[found.who].away
