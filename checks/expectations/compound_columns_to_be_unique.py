"""No combination of some columns occurs twice."""

from checks.arguments import COLUMNS, SHARE, choice
from checks.kind import Kind
from checks.phrase import mostly, ticks
from checks.sql import repeated

KIND = Kind(
    name="expect_compound_columns_to_be_unique",
    arguments={
        "column_list": COLUMNS,
        "mostly": SHARE,
        "ignore_row_if": choice("all_values_are_missing", "any_value_is_missing", "never"),
    },
    sentence=lambda a: f"The combination of {ticks(a['column_list'])} occurs only once{mostly(a)}",
    advice="Look at the repeated rows side by side: loaded twice, or is another column needed?",
    failing=lambda a: repeated(a),
    examines=lambda a: a["column_list"],
)
