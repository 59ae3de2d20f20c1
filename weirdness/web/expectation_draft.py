"""One expectation as it stands in the form: typed field by field, and back to an expectation, losing nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

import checks
from checks import forms
from checks.arguments import Argument
from checks.kind import Kind
from checks.validate import fault
from weirdness.models import Column
from weirdness.services.suite_changes import note_of, severity_of
from weirdness.services.suite_parts import stage_of, staged
from weirdness.web.door import typed
from weirdness.web.expectation_kinds import gapped

SEVERITIES = {"info": "minor", "warning": "major", "critical": "critical"}
STAGES = {"live": "live", "shadow": "shadow: tried out, tells nobody", "review": "to be reviewed"}
TEXTS = {"text", "varchar", "string", "character"}
Typed = str | list[str]


@dataclass
class Draft:
    """`said`: what is typed per argument. `original`: the expectation that is being changed, {} for a new one."""

    kind: Kind
    original: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Typed] = field(default_factory=dict)
    severity: str = "warning"
    stage: str = "live"
    note: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    expectation: dict[str, Any] = field(default_factory=dict)
    is_read: bool = True

    @property
    def sentence(self) -> str:
        """As it will be told; while something is missing, with … in its place."""
        if self.problems or not self.is_read:
            return gapped(self.kind, {name: value for name, value in self.expectation["kwargs"].items() if value})
        return checks.sentence(self.expectation)


def of_expectation(expectation: dict[str, Any]) -> Draft:
    """The form of an expectation that is there; its kind is known."""
    kind = checks.KINDS[expectation["type"]]
    said = {name: _shown(kind, name, _given(expectation).get(name)) for name, argument in forms.fields(kind).items()}
    return Draft(
        kind,
        expectation,
        said,
        severity_of(expectation),
        stage_of(expectation),
        note_of(expectation),
        expectation=expectation,
    )


def of_kind(kind: Kind, column: str) -> Draft:
    """An empty form; the column chosen before stands in its first field for a column."""
    said: dict[str, Typed] = {name: "on" for name in kind.arguments if _is_on_when_absent(kind, name)}
    first = next((name for name, each in forms.fields(kind).items() if each.names_columns), "")
    if first and column:
        said[first] = [column] if kind.arguments[first].field == "columns" else column
    return Draft(kind, said=said, expectation={"type": kind.name, "kwargs": said}, is_read=False)


def of_form(kind: Kind, original: dict[str, Any], form: QueryDict, columns: Iterable[Column], dataset: str) -> Draft:
    """What was typed, read; `problems` says per field what is wrong, "expectation" what is wrong with the whole."""
    types = {each.name: each.type.lower() for each in columns}
    said: dict[str, Typed] = {
        name: form.getlist(f"a-{name}") if argument.field == "columns" else typed(form, f"a-{name}")
        for name, argument in forms.fields(kind).items()
    }
    draft = Draft(
        kind,
        original,
        said,
        typed(form, "severity") if form.get("severity") in SEVERITIES else "warning",
        typed(form, "stage") if form.get("stage") in STAGES else "live",
        typed(form, "notes").strip(),
    )
    of_text = any(types.get(each, "") in TEXTS for each in said.values() if isinstance(each, str))
    kwargs = _read(draft, of_text)
    draft.expectation = _with_words(draft, {**original, "type": kind.name, "kwargs": kwargs})
    if not draft.problems and (wrong := fault(draft.expectation, list(types) or None, dataset=dataset)):
        draft.problems["expectation"] = wrong
    return draft


def _given(expectation: dict[str, Any]) -> dict[str, Any]:
    given = expectation.get("kwargs")
    return given if isinstance(given, dict) else {}


def _is_on_when_absent(kind: Kind, name: str) -> bool:
    """A switch that Great Expectations takes as on when it is not given: the sentence tells."""
    if kind.arguments[name].field != "switch":
        return False
    absent, off = (checks.sentence({"type": kind.name, "kwargs": said}) for said in ({}, {name: False}))
    return absent != off


def _shown(kind: Kind, name: str, value: Any) -> Typed:
    argument = kind.arguments[name]
    if value is None and _is_on_when_absent(kind, name):
        return "on"
    if argument.field == "columns" and isinstance(value, list):
        return [str(each) for each in value]
    return "on" if value is True else "" if value is False else forms.written(argument, value)


def _read(draft: Draft, of_text: bool) -> dict[str, Any]:
    """The arguments; what nobody touched stays exactly as it was, and so does what the form does not know."""
    kwargs = dict(_given(draft.original))
    for name, argument in forms.fields(draft.kind).items():
        now = draft.said[name]
        if draft.original and now == _shown(draft.kind, name, kwargs.get(name)):
            continue
        value = _value(draft, name, argument, now)
        if of_text and argument.of_column:
            value = [str(each) for each in value] if isinstance(value, list) else value
        kwargs.pop(name, None)
        if value is not None:
            kwargs[name] = value
    return kwargs


def _value(draft: Draft, name: str, argument: Argument, now: Typed) -> Any:
    try:
        value = forms.read(argument, now)
    except ValueError as error:
        draft.problems[name] = str(error)
        return None
    if argument.field == "switch":
        return value if value or argument.required or _is_on_when_absent(draft.kind, name) else None
    if value is None:
        if argument.required:
            draft.problems[name] = f"{argument.label} is needed: {argument.says}."
        return None
    if not argument.accepts(value):
        draft.problems[name] = f"{argument.label} must be {argument.says}."
    return value


def _with_words(draft: Draft, expectation: dict[str, Any]) -> dict[str, Any]:
    """Severity, note and stage, each written only when it was changed."""
    if not draft.original or draft.severity != severity_of(draft.original):
        expectation["severity"] = draft.severity
    if draft.note != note_of(draft.original).strip():
        expectation["notes"] = draft.note
        meta = expectation.get("meta")
        if isinstance(meta, dict):
            expectation["meta"] = {name: value for name, value in meta.items() if name != "notes"}
    if draft.stage != stage_of(expectation):
        expectation = staged(expectation, draft.stage)
    return expectation
