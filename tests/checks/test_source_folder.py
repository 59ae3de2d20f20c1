import os
from pathlib import Path

import pytest

from checks import FileSource, SourceUnreadable, describe, fetch, parts, preview
from checks.files import fingerprint
from checks.files import parts as kept
from checks.sources import SOURCES
from tests.checks.conftest import expectation, outcome


def months(parquet, *queries):
    """One Parquet part per query, 2019-01 and on; the source is all of them."""
    for number, query in enumerate(queries, 1):
        source = parquet(query, f"2019-{number:02}.parquet")
    return FileSource(source.root, "2019-*.parquet", "parquet")


def complaint(source):
    with pytest.raises(SourceUnreadable) as caught:
        describe(source)
    assert source.root not in str(caught.value)
    return str(caught.value)


def test_a_path_with_a_star_is_one_dataset_in_the_order_of_its_parts(parquet):
    source = months(parquet, "SELECT 1 AS a", "SELECT 2 AS a", "SELECT 3 AS a")
    assert describe(source).row_count == 3
    assert [row["a"] for row in preview(source).rows] == [1, 2, 3]
    assert describe(source).note == ""


def test_one_part_is_read_alone(parquet):
    source = months(parquet, "SELECT 1 AS a", "SELECT 2 AS a, 'x' AS b")
    alone = FileSource(source.root, source.path, "parquet", partition="2019-02.parquet")
    found = describe(alone)
    assert (found.row_count, found.columns, found.note) == (1, (("a", "integer"), ("b", "text")), "")


@pytest.mark.parametrize("part", ["2019-09.parquet", "2020-01.parquet", "../2019-01.parquet", "other/2019-01.parquet"])
def test_what_is_no_part_is_refused(part, parquet):
    source = months(parquet, "SELECT 1 AS a")
    assert part in complaint(FileSource(source.root, source.path, "parquet", partition=part))
    whole = FileSource(source.root, "2019-01.parquet", "parquet", partition="2019-01.parquet")
    assert "is one file" in complaint(whole)


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_a_column_that_a_part_lacks_is_missing_there_and_said(kind, tmp_path, parquet):
    texts = {
        "csv": ("a,fee\n1,2\n", "a\n3\n"),
        "jsonl": ('{"a":1,"fee":2}\n', '{"a":3}\n'),
        "parquet": ("SELECT 1 AS a, 2 AS fee", "SELECT 3 AS a"),
    }
    for number, text in enumerate(texts[kind], 1):
        name = f"{number}.{kind}"
        parquet(text, name) if kind == "parquet" else (tmp_path / name).write_text(text)
    source = FileSource(str(tmp_path), f"*.{kind}", kind)
    result = outcome(source, expectation("column_values_to_not_be_null", column="fee"))
    assert result.results[0].unexpected_count == 1
    assert result.note == ("" if kind == "jsonl" else f"2.{kind} has no column `fee`: there it is read as missing.")


def test_a_name_written_otherwise_is_the_same_column(parquet):
    source = months(parquet, "SELECT 1 AS airport_fee", "SELECT 2.5::DOUBLE AS Airport_fee")
    found = describe(source)
    assert (found.columns, found.note) == ((("airport_fee", "number"),), "")
    assert [row["airport_fee"] for row in preview(source).rows] == [1, 2.5]


def test_a_part_whose_types_do_not_mix_is_named_in_one_sentence(parquet):
    said = complaint(months(parquet, "SELECT 1 AS a", "SELECT 2 AS a", "SELECT 'x' AS a"))
    assert said == (
        "2019-03.parquet holds text in `a`, and 2019-01.parquet holds numbers. "
        "Mend the part, or check the parts one by one."
    )


