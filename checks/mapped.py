"""The arguments of kinds that look at each row."""

from checks.arguments import COLUMN, MOSTLY
from checks.where import WHERE

ROWS = {"mostly": MOSTLY, "where": WHERE}
MAPPED = {"column": COLUMN, **ROWS}
