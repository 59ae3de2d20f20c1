"""Open what lies below a root, and nothing else.

A path is resolved, must end below the root, and is opened part by part without following links, so that what was
checked is what is read.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checks.errors import SourceUnreadable

LARGEST = 8 * 1024**3
_SHOWN = 120


@contextmanager
def beneath(root: str, path: str) -> Iterator[int]:
    """The file or folder, open; raises SourceUnreadable."""
    descriptor = open_beneath(root, path)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def open_beneath(root: str, path: str) -> int:
    """A descriptor of the file or folder, which the caller closes; raises SourceUnreadable."""
    shown = _shown(path)
    try:
        real_root = Path(root).resolve(strict=True)
        real = (real_root / path).resolve()
        if Path(path).is_absolute() or not real.is_relative_to(real_root):
            raise SourceUnreadable(f"{shown} lies outside the folder of this source. Give a path below that folder.")
        return _walk(real_root, real.relative_to(real_root).parts)
    except FileNotFoundError:
        raise SourceUnreadable(f"{shown} is not there. Check its name, or ask whoever delivers the file.") from None
    except PermissionError:
        raise SourceUnreadable(
            f"{shown} may not be read by the checks. Let their user read the file and its folders."
        ) from None
    except (OSError, ValueError, RuntimeError) as error:
        if getattr(error, "errno", None) in (errno.EMFILE, errno.ENFILE):
            raise SourceUnreadable("This machine lets no more files be open at once. Name fewer parts.") from None
        raise SourceUnreadable(f"{shown} is no path that can be opened. Check how it is written.") from None


def _shown(path: str) -> str:
    return f"{path[:_SHOWN]}…" if len(path) > _SHOWN else path or "The folder of this source"


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


def check_file(path: str, descriptor: int) -> None:
    """Raises SourceUnreadable for what is no file, is empty, or too large."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise SourceUnreadable(f"{_shown(path)} is not a file. Give the path of one file.")
    if status.st_size == 0:
        raise SourceUnreadable(f"{path} is empty. Check whether its export was finished.")
    if status.st_size > LARGEST:
        raise SourceUnreadable(
            f"{path} has {status.st_size / 1024**3:,.0f} GiB; at most {LARGEST // 1024**3} are read. "
            "Divide it, or put the data into a database."
        )
