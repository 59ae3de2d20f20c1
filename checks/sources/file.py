"""Files below a registered root: one, or with * in its path the parts of one dataset (see checks/files)."""

from collections.abc import Iterator
from contextlib import contextmanager

from checks.files.browse import browse
from checks.files.formats import opened
from checks.files.parts import open_parts
from checks.source import Opened, SourceKind
from checks.specs import FileSource


@contextmanager
def open_files(source: FileSource) -> Iterator[Opened]:
    """The files, held open; raises SourceUnreadable."""
    with open_parts(source) as parts:
        yield opened(parts, source.format)


KIND = SourceKind(name="file", open=open_files, browse=browse)
