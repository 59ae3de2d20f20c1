"""A large CSV file: types are guessed from its first rows, and are still those of all its values."""

from pathlib import Path

import pytest

from checks import FileSource, describe, preview
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
