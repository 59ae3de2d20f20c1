"""A team: whoever of it is quickest."""

from weirdness.routing.target import Target

KIND = Target(
    name="team",
    label="a team",
    field="team",
    whom=lambda rule, dataset: rule.team,
    phrase=lambda rule: f"the team {rule.team}",
    nobody="the rule names no team",
    order=30,
)
