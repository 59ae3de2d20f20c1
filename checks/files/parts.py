"""The parts of a source: one file, or all files that a path with * names, which are one dataset.

* stands for any text within one name, ? for one character. Names that start with a dot are hidden and left out
unless they are written. The parts are in the order of their paths.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from checks.errors import SourceUnreadable
from checks.files.beneath import beneath, check_file
from checks.files.fingerprint import SMALL, SMALL_PART, file_fingerprint
from checks.specs import FileSource

MOST_PARTS = 2_000
_MOST_NAMES = 100_000
_WILD = "*?"


@dataclass(frozen=True)
class Part:
    """One file, held open; `path` is relative to the root."""

    path: str
    descriptor: int
    fingerprint: str

    @property
    def address(self) -> str:
        return f"/proc/self/fd/{self.descriptor}"

    @property
    def size(self) -> int:
        return os.fstat(self.descriptor).st_size


def is_folder(path: str) -> bool:
    """Whether a path names a folder of parts."""
    return any(mark in path for mark in _WILD)


@contextmanager
def open_parts(source: FileSource) -> Iterator[tuple[Part, ...]]:
    """The parts of the source, or the one that it is limited to, held open; raises SourceUnreadable."""
    small = SMALL_PART if is_folder(source.path) else SMALL
    with ExitStack() as held:
        yield tuple(_open(source.root, path, small, held) for path in _chosen(source))


def parts(source: FileSource) -> dict[str, str]:
    """Path → fingerprint of each part: one that is equal to an earlier one holds the same data."""
    with open_parts(source) as found:
        return {part.path: part.fingerprint for part in found}


def _open(root: str, path: str, small: int, held: ExitStack) -> Part:
    descriptor = held.enter_context(beneath(root, path))
    check_file(path, descriptor)
    return Part(path, descriptor, file_fingerprint(descriptor, small))


def _chosen(source: FileSource) -> list[str]:
    if not is_folder(source.path):
        if source.partition:
            raise SourceUnreadable(f"{source.path} is one file, and has no part {source.partition}. Check it whole.")
        return [source.path]
    if source.partition:
        if not _matches(source.partition, source.path):
            raise SourceUnreadable(f"{source.partition} is no part of {source.path}. Choose one of its files.")
        return [source.partition]
    return paths(source.root, source.path)


def _matches(path: str, pattern: str) -> bool:
    names, wild = PurePosixPath(path).parts, PurePosixPath(pattern).parts
    return len(names) == len(wild) and all(_fits(name, each) for name, each in zip(names, wild, strict=True))


def _fits(name: str, pattern: str) -> bool:
    """As fnmatch, without its [ ]; a hidden name only where it is written."""
    if name.startswith(".") and not pattern.startswith("."):
        return False
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def paths(root: str, pattern: str) -> list[str]:
    """The files that a path with * names, in order; raises SourceUnreadable when there are none or too many."""
    wild = PurePosixPath(pattern).parts
    if ".." in wild or "**" in wild or Path(pattern).is_absolute():
        raise SourceUnreadable(f"{pattern} is no path of parts. Write it like taxi/2019-*.parquet.")
    found = [""]
    for position, name in enumerate(wild, 1):
        found = [path for above in found for path in _below(root, above, name, position == len(wild))]
        if len(found) > MOST_PARTS:
            raise SourceUnreadable(
                f"{pattern} names more than {MOST_PARTS:,} files, which is the most that are read as one dataset. "
                "Name fewer, or put the data into a database."
            )
    if not found:
        raise SourceUnreadable(f"{pattern} names no file. Check how it is written, or ask whoever delivers the files.")
    return found


def _below(root: str, above: str, name: str, last: bool) -> list[str]:
    try:
        with beneath(root, above) as folder, os.scandir(folder) as entries:
            several = [entry for entry, _ in zip(entries, range(_MOST_NAMES), strict=False) if _fits(entry.name, name)]
            return sorted(f"{above}/{each.name}".lstrip("/") for each in several if _is_wanted(each, folder, last))
    except NotADirectoryError:
        return []


def _is_wanted(entry: os.DirEntry[str], folder: int, last: bool) -> bool:
    """Files at the end of a path, folders before it, also by a link; looked at again when it is opened."""
    if not entry.is_symlink():
        return entry.is_file() if last else entry.is_dir()
    try:
        mode = os.stat(entry.name, dir_fd=folder).st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) if last else stat.S_ISDIR(mode)
