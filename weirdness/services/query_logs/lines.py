"""From the bytes of a log to its lines: unpacked, decoded, and never more of it in memory than a line."""

import codecs
import zlib
from collections.abc import Callable, Iterable, Iterator

MB = 1024**2
LONGEST_LINE = 4 * MB  # characters; what follows is left out
MOST_TEXT = 40 * 1024 * MB  # bytes, unpacked
MOST_RATIO = 200  # no log packs better; a bomb does
_GZIP = b"\x1f\x8b"
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_PACKED = {
    b"PK\x03\x04": "a ZIP archive",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
}
_NOT_TEXT = (
    "This is no text: a log is a text file in UTF-8, or one packed with gzip. Choose the file of the log itself."
)


class Unreadable(Exception):
    """The log as a whole cannot be read; the text says why and what to do."""


def lines_of(pieces: Iterable[bytes], beat: Callable[[], None] = lambda: None) -> Iterator[str]:
    """The lines, each with its end; bytes that are no UTF-8 become U+FFFD. Raises Unreadable.

    `beat` is called for each megabyte or less.
    """
    rest, skipping = "", False
    for text in _decoded(_unpacked(_looked_at(pieces))):
        beat()
        *whole, last = text.split("\n")
        if whole:
            if not skipping:
                yield f"{rest}{whole[0]}\n"
            for line in whole[1:]:
                yield f"{line}\n"
            rest, skipping = last, False
        elif not skipping:
            rest += last
        if len(rest) > LONGEST_LINE:
            yield f"{rest[:LONGEST_LINE]}\n"
            rest, skipping = "", True
    if rest and not skipping:
        yield rest


def _looked_at(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Refuses at once what cannot be a log."""
    given = iter(pieces)
    first = next((piece for piece in given if piece), b"")
    for mark, what in _PACKED.items():
        if first.startswith(mark):
            raise Unreadable(f"This file is {what}. Unpack it, or pack it with gzip, and hand it in again.")
    if first:
        yield first
    yield from given


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"")
    if not first.startswith(_GZIP):
        yield first
        yield from pieces
        return
    read, given = 0, 0
    unpacker = zlib.decompressobj(31)
    for piece in _again(first, pieces):
        read += len(piece)
        while piece:
            text, unpacker, piece = _step(unpacker, piece)
            given += len(text)
            _refuse_bombs(read, given)
            yield text
    while text := unpacker.decompress(b"", MB):
        yield text
    if not unpacker.eof:
        raise Unreadable("This gzip file ends in the middle. Pack the log again, or hand it in unpacked.")


def _again(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _step(unpacker: "zlib._Decompress", piece: bytes) -> tuple[bytes, "zlib._Decompress", bytes]:
    """At most a megabyte of text; a gzip file may be several, one after the other."""
    try:
        if unpacker.eof:
            if not piece.strip(b"\0"):
                return b"", unpacker, b""
            unpacker = zlib.decompressobj(31)
        text = unpacker.decompress(piece, MB)
    except zlib.error:
        raise Unreadable("This gzip file is damaged. Pack the log again, or hand it in unpacked.") from None
    return text, unpacker, unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail


def _refuse_bombs(read: int, given: int) -> None:
    if given > MOST_TEXT:
        raise Unreadable(f"Unpacked, this log has more than {MOST_TEXT // MB:,} MB. Hand it in in several parts.")
    if given > 20 * MB and given > MOST_RATIO * read:
        raise Unreadable(
            f"Unpacked, this file is more than {MOST_RATIO} times as large, as no log is. If it is one, hand it in "
            "unpacked."
        )


def _decoded(pieces: Iterator[bytes]) -> Iterator[str]:
    first = next((piece for piece in pieces if piece), b"")
    encoding = next((name for mark, name in _MARKS.items() if first.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in first:
        raise Unreadable(_NOT_TEXT)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for piece in _again(first, pieces):
        yield decoder.decode(piece).replace("\0", "\ufffd")
    yield decoder.decode(b"", final=True)
