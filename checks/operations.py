"""What can be asked of the fork server: the operations, and the shape of each answer."""

from typing import Literal

from checks.specs import Description, Found, Rows, SuiteResult

Operation = Literal[
    "run", "describe", "fetch", "preview", "browse", "statements", "profile", "suggest", "learn", "changes", "promote"
]
Answer = SuiteResult | Description | Rows | Found
ANSWERS: dict[str, type[SuiteResult] | type[Description] | type[Rows] | type[Found]] = {
    "run": SuiteResult,
    "describe": Description,
    "fetch": Rows,
    "preview": Rows,
    "browse": Found,
    "statements": Found,
    "profile": Found,
    "suggest": Found,
    "learn": Found,
    "changes": Found,
    "promote": Found,
}
