"""Whether a file is the one that was read before, without reading it.

A small file is known by what it holds, so that a copy of it is the same data. Reading a large one only to hash it
would cost as much as checking it: it is known by its inode, size, times of change of content and of inode, and by
what its first and last 64 KiB hold (in a Parquet file, the footer with the counts and bounds of each column chunk).
Nobody can set the time at which an inode changed, so other data never pass for the same; the same data may pass
for others, after a copy or a change of permissions, and are then only read once more.
"""

import os
from collections.abc import Iterable
from hashlib import file_digest, sha256

SMALL = 16 * 1024**2
SMALL_PART = 1024**2
_END = 64 * 1024


def file_fingerprint(descriptor: int, small: int = SMALL) -> str:
    """64 hexadecimal digits; the whole content counts up to `small` bytes."""
    status = os.fstat(descriptor)
    if status.st_size <= small:
        with os.fdopen(os.dup(descriptor), "rb") as content:
            content.seek(0)
            return file_digest(content, "sha256").hexdigest()
    known = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    ends = os.pread(descriptor, _END, 0) + os.pread(descriptor, _END, status.st_size - _END)
    return sha256(repr(known).encode() + ends).hexdigest()


def folder_fingerprint(parts: Iterable[tuple[str, str]]) -> str:
    """Of path and fingerprint of each part."""
    return sha256("\n".join(f"{fingerprint} {path}" for path, fingerprint in parts).encode()).hexdigest()
