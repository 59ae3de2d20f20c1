"""Rules that propose expectations for a table nobody wrote any for. A rule is a file, which declares RULE.

Quiet rather than many, and never tuned to one table: each rule says in its reason what it saw.
"""

from checks.proposal import Facts, Proposal, Rule
from checks.registry import Registry

RULES: Registry[Rule] = Registry(__name__, Rule, "RULE")


def proposals(facts: Facts) -> list[tuple[Rule, Proposal]]:
    """What each rule proposes, before anything is counted on all rows."""
    rules = sorted(RULES.values(), key=lambda rule: (rule.order, rule.name))
    return [(rule, each) for rule in rules for each in rule.propose(facts)]
