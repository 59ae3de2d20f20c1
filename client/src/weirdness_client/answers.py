"""What Weirdness answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Known:
    """An issue that is known: open, explained (`explanation`: why it isn't weird) or accepted (`caveat`)."""

    number: int
    title: str
    category: str
    severity: str
    state: str
    column: str = ""
    people: int = 0
    explanation: str = ""
    caveat: str = ""
    caveat_until: str | None = None

    def __str__(self) -> str:
        about = f" ({self.column})" if self.column else ""
        if self.explanation:
            return f"#{self.number}{about} {self.title} Not weird, because: {self.explanation}"
        if self.caveat:
            return f"#{self.number}{about} {self.title} Before you use it: {self.caveat}"
        return f"#{self.number}{about} {self.title} ({self.severity}, {self.state})"


@dataclass(frozen=True)
class Flagged:
    """A flag that was raised. `issue` is None while an administrator has yet to register the dataset."""

    id: int
    issue: int | None
    dataset: str
    url: str

    def __str__(self) -> str:
        return (
            f"Flagged as #{self.issue}: {self.url}"
            if self.issue
            else "Flagged; it waits for the dataset's registration."
        )


@dataclass(frozen=True)
class Confidence:
    """How sure one can be of a dataset. `state`: learning, stable, quiet, relapsed or stale."""

    state: str
    words: list[str]
    reasons: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    at: str | None = None

    def __str__(self) -> str:
        return " ".join(self.words)
