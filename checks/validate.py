"""What a suite must look like before anything of it runs; each fault is a sentence for whoever wrote the suite."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from checks.arguments import Argument
from checks.errors import SuiteInvalid
from checks.expectations import KINDS
from checks.kind import Kind
from checks.phrase import joined, ticks
from checks.where import columns_of
from checks.words import arguments_of

MOST_EXPECTATIONS = 500
SEVERITIES = ("critical", "warning", "info")
_HOSTILE_NAME = re.compile(r"[`\"\\\x00-\x1f\x7f-\x9f]")
_ANCHOR = re.compile(r"\\\$|\$(?=$|[)|])|\[[^]]*\]")
_RENAME = "Rename the column in the data; checks on the other columns go on working."
_CONDITIONS = ("row_condition", "condition_parser")
_IGNORED = ("batch_id", "catch_exceptions", "result_format", "meta")


def validate_suite(
    document: dict[str, Any],
    columns: list[str] | None = None,
    *,
    dataset: str = "the dataset",
    source_kind: str = "",
) -> None:
    """Refuse a suite (GX suite JSON) that could not be evaluated, or that should not be.

    With `columns`, each column that is asked for must be among them; with `source_kind` ("file", "database"), it must
    be possible on such a source. Raises SuiteInvalid, whose `reasons` hold
    one sentence per faulty expectation, with its position.
    """
    reasons = []
    for position, expectation in enumerate(expectations_of(document), start=1):
        if reason := fault(expectation, columns, dataset=dataset, source_kind=source_kind):
            reasons.append(f"Expectation {position}: {reason}")
    if reasons:
        raise SuiteInvalid(*reasons)


def expectations_of(document: Any) -> list[dict[str, Any]]:
    """The expectations of a suite; raises SuiteInvalid when the document is no suite at all."""
    found = document.get("expectations") if isinstance(document, dict) else None
    if not isinstance(found, list):
        raise SuiteInvalid(
            'This is not a Great Expectations suite: it needs a list named "expectations". '
            "Export the suite again as JSON."
        )
    if len(found) > MOST_EXPECTATIONS:
        raise SuiteInvalid(
            f"This suite has {len(found):,} expectations; at most {MOST_EXPECTATIONS} run at once. "
            "Divide it into several suites."
        )
    return found


def fault(
    expectation: Any, columns: list[str] | None = None, *, dataset: str = "the dataset", source_kind: str = ""
) -> str:
    """Why an expectation cannot be evaluated, in a sentence or two; "" when it can."""
    if not isinstance(expectation, dict) or not isinstance(expectation.get("type"), str):
        return 'An expectation needs a "type", such as expect_column_values_to_not_be_null.'
    if expectation["type"] not in KINDS:
        return _unknown_type(expectation["type"])
    if not isinstance(expectation.get("kwargs", {}), dict):
        return '"kwargs" must be an object that holds the arguments.'
    if expectation.get("severity") not in (None, *SEVERITIES):
        return f"The severity must be one of {', '.join(SEVERITIES)}."
    kind = KINDS[expectation["type"]]
    return (
        next(_argument_faults(kind, expectation), "")
        or kind.unsuited.get(source_kind, "")
        or _missing_columns(kind, expectation, columns, dataset)
    )


def _unknown_type(name: str) -> str:
    near = get_close_matches(name, KINDS, n=1, cutoff=0.6)
    hint = f" Did you mean {near[0]}?" if near else " Choose one from the list of expectations."
    return f"There is no expectation {_short(name)}.{hint}"


def _argument_faults(kind: Kind, expectation: dict[str, Any]) -> Iterator[str]:
    a = arguments_of(expectation)
    for name in _CONDITIONS:
        if name in a:
            yield f"{name} is not accepted, because it can run code. Leave it out, or check a narrower file."
    for name, argument in kind.arguments.items():
        if name not in a:
            if argument.required:
                yield f"{kind.name} needs {name}: {argument.says}."
            continue
        if reason := _value_fault(kind, name, argument, a[name]):
            yield reason
    known = {*kind.arguments, *_IGNORED, *_CONDITIONS}
    if unknown := [_short(name) for name in a if name not in known]:
        yield f"{kind.name} has no argument {joined(unknown)}. It takes {joined(list(kind.arguments))}."
    if kind.bounded and a["min_value"] is None and a["max_value"] is None:
        yield f"{kind.name} needs min_value, max_value or both."


def _value_fault(kind: Kind, name: str, argument: Argument, value: Any) -> str:
    if not argument.accepts(value):
        return f"{name} must be {argument.says}; {_short(value)} is not."
    if reason := argument.fault(value):
        return reason
    for text in _texts_in(value):
        if kind.judge is None and ("secret|" in text or "$" in (_ANCHOR.sub("", text) if "regex" in name else text)):
            return (
                f"{name} must not hold $ or secret|, which are reserved for settings; {_short(text)} does. "
                f"{_RENAME if argument.names_columns else 'Say it without, for example as a pattern.'}"
            )
        if argument.names_columns and _HOSTILE_NAME.search(text):
            return (
                f"The column name {_short(text)} holds a double quote, a backtick, a backslash or a control "
                f"character, which could be taken for code. {_RENAME}"
            )
    return ""


def _texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return _texts_in([*value, *value.values()])
    if isinstance(value, list):
        return [text for item in value for text in _texts_in(item)]
    return [value] if isinstance(value, str) else []


def _missing_columns(kind: Kind, expectation: dict[str, Any], columns: list[str] | None, dataset: str) -> str:
    if columns is None:
        return ""
    a = arguments_of(expectation)
    missing = [name for name in [*kind.examines(a), *columns_of(a["where"])] if name not in columns]
    if not missing:
        return ""
    near = [each for name in missing for each in get_close_matches(name.lower(), _folded(columns), n=3)]
    alike = f" Columns that look alike: {', '.join(_folded(columns)[each] for each in near)}." if near else ""
    noun = "column" if len(missing) == 1 else "columns"
    return (
        f"This suite asks for the {noun} {ticks(missing)}, which {dataset} does not have.{alike} "
        "Correct the suite or the data."
    )


def _folded(columns: list[str]) -> dict[str, str]:
    return {name.lower(): name for name in columns}


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "replace").decode().translate(dict.fromkeys([*range(32), 127], " "))
    return f"{text[:60]}…" if len(text) > 60 else text or "an empty text"