def test_a_part_that_is_damaged_or_of_another_format_is_named(parquet, tmp_path):
    source = months(parquet, "SELECT range AS a FROM range(10000)", "SELECT range AS a FROM range(10000)")
    (tmp_path / "2019-03.parquet").write_text("a,b\n1,2\n")
    assert "2019-03.parquet is not a Parquet file" in complaint(source)
    (tmp_path / "2019-03.parquet").unlink()
    second = tmp_path / "2019-02.parquet"
    content = bytearray(second.read_bytes())
    content[1000:20000] = b"\xff" * 19000
    second.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=r"^2019-02\.parquet cannot be read as Parquet"):
        outcome(source, expectation("column_values_to_be_unique", column="a"))


def test_a_bad_line_is_told_of_its_part(tmp_path):
    for name, text in (("1.csv", "a,b\n1,2\n"), ("2.csv", "a,b\n1,2\n1,2,3\n")):
        (tmp_path / name).write_text(text)
    said = complaint(FileSource(str(tmp_path), "*.csv", "csv"))
    assert "2.csv cannot be read as CSV: line 3 has 3 fields" in said


def test_parts_with_another_separator_are_refused(tmp_path):
    for name, text in (("1.csv", "a,b\n1,2\n"), ("2.csv", "a;b\n1;2\n")):
        (tmp_path / name).write_text(text)
    assert "2.csv has its columns separated by a semicolon" in complaint(FileSource(str(tmp_path), "*.csv", "csv"))


def test_rows_of_different_parts_are_told_apart_without_a_key(parquet):
    source = months(parquet, "SELECT 1 AS a, 'x' AS b", "SELECT 1 AS a, 'x' AS b", "SELECT 2 AS a, 'x' AS b")
    [found] = outcome(source, expectation("column_values_to_be_in_set", column="a", value_set=[9])).results
    assert [key["occurrence"] for key in found.keys] == [1, 2, 1]
    assert [row["a"] for row in fetch(source, list(found.keys)).rows] == [1, 1, 2]


@pytest.mark.parametrize("name", ["file_row_number", "file_index", "filename"])
def test_a_column_named_like_those_of_the_reader_is_a_column(name, parquet):
    source = months(parquet, f"SELECT 'x' AS {name}, 1 AS a", f"SELECT 'y' AS {name}, 2 AS a")
    assert [row[name] for row in preview(source).rows] == ["x", "y"]
    assert len({str(key) for key in preview(source).keys}) == 2
    alone = FileSource(source.root, source.path, "parquet", partition="2019-01.parquet")
    assert preview(alone).rows[0][name] == "x"


@pytest.mark.parametrize(
    ("pattern", "count"),
    [("*.csv", 2), ("taxi/*.csv", 1), ("*/a.csv", 2), ("*/*.csv", 2), ("?.csv", 2), ("tax?/a.csv", 1)],
)
def test_a_star_stands_for_any_text_in_one_name(pattern, count, tmp_path):
    for name in ("a.csv", "b.csv", "taxi/a.csv", "bus/a.csv", ".hidden.csv", "note.txt", "c.csv/keep.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a\n1\n")
    assert describe(FileSource(str(tmp_path), pattern, "csv")).row_count == count


@pytest.mark.parametrize("pattern", ["../*.csv", "/etc/*", "**/a.csv", "nothing/*.csv", "*.tsv", "a\0*"])
def test_a_pattern_never_leaves_the_root_and_must_name_something(pattern, csv):
    assert complaint(FileSource(csv("a\n1\n").root, pattern, "csv"))


