"""From bytes to lines, however they are cut and packed."""

import gzip
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness.services.query_logs import lines
from weirdness.services.query_logs.lines import Unreadable, lines_of

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), min_size=1, max_size=80)


def cut(content: bytes, size: int) -> Iterator[bytes]:
    yield from (content[start : start + size] for start in range(0, len(content), size))


@given(TEXT, st.integers(1, 9), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_pieces_and_packing_change_no_line(text: str, size: int, packed: bool, encoding: str) -> None:
    content = ("time" + text).encode(encoding)
    pieces = cut(gzip.compress(content), size + 20) if packed else cut(content, size + 3)
    assert "".join(lines_of(pieces)) == "time" + text


@given(st.lists(TEXT, max_size=4))
def test_several_gzip_files_one_after_the_other_are_one_log(texts: list[str]) -> None:
    content = b"".join(gzip.compress(f"a{text}\n".encode()) for text in texts)
    assert "".join(lines_of([content])) == "".join(f"a{text}\n" for text in texts)


@given(st.binary(max_size=200))
def test_any_bytes_are_lines_or_refused_in_words(content: bytes) -> None:
    try:
        assert all(isinstance(line, str) for line in lines_of(cut(content, 7)))
    except Unreadable as refused:
        assert str(refused).endswith(".")  # noqa: PT017


def test_a_line_without_end_is_cut_and_the_next_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 10)
    assert list(lines_of([b"12345678", b"90abc", b"def", b"ghi\nnext\n"])) == ["1234567890\n", "next\n"]
    assert list(lines_of([b"short\n", b"x" * 30])) == ["short\n", "x" * 10 + "\n"]
