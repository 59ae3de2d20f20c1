import os
from pathlib import Path

import duckdb
import pytest

from checks import FileSource, SourceUnreadable, describe, preview
from tests.checks.conftest import expectation, outcome


def complaint(source):
    with pytest.raises(SourceUnreadable) as caught:
        describe(source)
    said = str(caught.value)
    assert "Traceback" not in said
    assert source.root not in said
    return said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a,b\n1,"x\n2,y\n', "data.csv cannot be read as CSV: line 2 has a quote that is never closed. Mend it"),
        ('a,b\n1,"x"y\n', "line 2 has a quote in the middle of a field"),
        ("a,b\n1,2\n1,2,3\n", "line 3 has 3 fields, and the header has 2"),
        ("a,b\n1,2\n1\n", "line 3 has 1 fields, and the header has 2"),
        (b"a,b\n1,\xe9\n", "no UTF-8 text"),
        ("", "data.csv is empty"),
        ("a" + ",a" * 2500 + "\n1" + ",1" * 2500, "2,501 columns"),
    ],
)
def test_a_csv_that_cannot_be_read_is_named_with_its_line_and_what_to_do(text, words, csv):
    assert words in complaint(csv(text))


def test_a_parquet_file_cut_in_half_is_said_to_be_cut_off(parquet):
    source = parquet("SELECT range AS a FROM range(10000)")
    whole = Path(source.root, source.path)
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert "data.parquet is cut off" in complaint(source)


def test_a_parquet_file_damaged_in_the_middle_makes_the_whole_run_unreadable(parquet):
    source = parquet("SELECT range AS a, range::VARCHAR AS b FROM range(50000)")
    whole = Path(source.root, source.path)
    content = bytearray(whole.read_bytes())
    content[1000 : len(content) // 2] = b"\xff" * (len(content) // 2 - 1000)
    whole.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=r"data\.parquet cannot be read as Parquet"):
        outcome(source, expectation("column_values_to_be_unique", column="b"))


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "PAR1", "PAR1" * 5])
def test_something_else_called_parquet_is_refused(content, csv):
    source = csv(content, "data.parquet")
    assert complaint(FileSource(source.root, source.path, "parquet"))


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "link.csv", "folder/../../secret.csv", "a\0b"])
def test_a_path_never_leaves_the_root(path, tmp_path):
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("word\nxyzzy\n")
    (root / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert "xyzzy" not in complaint(FileSource(str(root), path, "csv"))


def test_a_link_inside_the_root_is_followed(csv):
    source = csv("a\n1\n")
    Path(source.root, "link.csv").symlink_to("data.csv")
    assert describe(FileSource(source.root, "link.csv", "csv")).row_count == 1


@pytest.mark.parametrize("path", ["missing.csv", ".", "pipe"])
def test_what_is_not_a_file_is_refused_without_waiting(path, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert complaint(FileSource(str(tmp_path), path, "csv"))


def test_an_unknown_format_or_kind_is_refused_in_words(csv):
    source = csv("a\n1\n")
    assert "Choose one of csv, parquet" in complaint(FileSource(source.root, source.path, "xlsx"))
    assert "no source of the kind" in complaint(FileSource(source.root, source.path, "csv", kind="ftp"))


def test_missing_is_null_nan_and_an_empty_field_and_no_word(csv, parquet):
    asked = expectation("column_values_to_not_be_null", column="x")
    assert outcome(csv('x,y\n,1\n"",2\nNA,3\nnull,4\n'), asked).results[0].unexpected_count == 2
    nan = "SELECT unnest([1.0, 'nan'::DOUBLE, NULL, 'inf'::DOUBLE]) AS x"
    assert outcome(parquet(nan), asked).results[0].unexpected_count == 2


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_read_off_the_header(separator, csv):
    found = describe(csv(f'"a,b;c"{separator}b{separator}c\n1{separator}x{separator}2013-01-01\n'))
    assert found.columns == (("a,b;c", "integer"), ("b", "text"), ("c", "date"))


def test_a_type_is_that_of_all_values_and_a_late_text_is_no_error(csv):
    rows = "\n".join(["1"] * 30_000 + ["late"])
    assert describe(csv(f"a\n{rows}\n")).columns == (("a", "text"),)


def test_the_fingerprint_is_equal_exactly_when_the_data_are(csv):
    one = describe(csv("a\n1\n", "one.csv")).fingerprint
    assert one == describe(csv("a\n1\n", "two.csv")).fingerprint
    assert one != describe(csv("a\n2\n", "one.csv")).fingerprint


def test_types_are_named_in_words_of_our_own(parquet):
    query = "SELECT 1::BIGINT a, 1.5::DECIMAL(9,2) b, 'x' c, true d, now() e, [1] f, TIME '12:00' g"
    kinds = [kind for _, kind in describe(parquet(query)).columns]
    assert kinds == ["integer", "number", "text", "boolean", "datetime", "nested", "time"]
    assert preview(parquet(query)).rows[0]["f"] == "[1]"


def test_columns_of_one_name_are_told_apart(csv):
    assert [name for name, _ in describe(csv("a,a,A\n1,2,3\n")).columns] == ["a", "a_1", "A_2"]


def test_the_data_can_reach_no_other_file(csv):
    from checks.engine.table import open_table

    with open_table(csv("a\n1\n")) as table:
        for statement in (
            "SELECT * FROM read_csv('/etc/passwd')",
            "COPY data TO 'stolen.csv'",
            "ATTACH 'other.db'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises((SourceUnreadable, duckdb.Error)) as caught:
                table.ask(statement)
            assert "root:" not in str(caught.value)


def test_a_last_line_that_ends_otherwise_than_the_others_is_read(csv):
    assert describe(csv("a,b\r\n1,x\r\n2,\r\n3,z\n")).row_count == 3
