"""What a folder below a root holds."""

import os
import stat
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from checks.errors import SourceUnreadable
from checks.files.beneath import beneath
from checks.files.formats import ENDINGS
from checks.files.parts import is_folder, open_parts
from checks.listing import listed
from checks.specs import FileSource

_MOST_NAMES = 20_000


def browse(source: FileSource, path: str) -> dict[str, Any]:
    """Folders and files that can be read, below the root; with * in `path`, the parts with their fingerprints."""
    return _parts(source, path) if is_folder(path) else _folder(source.root, path)


def _folder(root: str, path: str) -> dict[str, Any]:
    try:
        with beneath(root, path) as folder, os.scandir(folder) as entries:
            some = [entry.name for entry, _ in zip(entries, range(_MOST_NAMES), strict=False)]
            found = [each for name in sorted(some) if (each := _entry(folder, name))]
    except NotADirectoryError:
        raise SourceUnreadable(f"{path} is a file, not a folder. Choose the file itself.") from None
    found.sort(key=lambda each: each["kind"] == "file")
    left_out = len([name for name in some if not name.startswith(".")]) - len(found)
    note = f"{left_out:,} others are left out: only CSV, Parquet and JSON lines can be read." if left_out else ""
    return listed(found, note)


def _entry(folder: int, name: str) -> dict[str, Any] | None:
    """None for what is hidden, or neither a folder nor a file of a known format."""
    if name.startswith("."):
        return None
    try:
        status = os.stat(name, dir_fd=folder)
    except OSError:
        return None
    if stat.S_ISDIR(status.st_mode):
        return {"name": name, "kind": "folder", "modified": _moment(status)}
    if not stat.S_ISREG(status.st_mode) or format_of(name) is None:
        return None
    return {
        "name": name,
        "kind": "file",
        "size": status.st_size,
        "modified": _moment(status),
        "format": format_of(name),
    }


def format_of(name: str) -> str | None:
    """The format that the ending of a name tells; None: not one that can be read."""
    return ENDINGS.get(PurePosixPath(name).suffix.lower())


def _moment(status: os.stat_result) -> str:
    return datetime.fromtimestamp(int(status.st_mtime), UTC).isoformat()


def _parts(source: FileSource, pattern: str) -> dict[str, Any]:
    with open_parts(FileSource(source.root, pattern, source.format)) as parts:
        found = [
            {
                "name": part.path,
                "kind": "part",
                "size": part.size,
                "modified": _moment(os.fstat(part.descriptor)),
                "format": format_of(part.path) or "",
                "fingerprint": part.fingerprint,
            }
            for part in parts
        ]
    return listed(found)
