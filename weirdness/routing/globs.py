"""Patterns over keys and names: * is anything, also across the slash; ? is one character; [ab] one of these."""

from fnmatch import fnmatchcase

from weirdness.routing.condition import Wrong


def matches(pattern: str, name: str) -> bool:
    return fnmatchcase(name.casefold(), pattern.casefold())


def accept(pattern: str) -> str:
    if not pattern.isprintable():
        raise Wrong("A pattern has letters, digits, - and _, and * for anything. Type it again.")
    if pattern.count("*") > 8:
        raise Wrong(f"{pattern[:40]} has more than eight *. Leave some out.")
    return pattern
