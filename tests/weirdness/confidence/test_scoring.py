"""Whether finished forecasts held, and how sure the share is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness import confidence as c


def test_a_forecast_is_scored_only_when_its_uses_have_happened() -> None:
    forecast = c.Forecast(at=50, uses=100, low=0, high=2)
    assert c.score(forecast, [60], 149) is None
    assert c.score(forecast, [50, 51, 150, 151], 160) == c.Score(found=2, hit=True)
    assert c.score(forecast, [60, 60, 61], 160) == c.Score(found=3, hit=False)


def test_too_few_finds_miss_as_well_as_too_many() -> None:
    assert c.score(c.Forecast(at=0, uses=10, low=1, high=4), [], 10) == c.Score(found=0, hit=False)


def test_wilsons_interval_is_the_published_one() -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I: 81/263 and 15/148, 95 %."""
    for hits, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)):
        scores = [c.Score(0, place < hits) for place in range(n)]
        got = c.coverage(scores)
        assert (got.low, got.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_nothing_scored_yet_is_said_without_a_share() -> None:
    none = c.coverage([])
    assert (none.share, none.low, none.high) == (None, 0.0, 1.0)
    assert c.coverage_words(none).startswith("No forecast is finished yet")


def test_the_words_name_hits_interval_and_claim() -> None:
    told = c.coverage_words(c.coverage([c.Score(1, place < 37) for place in range(41)]))
    assert told == "37 of 41 finished forecasts held (90 %; between 77 % and 96 % is plausible). They claim 90 %."


def test_nightly_forecasts_that_share_uses_count_once() -> None:
    nightly = [c.Forecast(at=at, uses=100, low=0, high=3) for at in range(0, 250, 10)]
    assert [forecast.at for forecast in c.apart(reversed(nightly))] == [0, 100, 200]


@given(st.lists(st.booleans(), max_size=60))
def test_the_interval_holds_the_share(hits: list[bool]) -> None:
    got = c.coverage([c.Score(0, hit) for hit in hits])
    assert 0 <= got.low <= (got.share if got.share is not None else 0.5) <= got.high <= 1


@pytest.mark.parametrize("wrong", [c.Forecast(5, 10, 4, 1), c.Forecast(-1, 10, 0, 1), c.Forecast(0, -1, 0, 1)])
def test_what_is_no_forecast_is_refused(wrong: c.Forecast) -> None:
    with pytest.raises(c.Refused):
        c.score(wrong, [], 20)
