"""Whether some columns of what is not registered yet name each row once. `arguments`: location, format, key_columns."""

from weirdness.services.question import Question
from weirdness.services.questions.columns import payload

KIND = Question(
    name="key",
    op="describe",
    payload=lambda inquiry: {**payload(inquiry), "key_columns": inquiry.arguments["key_columns"]},
    answer=lambda _inquiry, found: {"unique": found["key_unique"], "row_count": found["row_count"]},
)
