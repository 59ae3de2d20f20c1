"""Do two tools say the same? Verdicts and counts of failing rows, expectation by expectation."""

from benchmarks.engine.peer import Finding


def differences(ours: dict[str, Finding], theirs: dict[str, Finding]) -> list[str]:
    """One sentence for each expectation that both evaluated and that they see differently."""
    return [words for name in ours if name in theirs and (words := _difference(name, ours[name], theirs[name]))]


def missing(ours: dict[str, Finding], theirs: dict[str, Finding]) -> list[str]:
    """What only we evaluated."""
    return [name for name in ours if name not in theirs]


def uncounted(ours: dict[str, Finding], theirs: dict[str, Finding]) -> int:
    """For how many failing rows of ours the other tool gives a verdict and no count."""
    return sum(
        each.unexpected is not None and name in theirs and theirs[name].unexpected is None
        for name, each in ours.items()
    )


def _difference(name: str, ours: Finding, theirs: Finding) -> str:
    if ours.success != theirs.success:
        words = {True: "passes", False: "fails"}
        return f"{name}: {words[theirs.success]} there, {words[ours.success]} here"
    if None not in (ours.unexpected, theirs.unexpected) and ours.unexpected != theirs.unexpected:
        return f"{name}: {theirs.unexpected:,} rows fail there, {ours.unexpected:,} here"
    return ""
