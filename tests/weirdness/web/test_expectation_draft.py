"""Every kind goes through its form and comes back as it was: what the tests of the kinds ask, and what is odd."""

from typing import Any

import pytest
from django.http import QueryDict

import checks
from tests.checks.test_kinds import CASES
from weirdness.models import Column
from weirdness.web import expectation_draft as drafts
from weirdness.web.expectation_draft import Draft

ODD = [
    {"value_set": [" padded ", "", "two\nlines", "7", 7, 7.0, True, None]},
    {"value_set": ["a"], "mostly": 1},
    {"value_set": ["a"], "mostly": None, "unknown": {"x": 1}},
]


def sent(draft: Draft, **changed: str) -> QueryDict:
    form = QueryDict(mutable=True)
    for name, said in draft.said.items():
        form.setlist(f"a-{name}", said if isinstance(said, list) else [said.replace("\n", "\r\n")])
    form.update({"severity": draft.severity, "stage": draft.stage, "notes": draft.note})
    for name, value in changed.items():
        form[name] = value
    return form


def columns(kwargs: dict[str, Any]) -> list[Column]:
    return [Column(name=str(value), type="text") for value in kwargs.values() if isinstance(value, str)]


def through(expectation: dict[str, Any], **changed: str) -> dict[str, Any]:
    draft = drafts.of_expectation(expectation)
    kwargs = expectation["kwargs"]
    return drafts.of_form(draft.kind, expectation, sent(draft, **changed), columns(kwargs), "a/b").expectation


@pytest.mark.parametrize("kind", CASES)
def test_an_expectation_that_nobody_touched_comes_back_as_it_was(kind: str) -> None:
    expectation = {"type": f"expect_{kind}", "kwargs": CASES[kind][0], "id": "1", "meta": {"x": [1]}}
    assert through(expectation) == expectation
    assert through(expectation, severity="info") == {**expectation, "severity": "info"}


@pytest.mark.parametrize("kwargs", ODD)
def test_odd_values_that_a_field_cannot_show_stay_while_nobody_touches_them(kwargs: dict[str, Any]) -> None:
    expectation = {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "a", **kwargs}, "meta": None}
    assert through(expectation) == expectation


@pytest.mark.parametrize(
    "kind", sorted(set(CASES) - {"column_pair_values_to_be_in_set"})
)  # whose case has an empty cell
def test_what_is_typed_anew_says_the_same(kind: str) -> None:
    expectation = {"type": f"expect_{kind}", "kwargs": CASES[kind][0]}
    shown = drafts.of_expectation(expectation)
    typed = drafts.of_form(shown.kind, {}, sent(shown), [], "a/b")
    assert typed.problems == {}
    assert checks.sentence(typed.expectation) == checks.sentence(expectation)


def test_a_switch_that_is_on_unless_said_otherwise_can_be_turned_off() -> None:
    kind = checks.KINDS["expect_table_columns_to_match_set"]
    empty = drafts.of_kind(kind, "")
    assert empty.said["exact_match"] == "on"
    off = drafts.of_form(kind, {}, sent(empty, **{"a-column_set": "a\nb", "a-exact_match": ""}), [], "a/b")
    assert off.expectation["kwargs"] == {"column_set": ["a", "b"], "exact_match": False}
