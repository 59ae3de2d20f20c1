"""Changes are told from profiles alone: made here, without an engine; and a real year of files."""

import random
from pathlib import Path

import pytest

from checks import FileSource
from checks.changes import changes, changes_of_all
from checks.engine.profile import profile_of
from checks.engine.table import open_table
from checks.profile import ColumnProfile, Profile, Together

TAXI = Path(__file__).resolve().parents[3] / "shared" / "data" / "taxi"
MONTHS = 12
ROWS = 10_000


def numbers(middle, spread, nulls=0):
    quantiles = {"0.01": -2.3, "0.05": -1.6, "0.25": -0.7, "0.5": 0.0, "0.75": 0.7, "0.95": 1.6, "0.99": 2.3}
    return ColumnProfile(
        type="number",
        nulls=nulls,
        distinct=5_000,
        fractional=9_000,
        quantiles={share: middle + spread * z for share, z in quantiles.items()},
    )


def labels(shares, nulls=0):
    top = tuple((value, round(share * (ROWS - nulls))) for value, share in shares.items())
    return ColumnProfile(type="text", nulls=nulls, distinct=len(top), top=top, top_is_all=True)


def month(at, chance, **columns):
    """An ordinary month: everything moves a little."""
    usual = {
        "price": numbers(50 + chance.gauss(0, 1), 10 + chance.gauss(0, 0.2), nulls=chance.randint(180, 220)),
        "kind": labels({"a": 0.6 + chance.gauss(0, 0.01), "b": 0.3, "c": 0.1}),
        "vendor": labels({"x": 0.5, "y": 0.5}),
        "payment": labels({"card": 0.7, "cash": 0.3}),
        "day": ColumnProfile(type="date", nulls=0, distinct=30, quantiles={"0.99": 86_400.0 * 30 * at}),
    }
    rows = round(ROWS * (1 + chance.gauss(0, 0.05)))
    return Profile(rows, {**usual, **columns}, label=f"2019-{at:02}")


def year(**later):
    """Twelve months; later[column](at) replaces a column, None: the usual one."""
    chance = random.Random(7)
    return [
        month(at, chance, **{name: made for name, make in later.items() if (made := make(at)) is not None})
        for at in range(1, MONTHS + 1)
    ]


def told(profiles):
    return [(each.since, each.kind, each.columns) for found in changes_of_all(profiles) for each in found]


@pytest.mark.parametrize("seed", range(20))
def test_an_ordinary_year_says_nothing(seed):
    chance = random.Random(seed)
    assert told([month(at, chance) for at in range(1, MONTHS + 1)]) == []


def test_nulls_that_end_are_told_once_in_the_month_in_which_they_end():
    assert told(year(vendor=lambda at: labels({"x": 0.5, "y": 0.5}, nulls=6_300 if at == 1 else 0))) == [
        ("2019-02", "nulls", ("vendor",))
    ]


def test_columns_that_begin_to_miss_together_are_one_change_in_words():
    profiles = year(
        vendor=lambda at: labels({"x": 0.5, "y": 0.5}, nulls=60 + at if at > 6 else 0),
        payment=lambda at: labels({"card": 0.7, "cash": 0.3}, nulls=60 + at if at > 6 else 0),
    )
    profiles = [
        Profile(each.row_count, each.columns, label=each.label, together=(Together(("vendor", "payment"), 60 + at),))
        if at > 6
        else each
        for at, each in enumerate(profiles, start=1)
    ]
    assert told(profiles) == [("2019-07", "together", ("vendor", "payment"))]
    sentence = changes(profiles[:6], profiles[6])[0].sentence
    assert sentence.startswith("`vendor` and `payment` are missing together, in 0.")
    assert "never empty" in sentence


def test_a_new_value_is_named():
    profiles = year(kind=lambda at: labels({"a": 0.6, "b": 0.3, "c": 0.05, "new": 0.05}) if at > 4 else None)
    assert told(profiles) == [("2019-05", "new values", ("kind",))]
    assert "new" in changes(profiles[:4], profiles[4])[0].sentence


def test_numbers_in_another_unit_are_told_with_both_medians():
    profiles = year(price=lambda at: numbers(5_000, 1_000, nulls=200) if at > 8 else None)
    assert told(profiles) == [("2019-09", "distribution", ("price",))]
    assert "5000" in changes(profiles[:8], profiles[8])[0].sentence


def test_shares_that_shift_are_told():
    assert told(year(vendor=lambda at: labels({"x": 0.9, "y": 0.1}) if at > 5 else None)) == [
        ("2019-06", "distribution", ("vendor",))
    ]


def test_one_odd_month_is_told_once_and_its_end_is_not():
    assert told(year(vendor=lambda at: labels({"x": 0.5, "y": 0.5}, nulls=3_000 if at == 6 else 0))) == [
        ("2019-06", "nulls", ("vendor",))
    ]


def test_a_column_that_is_another_each_month_is_not_told_for_ever():
    assert len(told(year(month=lambda at: labels({f"month {at}": 1.0})))) <= 2


def test_columns_that_come_go_or_change_their_type_are_told():
    text = ColumnProfile(type="text", nulls=200, distinct=5_000)
    before, now = year(), year(price=lambda at: text, extra=lambda at: labels({"z": 1.0}))
    del now[5].columns["vendor"]
    assert told([*before[:5], now[5]]) == [
        ("2019-06", "schema", ("extra",)),
        ("2019-06", "schema", ("vendor",)),
        ("2019-06", "type", ("price",)),
    ]


def test_whole_numbers_written_with_a_point_are_no_change():
    whole = ColumnProfile(type="integer", nulls=0, distinct=9_999)
    pointed = ColumnProfile(type="number", nulls=0, distinct=9_999, fractional=0)
    assert told(year(count=lambda at: pointed if at > 3 else whole)) == []


def test_half_the_rows_are_told():
    profiles = year()
    last = profiles[-1]
    found = changes(profiles[:-1], Profile(last.row_count // 2, last.columns))
    assert "volume" in {each.kind for each in found}


def test_moments_that_stand_still_are_told():
    late = ColumnProfile(type="date", nulls=0, distinct=30, quantiles={"0.99": 86_400.0 * 300})
    assert told(year(day=lambda at: late if at > 10 else None)) == [("2019-11", "freshness", ("day",))]


def test_without_a_history_nothing_is_told():
    assert changes([], year()[0]) == []


def test_dicts_of_stored_profiles_are_taken_as_they_are():
    profiles = year(vendor=lambda at: labels({"x": 0.9, "y": 0.1}) if at > 5 else None)
    assert [each.kind for each in changes([each.to_dict() for each in profiles[:5]], profiles[5].to_dict())] == [
        "distribution"
    ]


def of_month(path):
    with open_table(FileSource(str(path.parent), path.name, "csv")) as table:
        return profile_of(table, label=path.stem[-7:])


@pytest.mark.shared
def test_a_real_year_shows_its_upstream_changes_on_the_right_month_and_little_else():
    paths = sorted(TAXI.glob("*.csv"))
    if not paths:
        pytest.skip(f"{TAXI} is not there: the team's year of taxi trips is needed")
    found = told([of_month(path) for path in paths])
    assert ("2019-02", "nulls", ("congestion_surcharge",)) in found
    [together] = [each for each in found if each[1] == "together"]
    assert (together[0], len(together[2])) == ("2019-07", 5)
    assert len(found) <= 6
