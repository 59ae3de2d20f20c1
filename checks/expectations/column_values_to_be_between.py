"""Values of a column lie in a range."""

from checks.arguments import RANGE
from checks.kind import Kind
from checks.mapped import MAPPED
from checks.phrase import mostly, span, tick
from checks.sql import column, outside

KIND = Kind(
    name="expect_column_values_to_be_between",
    arguments={**MAPPED, **RANGE},
    sentence=lambda a: f"{tick(a['column'])} is {span(a)}{mostly(a)}",
    advice="Look at the rows outside the range: a wrong unit, a stand-in such as 999, or a true extreme?",
    failing=lambda a: outside(column(a), a),
    needs=("integer", "number", "date", "datetime"),
)
