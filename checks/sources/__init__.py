"""The kinds of source, one file each; a kind knows how to open its source and how to tell what went wrong."""

from checks.registry import Registry
from checks.source import SourceKind

SOURCES: Registry[SourceKind] = Registry("checks.sources", SourceKind)
