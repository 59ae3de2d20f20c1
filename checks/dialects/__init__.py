"""The kinds of SQL server, one file each; for another one add a file (see checks/dialect.py)."""

from checks.dialect import Dialect
from checks.registry import Registry

DIALECTS: Registry[Dialect] = Registry("checks.dialects", Dialect)  # type: ignore[type-abstract]
