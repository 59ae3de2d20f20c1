"""Sheets as spreadsheets and people make them: read, or refused with what to do."""

import pytest

from weirdness.services import flag_sheet
from weirdness.services.errors import Refused

HEAD = "dataset,category,sentence,column,rows,value,link,blocks\n"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_line_end_is_read(mark: str, end: str) -> None:
    text = mark.join(["Dataset ", "category", "sentence", "rows", "blocks", ""]) + end
    text += mark.join(["lab/plates", "missing", f'"Empty{mark} ""all"" of it"', '"P1,A1 | P1,A2"', "yes"]) + end + end
    (line,) = flag_sheet.read(text)
    assert (line.number, line.problem) == (1, "")
    assert line.report.sentence == f'Empty{mark} "all" of it'
    assert (line.report.rows, line.report.target, line.report.blocks_decision) == ("P1,A1\nP1,A2", "rows", True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_with_umlauts_is_read_in_every_usual_unicode(encoding: str) -> None:
    text = flag_sheet.decode((HEAD + "lab/plates,missing,Zürich µ 𝒳\n").encode(encoding))
    assert flag_sheet.read(text)[0].report.sentence == "Zürich µ 𝒳"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Zürich".encode("latin-1"), "not UTF-8 text: byte 2 is none of it. Save it as “CSV UTF-8"),
        (b"PK\x03\x04...", "This is an Excel workbook, not CSV."),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"a" * 1_100_000, "over 1 MB"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence.replace("(", r"\(")):
        flag_sheet.decode(content)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no flag in it"),
        (HEAD, "There is no flag in it"),
        ("\n\n,,\n", "There is no flag in it"),
        ("dataset,sentence\na,b\n", "category is missing"),
        ("lab/plates,missing,Empty\nx,y,z\n", "dataset, category, sentence are missing. It says: lab/plates, missing"),
        (HEAD.replace("link", "lnik") + "a,b,c\n", "The column “lnik” is none of these"),
        (HEAD.replace("link", "column") + "a,b,c\n", "“column” is there twice"),
        (HEAD + "a,b,c\n" * 501, "These are 501 flags; send up to 500 at once."),
        (HEAD + '"' + "a" * 140_000, "cannot be read as CSV"),
        (HEAD + "a,b,c\0\n", "not a text file"),
        (HEAD + "a,b,ü" * 400_000, "over 1 MB"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_with_what_to_do(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        flag_sheet.read(text)
    assert sentence in refused.value.problems["sheet"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("a,b,c,d,e,f,g,perhaps", "“perhaps” under blocks is neither yes nor no."),
        ("a,b,one, two,c,d,e,no,too many", "This line has more cells than the first one."),
    ],
)
def test_a_line_that_cannot_be_read_says_why_and_the_others_are_read(line: str, problem: str) -> None:
    bad, good = flag_sheet.read(f"{HEAD}{line}\na,b,c\n")
    assert problem in bad.problem
    assert good.problem == ""


def test_the_template_is_a_sheet_itself() -> None:
    (line,) = flag_sheet.read("\n".join(",".join(f'"{cell}"' for cell in row) for row in flag_sheet.template()))
    assert line.problem == ""
    assert line.report.rows == "P9,A1\nP9,A2"
