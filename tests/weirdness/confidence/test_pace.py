"""When the missing looks will have happened, and what a tier promises and costs."""

from datetime import date

import numpy as np
import pytest

from weirdness import confidence as c

TODAY = date(2026, 11, 21)


def test_two_looks_a_day_make_twenty_looks_in_about_ten_days() -> None:
    guess = c.pace(20, [day / 2 for day in range(180)])
    assert guess is not None
    assert guess.per_day == pytest.approx(2, abs=0.02)
    assert guess.soonest_days < 10 < guess.latest_days


def test_the_range_holds_about_as_often_as_it_says() -> None:
    rng, held, tries = np.random.default_rng(7), 0, 400
    for _ in range(tries):
        rate = rng.uniform(0.1, 2)
        past = rng.uniform(0, 90, rng.poisson(rate * 90))
        wait = rng.gamma(25) / rate
        guess = c.pace(25, [90.0, *past])
        assert guess is not None
        held += guess.soonest_days <= wait <= guess.latest_days
    assert 0.75 <= held / tries <= 0.92  # days are whole and bunching is only ever added, so a little above 0.8


def test_bunched_looks_make_the_range_wider() -> None:
    even = c.pace(30, [float(day) for day in range(90)])
    bunched = c.pace(30, [float(day // 30 * 30) for day in range(90)])
    assert even is not None
    assert bunched is not None
    assert bunched.latest_days - bunched.soonest_days > 2 * (even.latest_days - even.soonest_days)


def test_nobody_lately_means_never() -> None:
    assert c.pace(5, []) is None
    assert c.pace(5, [91.0, 400.0]) is None
    assert c.pace_words(None, TODAY).startswith("Nobody has looked lately")


def test_nothing_to_go_is_today() -> None:
    guess = c.pace(0, [1.0, 2.0])
    assert guess is not None
    assert guess.dates(TODAY) == (TODAY, TODAY)
    assert c.pace_words(guess, TODAY) == "No more uses are needed."


def test_the_words_name_looks_pace_and_dates() -> None:
    guess = c.Pace(13, 2.1, 4, 11)
    words = "13 more uses: at today's pace (2.1 a day) between 25 November 2026 and 2 December 2026."
    assert c.pace_words(guess, TODAY) == words
    assert "(0.7 a week) on 25 November 2026" in c.pace_words(c.Pace(1, 0.1, 4, 4), TODAY)


def test_a_date_beyond_the_calendar_stays_on_it() -> None:
    assert c.Pace(13, 1e-9, 4, 10**9).dates(TODAY)[1] == date.max


@pytest.mark.parametrize("wrong", [(-1, [1.0]), (1, [-1.0]), (1, [float("nan")])])
def test_looks_that_cannot_be_are_refused(wrong: tuple[int, list[float]]) -> None:
    with pytest.raises(c.Refused):
        c.pace(*wrong)


def test_a_tier_says_what_it_promises_and_what_it_costs() -> None:
    standard = c.tier("standard")
    assert standard.promise == "at most 1 use in 20 turns up something new"
    assert "at least 74 uses" in standard.cost
    assert "38 uses more for each new oddity" in standard.cost
    assert [tier.rate for tier in c.tiers()] == [0.02, 0.05, 0.10]
    with pytest.raises(c.Refused, match="choose one of key"):
        c.tier("gold")
