"""The expectation kinds, one file each, declared as data; adding a file adds a kind."""

from checks.kind import Kind
from checks.registry import Registry

KINDS: Registry[Kind] = Registry("checks.expectations", Kind)
