"""No combination of some columns occurs twice."""

from checks.arguments import COLUMNS, SHARE, choice
from checks.kind import Condition, Kind
from checks.phrase import mostly, ticks
from checks.sql import quoted, skip_missing

KIND = Kind(
    name="expect_compound_columns_to_be_unique",
    arguments={
        "column_list": COLUMNS,
        "mostly": SHARE,
        "ignore_row_if": choice("all_values_are_missing", "any_value_is_missing", "never"),
    },
    sentence=lambda a: f"The combination of {ticks(a['column_list'])} occurs only once{mostly(a)}",
    advice="Look at the repeated rows side by side: loaded twice, or is another column needed?",
    failing=lambda a: Condition(
        f"count(*) OVER (PARTITION BY {', '.join(map(quoted, a['column_list']))}) > 1"
        f" AND {skip_missing(a, a['column_list'])}"
    ),
    examines=lambda a: a["column_list"],
)
