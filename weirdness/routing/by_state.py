"""Who gets a flag when no rule says otherwise: while the dataset is not stable its data scientists, once stable its
steward, else its owner (product.md §5). A critical one always goes to the data scientists."""

from dataclasses import dataclass
from typing import Literal

Who = Literal["triage_team", "steward", "owner"]


@dataclass(frozen=True)
class Choice:
    who: Who
    because: str


def choose(*, state: str, critical: bool, has_steward: bool) -> Choice:
    """Pure: the state of the dataset, the flag's severity, whether there is an active steward → who, and why."""
    if state != "stable":
        return Choice("triage_team", f"the dataset is {_in_words(state)}, so its data scientists triage")
    if critical:
        return Choice("triage_team", "it is critical, so the data scientists see it although the dataset is stable")
    if has_steward:
        return Choice("steward", "the dataset is stable, so its steward triages")
    return Choice("owner", "the dataset is stable, so its owner triages")


def _in_words(state: str) -> str:
    return "quiet but seen by too few people" if state == "quiet" else state
