"""Which column the flag is about, by its name."""

from weirdness.routing import globs
from weirdness.routing.condition import Condition

KIND = Condition(
    name="column",
    label="Column",
    hint="Its name, such as dep_time. * stands for anything: *_delay is all that end so. Several with commas.",
    subject="the column",
    values=lambda facts: (facts.column,) if facts.column else (),
    missing="the flag is about no column",
    fits=globs.matches,
    accept=globs.accept,
    order=20,
)