def test_links_that_lead_out_of_the_root_are_no_parts(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret.csv").write_text("word\nxyzzy\n")
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "secret.csv").write_text("word\nxyzzy\n")
    (root / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert "outside" in complaint(FileSource(str(root), "*.csv", "csv"))
    (root / "link.csv").unlink()
    (root / "folder").symlink_to(tmp_path / "away")
    assert "outside" in complaint(FileSource(str(root), "*/*.csv", "csv"))


def test_more_parts_than_the_most_are_refused(csv, monkeypatch):
    monkeypatch.setattr(kept, "MOST_PARTS", 2)
    for name in "abc":
        source = csv("a\n1\n", f"{name}.csv")
    assert "more than 2 files" in complaint(FileSource(source.root, "*.csv", "csv"))


def test_each_part_has_a_fingerprint_and_a_new_part_changes_the_others_nothing(parquet):
    source = months(parquet, "SELECT 1 AS a", "SELECT 2 AS a")
    before, whole = parts(source), describe(source).fingerprint
    assert list(before) == ["2019-01.parquet", "2019-02.parquet"]
    months(parquet, "SELECT 1 AS a", "SELECT 2 AS a", "SELECT 3 AS a")
    after = parts(source)
    assert {name: after[name] for name in before} == before
    assert describe(source).fingerprint != whole
    alone = FileSource(source.root, source.path, "parquet", partition="2019-02.parquet")
    assert describe(alone).fingerprint == before["2019-02.parquet"]


def test_a_large_file_is_known_without_being_read_and_a_change_within_is_seen(csv, monkeypatch):
    monkeypatch.setattr(fingerprint, "_END", 10)
    source = csv("a\n" + "1\n" * 1000)
    path = Path(source.root, source.path)

    def now():
        with path.open("rb") as file:
            return fingerprint.file_fingerprint(file.fileno(), 100)

    first = now()
    assert now() == first
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(1000)
        file.write(b"2")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert now() != first


def test_a_folder_lists_folders_and_the_files_that_can_be_read(tmp_path, parquet):
    parquet("SELECT 1 AS a", "b.parquet")
    for name in ("a.csv", "c.jsonl", "note.docx", ".hidden.csv"):
        (tmp_path / name).write_text("x\n")
    (tmp_path / "zoo").mkdir()
    (tmp_path / "gone.csv").symlink_to("nowhere")
    browse = SOURCES["file"].browse
    root = FileSource(str(tmp_path), "", "")
    found = browse(root, "")
    shown = [(each["name"], each["kind"], each["format"]) for each in found["entries"]]
    assert shown == [
        ("zoo", "folder", ""),
        ("a.csv", "file", "csv"),
        ("b.parquet", "file", "parquet"),
        ("c.jsonl", "file", "jsonl"),
    ]
    assert found["entries"][1]["size"] == 2
    assert found["entries"][1]["modified"].endswith("+00:00")
    assert found["note"] == "2 others are left out: only CSV, Parquet and JSON lines can be read."
    assert browse(root, "zoo")["entries"] == []
    [part] = browse(root, "*.parquet")["entries"]
    assert (part["name"], part["kind"], len(part["fingerprint"])) == ("b.parquet", "part", 64)
    for wrong in ("..", "a.csv", "nothing", "/etc"):
        with pytest.raises(SourceUnreadable):
            browse(root, wrong)


def test_json_lines_are_read_and_a_bad_line_is_named(csv):
    source = csv('{"a": 1, "b": "x", "d": "2013-01-01"}\n{"a": 2.5, "c": {"e": 1}}\n', "data.jsonl")
    source = FileSource(source.root, source.path, "jsonl")
    found = describe(source)
    assert found.columns == (("a", "number"), ("b", "text"), ("d", "date"), ("c", "nested"))
    assert "one JSON object" in found.note
    assert preview(source).rows[1]["b"] is None
    for text, words in [
        ('{"a": 1}\n{"a": \n', "line 2 is no JSON"),
        ('{"a": 1}\n[1]\n', "line 2 is no object"),
        (b'{"a": "\xe9"}\n', "line 1 holds bytes that are no UTF-8 text"),
        ("a,b\n1,2\n", "line 1 is no JSON"),
        ("[" * 100_000, "line 1 is no JSON"),
    ]:
        csv(text, "data.jsonl")
        assert words in complaint(source)


def test_what_was_guessed_of_a_csv_is_said(csv):
    assert describe(csv("a;b\n1;2\n")).note == "Columns are separated by a semicolon; the first line holds their names."
