"""What changed between two versions is told in sentences."""

from typing import Any

from weirdness.services.suite_changes import Change, changes, told


def between(column: str, low: int, **more: Any) -> dict[str, Any]:
    kwargs = {"column": column, "min_value": low}
    return {"type": "expect_column_values_to_be_between", "kwargs": kwargs, **more}


def suite(*expectations: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "plates", "expectations": list(expectations), **more}


def test_nothing_changed_is_nothing_told() -> None:
    assert changes(suite(between("a", 1)), suite(between("a", 1))) == []
    assert told([]) == "nothing changed"


def test_the_first_version_added_everything() -> None:
    assert changes(None, suite(between("a", 1))) == [Change("added", after="`a` is at least 1")]


def test_another_threshold_is_a_change_and_another_column_is_another_expectation() -> None:
    assert changes(suite(between("a", 1)), suite(between("a", 2))) == [
        Change("changed", "`a` is at least 1", "`a` is at least 2")
    ]
    assert [each.kind for each in changes(suite(between("a", 1)), suite(between("b", 1)))] == ["added", "removed"]


def test_severity_stage_and_note_are_told_by_name() -> None:
    new = between("a", 1, severity="info", notes="why", meta={"weirdness": {"stage": "shadow"}})
    assert changes(suite(between("a", 1)), suite(new)) == [
        Change("changed", "`a` is at least 1: severity critical", "severity info"),
        Change("changed", "`a` is at least 1: stage live", "stage shadow"),
        Change("changed", "`a` is at least 1: note none", "note “why”"),
    ]


def test_what_has_no_words_is_said_to_be_in_the_json() -> None:
    new = between("a", 1, strange=True)
    assert changes(suite(between("a", 1)), suite(new)) == [
        Change("changed", after="`a` is at least 1: details in its JSON")
    ]


def test_a_new_order_is_told_once_and_a_removal_is_no_new_order() -> None:
    one, two, three = between("a", 1), between("b", 1), between("c", 1)
    assert [each.kind for each in changes(suite(one, two, three), suite(two, one, three))] == ["moved"]
    assert [each.kind for each in changes(suite(one, two, three), suite(two, three))] == ["removed"]


def test_two_equal_expectations_are_two() -> None:
    one = between("a", 1)
    assert [each.kind for each in changes(suite(one, dict(one)), suite(dict(one)))] == ["removed"]


def test_the_suite_itself_can_change() -> None:
    found = changes(suite(), suite(meta={"x": 1}) | {"name": "wells"})
    assert found == [
        Change("suite", "Its name was plates", "wells"),
        Change("suite", after="What is said of the suite as a whole: meta"),
    ]


def test_a_line_names_the_changes_and_stays_short() -> None:
    assert told(changes(suite(), suite(between("a", 1)))) == "added: a is at least 1"
    assert len(told(changes(None, suite(*(between(f"c{n}", n) for n in range(99)))))) == 200
