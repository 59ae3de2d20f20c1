"""The kinds of target that a rule can send to, one file each."""

from checks.registry import Registry
from weirdness.routing.target import Target

KINDS: Registry[Target] = Registry("weirdness.routing.targets", Target)
