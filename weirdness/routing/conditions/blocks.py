"""Whether a decision waits for it."""

from weirdness.routing.condition import Condition

KIND = Condition(
    name="blocks",
    label="Blocks a decision",
    hint="The switch on the flag form.",
    subject="it",
    values=lambda facts: ("yes",) if facts.blocks_decision else (),
    missing="it blocks no decision",
    choices=lambda: [("yes", "it blocks a decision")],
    says="it blocks a decision",
    is_chosen=True,
    order=60,
)
