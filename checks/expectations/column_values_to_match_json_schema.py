"""Texts of a column are JSON of one shape."""

import json
from typing import Any

from jsonschema import SchemaError
from jsonschema.validators import validator_for
from referencing import Registry
from referencing.exceptions import Unresolvable

from checks.arguments import Argument
from checks.kind import Arguments, Data, Kind, Outcome, Unable
from checks.mapped import MAPPED
from checks.own import by_values
from checks.phrase import every


def _is_schema(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    try:
        validator_for(value).check_schema(value)
    except SchemaError:
        return False
    return True


def _judge(data: Data, a: Arguments) -> Outcome:
    schema = a["json_schema"]
    validator = validator_for(schema)(schema, registry=Registry())  # an empty registry: nothing is ever fetched

    def fits(text: str) -> bool:
        try:
            return bool(validator.is_valid(json.loads(text)))
        except (ValueError, RecursionError):
            return False

    try:
        return by_values(data, a, fits)
    except Unresolvable as error:
        raise Unable(f"The schema refers to {error.ref}, which it does not hold. Put that part into it.") from None


KIND = Kind(
    name="expect_column_values_to_match_json_schema",
    arguments={
        **MAPPED,
        "json_schema": Argument(
            "a JSON schema",
            _is_schema,
            required=True,
            field="json",
            label="JSON schema",
            help='{"type": "object", "required": ["name"]}',
        ),
    },
    sentence=lambda a: every(a, "is JSON of the shape that the schema asks for"),
    advice="Compare a failing row with the schema: a part missing, renamed, or of another type?",
    needs=("text",),
    judge=_judge,
)
