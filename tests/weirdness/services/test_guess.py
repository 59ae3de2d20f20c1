"""The kind guesses of the registration form."""

import pytest

from weirdness.services import guess

PERSONAL = (
    "email",
    "E-Mail",
    "customer_email",
    "name",
    "last_name",
    "LastName",
    "phone",
    "phone_2",
    "date_of_birth",
    "homeAddress",
)


@pytest.mark.parametrize("name", PERSONAL)
def test_what_sounds_personal_is_ticked(name: str) -> None:
    assert guess.personal(name)


@pytest.mark.parametrize(
    "name", ["carrier_name", "file_name", "dep_time", "tailnum", "species", "temp", "filename", ""]
)
def test_what_does_not_is_left_alone(name: str) -> None:
    assert not guess.personal(name)


@pytest.mark.parametrize(
    ("area", "location", "table", "key", "title"),
    [
        ("demo", "nyc/flights.parquet", False, "nyc/flights", "Flights"),
        ("demo", "tubes.csv", False, "demo/tubes", "Tubes"),
        ("demo", "2024/Sales report-*.csv", False, "2024/sales-report", "Sales report"),
        ("warehouse", "public.plate_reads", True, "warehouse/plate_reads", "Plate reads"),
        ("warehouse", "lab.v1.2", True, "lab/v1-2", "V1 2"),
        ("Größe", "ö.csv", False, "gr-e/data", "Ö"),
    ],
)
def test_a_key_and_a_title_come_from_the_place(area: str, location: str, table: bool, key: str, title: str) -> None:
    assert (guess.key(area, location, table=table), guess.title(location, table=table)) == (key, title)


def test_files_that_differ_in_digits_only_are_one_pattern() -> None:
    names = ["a-2024-01.csv", "a-2024-02.csv", "b1.parquet", "b2.csv", "notes.txt", "a-2024-03.csv.bak", "c1"]
    assert guess.patterns(names) == [("a-*.csv", ["a-2024-01.csv", "a-2024-02.csv"])]


def test_a_star_stands_for_anything_but_a_folder_and_other_signs_for_themselves() -> None:
    names = ["x[1].csv", "x1.csv", "x/1.csv", "xx.csv"]
    assert guess.matching("x[*].csv", names) == ["x[1].csv"]
    assert guess.matching("x*.csv", names) == ["x[1].csv", "x1.csv", "xx.csv"]


@pytest.mark.parametrize(("path", "form"), [("a.CSV", "csv"), ("a.pq", "parquet"), ("a.ndjson", "jsonl"), ("a", "")])
def test_the_ending_tells_the_format(path: str, form: str) -> None:
    assert guess.format_of(path) == form
