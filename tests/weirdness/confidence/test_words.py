"""What people read: the screen of the design, and what it keeps back while there is too little to say."""

from dataclasses import replace

from weirdness import confidence as c
from weirdness.confidence.discovery import Range
from weirdness.confidence.numbers import Numbers
from weirdness.confidence.quiet_run import Route
from weirdness.confidence.words import Estimate, quiet_words

ABOUT = c.About(name="Customer orders", era_began="the schema change of 3 March")
INPUTS = c.StateInputs(
    looks=212,
    finds=(2, 3, 3, 7, 151),
    tolerated_rate=0.05,
    looks_by_person=(20,) * 10 + (3,) * 4,
    looks_by_viewpoint=(100, 100, 12),
    viewpoints_missing=("quality control",),
)
NUMBERS = Numbers(
    quiet_run=c.quiet_run(INPUTS.finds, 212, 0.05),
    shortest=Route(0, 61, 74),
    confidence=0.7299,
    breadth=c.breadth(INPUTS.looks_by_person, INPUTS.looks_by_viewpoint),
)
GUESS = Estimate(100, forecast=Range(0, 1.4, 4), found=Range(0.712, 0.914, 0.99))


def text(inputs: c.StateInputs) -> str:
    return str(c.summarise(inputs, ABOUT)["screen"])


def test_the_screen_reads_as_the_design_has_it() -> None:
    assert c.screen(ABOUT, "learning", c.sentences(INPUTS, NUMBERS, GUESS, ABOUT)) == (
        "**Customer orders: learning.** 61 of 74 quiet uses. Confidence 72 % (needs 80 %) that fewer than 1 use in 20 "
        "turns up something new. About 91 % of what people like you run into here is already on the list (at least "
        "71 %). The next 100 uses should turn up 0 to 4 new oddities. Based on 212 uses by 14 people in 3 roles since "
        "the schema change of 3 March. Nobody from quality control has looked yet."
    )


def test_nobody_looked_is_said_without_a_number() -> None:
    empty = c.StateInputs(looks=0, tolerated_rate=0.05)
    assert text(empty) == "**Customer orders: learning.** Nobody has looked yet."


def test_below_ten_looks_or_three_people_only_the_range_is_named() -> None:
    for few in (replace(INPUTS, looks=9, finds=()), replace(INPUTS, looks_by_person=(100, 112))):
        told = text(few)
        assert "Confidence" not in told
        assert "About" not in told
        assert "It is too early for one figure; the next 100 uses should turn up 0 to" in told
    assert "At least" in text(replace(INPUTS, looks_by_person=(100, 112)))


def test_the_share_found_is_hidden_below_five_finds_or_twenty_looks() -> None:
    assert "on the list" in text(INPUTS)
    assert "on the list" not in text(replace(INPUTS, finds=(2, 3, 3, 7)))
    assert "on the list" not in text(replace(INPUTS, looks=19, finds=(2, 3, 3, 7, 8)))


def test_figures_are_rounded_down_so_that_nothing_reads_as_reached_before_it_is() -> None:
    nearly = c.sentences(INPUTS, NUMBERS._replace(confidence=0.7999), GUESS, ABOUT)
    assert "Confidence 79 % (needs 80 %)" in nearly[1]


def test_a_state_that_surprises_says_why_first() -> None:
    alone = replace(INPUTS, finds=(), looks_by_person=(212,), looks_by_viewpoint=(212,))
    assert text(alone).startswith("**Customer orders: quiet, too few eyes.** It has been quiet for long enough")
    broken = replace(INPUTS, previous="stable", graduated_at=200, failing_checks=1)
    assert text(broken).startswith("**Customer orders: relapsed.** 1 important check fails. ")


def test_by_the_first_rule_a_quiet_run_with_finds_says_how_many_it_allows() -> None:
    one = c.shortest_route([140], 212, 0.05)
    assert one.k == 1
    assert quiet_words(one, 1) == "The quiet run is complete: 212 uses with at most 1 new oddity (112 needed)."
    assert quiet_words(Route(1, 12, 112), 1) == "12 of 112 uses with at most 1 new oddity."


def test_by_the_second_rule_finds_only_make_the_way_longer() -> None:
    assert quiet_words(Route(1, 12, 74), 2) == "12 of 74 uses, if nothing new turns up."
    assert quiet_words(Route(0, 61, 74), 2) == "61 of 74 quiet uses."
    assert quiet_words(Route(0, 80, 80), 2) == "The quiet run is complete: 80 quiet uses."
    assert "The quiet run is complete: 212 uses. " in text(replace(INPUTS, finds=(140,)))


def test_an_old_last_look_is_said() -> None:
    old = replace(INPUTS, look_age_days=(120.0,) * 212)
    assert "since the schema change of 3 March, the last 120 days ago." in text(old)
