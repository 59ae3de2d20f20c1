"""Which rule for stable is in force. The one place to change it: both stand side by side, each with its formulas."""

from collections.abc import Iterable
from typing import Literal, SupportsInt

from weirdness.confidence import breadth, hidden, quiet_run, quiet_run_2, rate

Rule = Literal[1, 2]
IN_FORCE: Rule = 2

STATE_VERSIONS: dict[Rule, str] = {1: "state/1", 2: "state/2"}
VERSIONS: dict[Rule, tuple[str, ...]] = {
    1: (quiet_run.VERSION, rate.VERSION, breadth.VERSION, STATE_VERSIONS[1]),
    2: (quiet_run_2.VERSION, hidden.VERSION, breadth.SECOND_VERSION, STATE_VERSIONS[2]),
}


def rule_of(methods: Iterable[str]) -> Rule:
    """The rule by which a stored result was made, from its `methods`; to make it anew as it was."""
    return 1 if STATE_VERSIONS[1] in set(methods) else 2


def needed(looks: SupportsInt, lam: float, rule: Rule = IN_FORCE, since: SupportsInt = 0) -> float:
    """The confidence that this rule asks for at so many looks, the last noticed change at look `since`."""
    return rate.NEEDED if rule == 1 else hidden.needed_confidence(looks, lam, since)
