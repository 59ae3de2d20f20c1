"""A change as a spec."""

from dataclasses import dataclass
from typing import Literal

from checks.specs import Spec

Of = Literal["schema", "type", "volume", "nulls", "together", "new values", "distribution", "freshness"]


@dataclass(frozen=True)
class Change(Spec):
    """One change, in words. `since`: the label of the profile that shows it first; `sure`: 0 to 1.

    `alike`: changes of one kind with equal `alike` are one; `strength` is 1 where it is just told.
    """

    kind: str
    columns: tuple[str, ...]
    since: str
    sentence: str
    sure: float
    strength: float = 1.0
    alike: str = ""


def sureness(strength: float) -> float:
    """0.5 where a change is just told, towards 1 the stronger it is."""
    return round(strength / (1 + strength), 3)
