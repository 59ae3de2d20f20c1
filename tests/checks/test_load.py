"""A large CSV file: types are guessed from its first rows, and are still those of all its values."""

import resource
from pathlib import Path

import pytest

from checks import FileSource, OverBudget, Rows, describe, fetch, preview
from checks.files import formats


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is large, and guessed from very few rows (DuckDB looks at 2,048 at least)."""
    monkeypatch.setattr(formats, "_LARGE", 0)
    monkeypatch.setattr(formats, "_SAMPLE", 10)


def types(folder: Path, lines: list[str]) -> dict[str, str]:
    (folder / "data.csv").write_text("a,b\n" + "\n".join(lines) + "\n")
    return dict(describe(FileSource(str(folder), "data.csv", "csv")).columns)


def test_a_guess_that_every_row_fits_is_kept(tmp_path: Path) -> None:
    assert types(tmp_path, ["1,x"] * 30_000) == {"a": "integer", "b": "text"}


def test_a_number_that_turns_into_text_late_is_text(tmp_path: Path) -> None:
    assert types(tmp_path, [*["1,2020-01-01"] * 30_000, "late,2020-13-45"]) == {"a": "text", "b": "text"}


def test_whole_numbers_that_turn_into_fractions_late_are_numbers(tmp_path: Path) -> None:
    assert types(tmp_path, [*["1,2"] * 30_000, "1.5,2"]) == {"a": "number", "b": "integer"}


def test_a_column_that_is_filled_in_late_has_the_type_of_what_comes(tmp_path: Path) -> None:
    assert types(tmp_path, [*["1,"] * 30_000, "1,7"]) == {"a": "integer", "b": "integer"}


def test_a_column_that_is_never_filled_in_is_read_once(tmp_path: Path) -> None:
    assert types(tmp_path, ["1,"] * 30_000) == {"a": "integer", "b": "text"}


@pytest.mark.parametrize(
    ("early", "late", "expected"),
    [
        ("12", "1e3", "number"),
        ("2020-01-31", "2020-01-31 12:30:00", "datetime"),
        ("2020-01-31 12:30:00", "2020-01-31 12:30:00+02", "datetime"),
        ("true", "1", "text"),
        ("31/12/2020", "30/12/2020", "date"),
        ("1.5", "nan", "number"),
        ("007", "x7", "text"),
    ],
)
def test_types_are_those_of_a_look_at_all_rows(tmp_path: Path, early: str, late: str, expected: str) -> None:
    lines = [*[f"{early},x"] * 30_000, f"{late},x"]
    found = types(tmp_path, lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "_LARGE", 2**60)
        assert types(tmp_path, lines) == found
    assert found["a"] == expected


def test_values_survive_the_quick_way(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a,b,c\n" + "7,2020-01-31,true\n" * 30_000 + ',"",\n')
    source = FileSource(str(tmp_path), "data.csv", "csv")
    assert preview(source, 1).rows == ({"a": 7, "b": "2020-01-31", "c": True},)
    assert describe(source).row_count == 30_001


def test_what_is_kept_in_a_file_is_what_a_table_holds(tmp_path: Path) -> None:
    head = 'id,"whole numbers","a ""b""\'",x,moment,day,yes,text\n'
    line = '{0},{0},{0},-0.0,2020-01-31 12:30:0{1},2020-01-31,true,"é, ""{0}""\n{1}"\n'
    other = "{0},,-{0},nan,,2020-02-29,,{0}\n"
    lines = [(line if number % 3 else other).format(number, number % 10) for number in range(30_000)]
    (tmp_path / "data.csv").write_text(head + "".join(lines))
    quick = held(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "_LARGE", 2**60)
        assert held(tmp_path) == quick
    assert [row["text"] for row in quick.rows] == ["0", 'é, "1"\n1', 'é, "29999"\n9']


def held(folder: Path) -> Rows:
    """The first rows and the last, found by the hash of all their values."""
    source = FileSource(str(folder), "data.csv", "csv")
    keys = [*preview(source, 2).keys, {"id": 29_999}]
    return fetch(source, keys)


@pytest.mark.parametrize("name", ["file_row_number", "FILE_INDEX"])
def test_a_column_may_be_called_like_the_number_of_a_row(tmp_path: Path, name: str) -> None:
    (tmp_path / "data.csv").write_text(f"a,{name}\n" + "1,x\n" * 3_000 + "2,y\n")
    source = FileSource(str(tmp_path), "data.csv", "csv")
    assert preview(source, 1).rows == ({"a": 1, name: "x"},)
    assert fetch(source, [{"a": 2}], key_columns=("a",)).rows == ({"a": 2, name: "y"},)


def test_no_room_on_disk_is_said_to_be_that(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a\n" + "\n".join(f"{number} of many" for number in range(30_000)))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(OverBudget, match="more room on the server's disk"):
            describe(FileSource(str(tmp_path), "data.csv", "csv"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
