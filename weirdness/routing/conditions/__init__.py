"""The kinds of condition that a rule can have, one file each."""

from checks.registry import Registry
from weirdness.routing.condition import Condition

KINDS: Registry[Condition] = Registry("weirdness.routing.conditions", Condition)
