"""What a rule may ask about a flag."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """Of one flag and its dataset, as words: slugs, keys and the labels of severity and state. Empty: not known."""

    dataset: str
    source: str = ""
    tags: tuple[str, ...] = ()
    state: str = ""
    column: str = ""
    category: str = ""
    severity: str = ""
    viewpoint: str = ""
    blocks_decision: bool = False
