"""One person."""

from weirdness.routing.target import Target

KIND = Target(
    name="person",
    label="a person",
    field="person",
    whom=lambda rule, dataset: rule.person,
    phrase=lambda rule: str(rule.person),
    nobody="the rule names nobody",
    order=20,
)
