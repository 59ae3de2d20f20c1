"""The demo's files are the real data: what the demo says of them is counted here."""

from pathlib import Path

import duckdb
import pytest

from weirdness.demo import files

COUNTS = {
    "flights without a departure time": ("FROM flights WHERE dep_time IS NULL", 8_255),
    "flights without a tail number": ("FROM flights WHERE tailnum IS NULL", 2_512),
    "flights without a tail number that left": (
        "FROM flights WHERE tailnum IS NULL AND dep_time IS NOT NULL",
        0,
    ),
    "flights that never left and yet arrived": (
        "FROM flights WHERE dep_time IS NULL AND arr_time IS NOT NULL",
        0,
    ),
    "flights that left at 2400": ("FROM flights WHERE dep_time = 2400", 29),
    "flights over 1,000 minutes late": ("FROM flights WHERE dep_delay > 1000", 5),
    "flights faster than 600 mph": ("FROM flights WHERE distance * 60 / air_time > 600", 4),
    "flights from LaGuardia to Atlanta at 703 mph": (
        "FROM flights WHERE origin = 'LGA' AND dest = 'ATL' AND round(distance * 60 / air_time) = 703",
        1,
    ),
    "flights with both times and no time in the air": (
        "FROM flights WHERE dep_time IS NOT NULL AND arr_time IS NOT NULL AND air_time IS NULL",
        717,
    ),
    "flights with a tail number that planes lacks": (
        "FROM flights ANTI JOIN planes USING (tailnum)",
        50_094 + 2_512,
    ),
    "tail numbers that planes lacks": (
        "FROM (FROM flights SELECT DISTINCT tailnum WHERE tailnum <> '') ANTI JOIN planes USING (tailnum)",
        721,
    ),
    "flights of 17 miles": ("FROM flights WHERE distance = 17 AND origin = 'EWR' AND dest = 'LGA'", 1),
    "flights of the last day": ("FROM flights WHERE month = 12 AND day = 31", 776),
    "flights at 5 o'clock whose time_hour is 10": (
        "FROM flights WHERE month = 1 AND day = 1 AND hour = 5 AND time_hour = TIMESTAMP '2013-01-01 10:00'",
        6,
    ),
    "hours of weather": ("FROM weather", 26_115),
    "hours of wind above 43 mph": ("FROM weather WHERE wind_speed > 43", 1),
    "hours without gusts": ("FROM weather WHERE wind_gust IS NULL", 20_778),
    "gusts below 16 mph": ("FROM weather WHERE wind_gust < 16", 0),
    "hours without pressure": ("FROM weather WHERE pressure IS NULL", 2_729),
    "hours after 18:00 of 30 December": ("FROM weather WHERE time_hour > TIMESTAMP '2013-12-30 23:00'", 0),
    "hours twice across the clock change": (
        "FROM (FROM weather SELECT origin, month, day, hour GROUP BY ALL HAVING count(*) = 2)",
        3,
    ),
    "planes": ("FROM planes", 3_322),
    "planes with a speed": ("FROM planes WHERE speed IS NOT NULL", 23),
    "planes from before 1970": ("FROM planes WHERE year < 1970", 8),
    "planes without a year": ("FROM planes WHERE year IS NULL", 70),
    "planes with fewer than 20 seats": ("FROM planes WHERE seats < 20", 40),
    "helicopters": ("FROM planes WHERE type = 'Rotorcraft'", 5),
    "MD-88": ("FROM planes WHERE model = 'MD-88'", 103 + 14),
    "other 737-5xx from before 1990": (
        "FROM planes WHERE model LIKE '737-5%' AND year < 1990 AND tailnum <> 'N14629'",
        0,
    ),
    "flights of a fighter": ("FROM flights WHERE tailnum = 'N840MQ'", 103),
    "flights of a helicopter": ("FROM flights WHERE tailnum = 'N537JB'", 286),
    "flights of a DC-7": ("FROM flights WHERE tailnum = 'N381AA'", 22),
    "penguins": ("FROM penguins", 344),
    "penguins without a sex": ("FROM penguins WHERE Sex IS NULL", 11),
    "penguins without a sex or a comment": ("FROM penguins WHERE Sex IS NULL AND Comments IS NULL", 0),
    "penguins without delta 15 N": ('FROM penguins WHERE "Delta 15 N (o/oo)" IS NULL', 14),
    "Individual IDs": ('FROM (SELECT DISTINCT "Individual ID" FROM penguins)', 190),
    "Individual IDs of several species": (
        'FROM (FROM penguins SELECT 1 GROUP BY "Individual ID" HAVING count(DISTINCT Species) > 1)',
        94,
    ),
    "Individual IDs that change sex within a species": (
        'FROM (FROM penguins SELECT 1 GROUP BY "Individual ID", Species HAVING count(DISTINCT Sex) > 1)',
        11,
    ),
}


@pytest.mark.parametrize("oddity", COUNTS)
def test_the_oddities_that_the_demo_speaks_of_are_in_the_data(data: duckdb.DuckDBPyConnection, oddity: str) -> None:
    question, count = COUNTS[oddity]
    assert data.execute(f"SELECT count(*) {question}").fetchall() == [(count,)]


def test_the_body_mass_is_in_grams_although_the_planted_label_says_kg(
    data: duckdb.DuckDBPyConnection,
) -> None:
    assert data.execute('SELECT min("Body Mass (g)"), max("Body Mass (g)") FROM penguins').fetchall() == [(2700, 6300)]


def test_files_are_written_once_and_readable_by_the_checks(tmp_path: Path) -> None:
    assert set(files.write(tmp_path)) == {*files.FILES, *files.MONTHS}
    assert files.write(tmp_path) == []
    found = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert {str(each.relative_to(tmp_path)) for each in found} == {*files.FILES, *files.MONTHS}, (
        "and nothing unfinished is left"
    )
    assert {each.stat().st_mode & 0o444 for each in found} == {0o444}


def test_a_file_that_was_lost_is_written_again_and_equal(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "a folder with it's own name"
    files.write(folder)
    (folder / "nyc/planes.csv").unlink()
    assert files.write(folder) == ["nyc/planes.csv"]
    assert (folder / "nyc/planes.csv").read_bytes() == (root / "nyc/planes.csv").read_bytes()


def test_a_missing_package_is_named_with_the_way_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(files.FILES, "nyc/flights.parquet", ("no_such_package", "data.csv", "csv"))
    with pytest.raises(files.NotInstalled, match="no_such_package"):
        files.write(tmp_path)


def test_the_months_of_the_weather_are_the_weather(data: duckdb.DuckDBPyConnection, root: Path) -> None:
    months = data.execute(f"SELECT count(*) FROM read_csv('{root}/nyc/weather-by-month/*.csv')").fetchall()
    assert months == data.execute("SELECT count(*) FROM weather").fetchall()
