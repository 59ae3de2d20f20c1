"""What a file is that cannot be the text it is called: told by its first bytes, before an engine stumbles over it."""

from checks.errors import SourceUnreadable

_UNPACK = "Unpack it, and register what is inside."
_EXPORT = "Export it again as {wanted} in UTF-8."
_FORMAT = "Register it as what it is, or export it as {wanted}."
_STARTS: dict[bytes, tuple[str, str]] = {
    b"\x1f\x8b": ("is compressed (gzip)", _UNPACK),
    b"\x28\xb5\x2f\xfd": ("is compressed (zstd)", _UNPACK),
    b"BZh": ("is compressed (bzip2)", _UNPACK),
    b"\xfd7zXZ": ("is compressed (xz)", _UNPACK),
    b"7z\xbc\xaf": ("is an archive (7z)", _UNPACK),
    b"PK\x03\x04": ("is a ZIP archive or an Excel workbook", _EXPORT),
    b"\xd0\xcf\x11\xe0": ("is an old Excel workbook", _EXPORT),
    b"PAR1": ("is a Parquet file", _FORMAT),
    b"ARROW1": ("is an Arrow file", _FORMAT),
    b"ORC": ("is an ORC file", _FORMAT),
    b"Obj\x01": ("is an Avro file", _FORMAT),
    b"SQLite format 3": ("is a SQLite database", _EXPORT),
    b"%PDF": ("is a PDF document", _EXPORT),
    b"\xff\xfe": ("is written in UTF-16 or UTF-32", _EXPORT),
    b"\xfe\xff": ("is written in UTF-16 or UTF-32", _EXPORT),
    b"\0\0\xfe\xff": ("is written in UTF-32", _EXPORT),
}
_MOST_ZEROS = 0.2  # of the bytes; UTF-16 without its mark has half of them


def check_text(path: str, head: bytes, wanted: str) -> None:
    """Raises SourceUnreadable when the start of a file shows that it is no text in UTF-8; `wanted`: CSV, JSON lines."""
    what, remedy = next((each for start, each in _STARTS.items() if head.startswith(start)), ("", ""))
    if not what and head.count(0) > _MOST_ZEROS * len(head):
        what, remedy = "is no text in UTF-8: it is full of zero bytes", _EXPORT
    if not what and head.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        what, remedy = "is a page of the web, perhaps one that asks to log in", "Fetch the file itself."
    if not what and wanted == "CSV" and head.lstrip().startswith((b'{"', b'[{"')):
        what, remedy = "is JSON", "Register it as JSON lines if each line is one object, or export it as CSV."
    if what:
        raise SourceUnreadable(f"{path} is no {wanted}: it {what}. {remedy.format(wanted=wanted)}")
