"""The table has these columns, in any order."""

from checks.arguments import FLAG, NAMES, labelled
from checks.kind import Kind
from checks.phrase import ticks

KIND = Kind(
    name="expect_table_columns_to_match_set",
    arguments={"column_set": NAMES, "exact_match": labelled(FLAG, "No other columns")},
    sentence=lambda a: (
        f"The columns {'include' if a['exact_match'] is False else 'are, in any order,'} {ticks(a['column_set'])}"
    ),
    advice="Ask whoever writes the file which columns were added, dropped or renamed.",
    examines=lambda a: [],
)
