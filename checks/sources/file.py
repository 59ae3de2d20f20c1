"""One Parquet or CSV file below a registered root.

What counts as missing, the same for both formats: NULL, and NaN in a column of floating numbers (as in pandas;
SQL alone would call NaN a value, the largest of all). In CSV, further: an empty field, quoted or not. The texts
NA, null, None and - are texts, because Namibia's code is NA: name them in an expectation if they stand for
nothing. Moments with a time zone are read as UTC.

CSV is read strictly: UTF-8, one header line, quotes doubled inside quotes, each line with as many fields as the
header. The separator (comma, semicolon, tab, bar) is the one that the header holds most of. The type of a column
is that of all its values, not of a sample. Compressed files are refused: their size says nothing of what is inside.

The path is resolved, must end below the root, and is opened part by part without following links, so that
what was checked is what is read; the engine gets the open file, and no other.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import file_digest
from pathlib import Path

from checks.complaints import csv_complaint, parquet_complaint
from checks.errors import SourceUnreadable
from checks.source import Opened, SourceKind
from checks.specs import FileSource

LARGEST = 8 * 1024**3
_SEPARATORS = ",;\t|"
_MAGIC = b"PAR1"


@contextmanager
def open_file(source: FileSource) -> Iterator[Opened]:
    """The file, held open; raises SourceUnreadable."""
    reader = _READERS.get(source.format)
    if reader is None:
        raise SourceUnreadable(
            f"{source.path} is registered as {source.format or 'nothing'}, which cannot be read. "
            f"Choose one of {', '.join(_READERS)}."
        )
    descriptor = _open_beneath(source)
    try:
        _check_size(source, descriptor)
        yield reader(source, descriptor)
    finally:
        os.close(descriptor)


def _open_beneath(source: FileSource) -> int:
    root = Path(source.root)
    try:
        real_root = root.resolve(strict=True)
        real = (real_root / source.path).resolve()
        if Path(source.path).is_absolute() or not real.is_relative_to(real_root):
            raise SourceUnreadable(
                f"{source.path} lies outside the folder of this source. Give a path below that folder."
            )
        return _walk(real_root, real.relative_to(real_root).parts)
    except FileNotFoundError:
        raise SourceUnreadable(
            f"{source.path} is not there. Check its name, or ask whoever delivers the file."
        ) from None
    except PermissionError:
        raise SourceUnreadable(
            f"{source.path} may not be read by the checks. Let their user read the file and its folders."
        ) from None
    except (OSError, ValueError, RuntimeError):
        raise SourceUnreadable(f"{source.path} is no path that can be opened. Check how it is written.") from None


def _walk(root: Path, parts: tuple[str, ...]) -> int:
    """Open part by part: a link put in its place after the check is refused, not followed."""
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for part in parts:
        try:
            below = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
        finally:
            os.close(here)
        here = below
    return here


def _check_size(source: FileSource, descriptor: int) -> None:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise SourceUnreadable(f"{source.path} is not a file. Give the path of one file.")
    if status.st_size == 0:
        raise SourceUnreadable(f"{source.path} is empty. Check whether its export was finished.")
    if status.st_size > LARGEST:
        raise SourceUnreadable(
            f"{source.path} has {status.st_size / 1024**3:,.0f} GiB; at most {LARGEST // 1024**3} are read. "
            "Divide it, or put the data into a database."
        )


def _fingerprint(descriptor: int) -> str:
    with os.fdopen(os.dup(descriptor), "rb") as content:
        content.seek(0)
        return file_digest(content, "sha256").hexdigest()


def _parquet(source: FileSource, descriptor: int) -> Opened:
    size = os.fstat(descriptor).st_size
    if os.pread(descriptor, 4, 0) != _MAGIC:
        raise SourceUnreadable(f"{source.path} is not a Parquet file. Correct its format, or export it again.")
    if size < 12 or os.pread(descriptor, 4, size - 4) != _MAGIC:
        raise SourceUnreadable(
            f"{source.path} is cut off: the end of the Parquet file is missing. Copy or export it again."
        )
    address = f"/proc/self/fd/{descriptor}"
    return Opened(
        address=address,
        scan=f"read_parquet('{address}', file_row_number = true)",
        loaded=False,
        numbered="file_row_number",
        fingerprint=_fingerprint(descriptor),
        explain=partial(parquet_complaint, source.path),
    )


def _csv(source: FileSource, descriptor: int) -> Opened:
    address = f"/proc/self/fd/{descriptor}"
    separator = _separator(os.pread(descriptor, 65_536, 0))
    options = (
        f"delim = '{separator}', quote = '\"', escape = '\"', header = true, strict_mode = true, "
        "compression = 'none', encoding = 'utf-8', comment = '', skip = 0, sample_size = -1, "
        "null_padding = false, ignore_errors = false"
    )
    return Opened(
        address=address,
        scan=f"read_csv('{address}', {options})",
        loaded=True,
        numbered="",
        fingerprint=_fingerprint(descriptor),
        explain=partial(csv_complaint, source.path, descriptor, separator),
    )


def _separator(head: bytes) -> str:
    line = head.partition(b"\n")[0].decode("utf-8", "replace")
    bare = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


_READERS: dict[str, Callable[[FileSource, int], Opened]] = {"csv": _csv, "parquet": _parquet}

KIND = SourceKind(name="file", open=open_file)
