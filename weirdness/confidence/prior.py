"""What is believed of a dataset before anybody looked: one versioned object, never changed in silence."""

from dataclasses import asdict, dataclass
from typing import Any, Self

VERSION = "prior/1"


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Two Gamma priors, each (finds, looks): that many finds in that many looks are taken as seen beforehand.

    `curve_*`: of the discovery curve's amplitude A (new issues per look at the first look); `rate_*`: of the present
    rate (`rate`). `datasets`: from how many histories it was fitted (0: it is the standing one). `version` names it in
    every number made with it; a fitted one carries the day.
    """

    version: str = VERSION
    curve_finds: float = 1.0
    curve_looks: float = 5.0
    rate_finds: float = 1.0
    rate_looks: float = 5.0
    datasets: int = 0

    def as_json(self) -> dict[str, Any]:
        """Plain numbers and words, for a row or a snapshot; `Prior.from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The prior that `as_json` gave."""
        return cls(**kept)


STANDING = Prior()
