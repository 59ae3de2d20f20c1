"""Whoever is on duty."""

from weirdness.routing.target import Target

KIND = Target(
    name="rota",
    label="whoever is on duty",
    field="rota",
    whom=lambda rule, dataset: rule.rota,
    phrase=lambda rule: f"whoever is on duty in {rule.rota}",
    nobody="the rule names no rota",
    order=10,
)
