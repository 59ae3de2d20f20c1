"""Every kind of condition, found in its folder: what it takes, when it holds, and how it is said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness.routing import globs
from weirdness.routing.condition import MOST_WORDS, Condition, Wrong, either
from weirdness.routing.conditions import KINDS
from weirdness.routing.facts import Facts

FLAG = Facts(
    dataset="nyc/flights",
    source="demo",
    tags=("finance", "daily"),
    state="learning",
    column="dep_delay",
    category="wrong-value",
    severity="major",
    viewpoint="operations",
    blocks_decision=True,
)
NOTHING = Facts(dataset="lab/plates")
PAGE = (Path(__file__).parents[3] / "docs" / "routing.md").read_text("utf-8")
# kind → (words that hold for FLAG, words that do not)
CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "blocks": (("yes",), ()),
    "category": (("missing", "wrong-value"), ("missing",)),
    "column": (("*_delay",), ("dep_time", "arr_*")),
    "dataset": (("nyc/*",), ("lab/*", "nyc/weather")),
    "severity": (("major", "critical"), ("minor",)),
    "source": (("demo",), ("other",)),
    "state": (("learning",), ("stable", "quiet")),
    "tag": (("finance",), ("weekly",)),
    "viewpoint": (("operations",), ("business",)),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_says_what_it_is_for(kind: Condition) -> None:
    assert kind.label
    assert kind.hint.endswith(".")
    assert kind.missing
    assert KINDS[kind.name] is kind
    assert f"| {kind.label} |" in PAGE


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_holds_for_what_fits_and_not_for_what_does_not(name: str) -> None:
    fits, misses = CASES[name]
    assert KINDS[name].holds(fits, FLAG)
    assert not KINDS[name].holds(misses, FLAG)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_does_not_hold_where_nothing_is_known(name: str) -> None:
    fits, _ = CASES[name]
    assert not KINDS[name].holds(fits, NOTHING)
    assert KINDS[name].why_not(fits, NOTHING)


@pytest.mark.parametrize("name", KINDS)
def test_no_words_are_no_condition_that_holds(name: str) -> None:
    assert not KINDS[name].holds((), FLAG)


@pytest.mark.parametrize(
    ("name", "words", "phrase", "why_not"),
    [
        ("dataset", ("lab/*", "a/b"), "the dataset is lab/* or a/b", "the dataset is nyc/flights, not lab/* or a/b"),
        ("column", ("dep_time",), "the column is dep_time", "the column is dep_delay, not dep_time"),
        ("category", ("wrong-label",), "the category is wrong label", "the category is wrong value, not wrong label"),
        ("severity", ("minor",), "the severity is minor", "the severity is major, not minor"),
        ("tag", ("weekly",), "a tag of the dataset is weekly", "a tag of the dataset is finance and daily, not weekly"),
        ("blocks", ("yes",), "it blocks a decision", "it blocks no decision"),
    ],
)
def test_a_condition_reads_as_a_sentence(name: str, words: tuple[str, ...], phrase: str, why_not: str) -> None:
    assert KINDS[name].phrase(words) == phrase
    assert KINDS[name].why_not(words, FLAG) == why_not


def test_words_come_from_a_text_with_commas_or_from_ticks_each_once() -> None:
    assert KINDS["dataset"].read([" nyc/*, lab/plates ,nyc/*"]) == ("nyc/*", "lab/plates")
    assert KINDS["severity"].read(["major", "critical"]) == ("major", "critical")
    assert KINDS["dataset"].read([""]) == ()


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("severity", "huge", "There is no severity huge. Choose one of: minor, major, critical."),
        ("state", "calm", "There is no state of the dataset calm."),
        ("tag", "a b!", "is no tag"),
        ("dataset", "*a*b*c*d*e*f*g*h*i", "more than eight"),
        ("column", "a\x00b", "Type it again"),
        ("column", "x" * 201, "over 200 characters"),
        ("column", ",".join(f"c{n}" for n in range(MOST_WORDS + 1)), "50 fit"),
    ],
)
def test_a_word_that_cannot_be_is_refused_with_what_to_write(name: str, typed: str, says: str) -> None:
    with pytest.raises(Wrong) as refused:
        KINDS[name].read([typed])
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("*", "nyc/flights", True),
        ("nyc/*", "nyc/flights", True),
        ("NYC/*", "nyc/flights", True),
        ("nyc/*", "lab/nyc/flights", False),
        ("*flights", "nyc/flights", True),
        ("nyc/flight", "nyc/flights", False),
        ("nyc/flight?", "nyc/flights", True),
        ("[ab]*", "batch", True),
        ("dep.time", "dep_time", False),
    ],
)
def test_a_star_is_anything(pattern: str, name: str, matches: bool) -> None:
    assert globs.matches(pattern, name) is matches


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_pattern_makes_matching_fail(pattern: str, name: str) -> None:
    assert globs.matches(pattern, name) in (True, False)


def test_words_are_joined_as_people_say_them() -> None:
    assert [either(("a",)), either(("a", "b")), either(("a", "b", "c"))] == ["a", "a or b", "a, b or c"]
