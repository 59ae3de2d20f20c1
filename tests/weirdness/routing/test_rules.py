"""The first rule that matches wins, and each before it says why it does not."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness.routing import by_state, rules
from weirdness.routing.conditions import KINDS
from weirdness.routing.facts import Facts
from weirdness.routing.rules import Clause, PlainRule
from weirdness.routing.targets import KINDS as TARGETS

LAB = PlainRule(1, "Lab", (Clause("dataset", ("lab/*",)),))
SEVERE = PlainRule(2, "Severe", (Clause("dataset", ("nyc/*",)), Clause("severity", ("critical",))))
REST = PlainRule(3, "Rest")
FLIGHTS = Facts(dataset="nyc/flights", severity="minor")


def test_the_first_that_matches_wins_and_the_others_are_not_asked() -> None:
    found = rules.first([LAB, REST, SEVERE], FLIGHTS)
    assert found.rule == REST
    assert [(each.rule.name, each.because) for each in found.missed] == [
        ("Lab", "the dataset is nyc/flights, not lab/*")
    ]


def test_all_conditions_must_hold_and_each_that_does_not_is_told() -> None:
    assert rules.why_not(SEVERE, FLIGHTS) == "the severity is minor, not critical"
    both = rules.why_not(SEVERE, Facts(dataset="lab/plates", severity="minor"))
    assert both == "the dataset is lab/plates, not nyc/*, and the severity is minor, not critical"


def test_without_a_match_there_is_no_rule_and_all_are_told() -> None:
    found = rules.first([LAB, SEVERE], FLIGHTS)
    assert found.rule is None
    assert len(found.missed) == 2


def test_a_kind_that_is_gone_never_matches_and_says_so() -> None:
    gone = PlainRule(1, "Old", (Clause("moon_phase", ("full",)),))
    assert "knows no condition “moon_phase”" in rules.why_not(gone, FLIGHTS)
    assert "not known any more" in rules.phrase(gone.clauses)


def test_a_rule_reads_as_a_sentence() -> None:
    assert rules.phrase(SEVERE.clauses) == "the dataset is nyc/* and the severity is critical"
    assert rules.phrase(()) == "anything is flagged"


@given(st.lists(st.lists(st.sampled_from(["minor", "major", "critical"]), max_size=3), max_size=8), st.data())
def test_order_decides_among_those_that_match(severities: list[list[str]], data: st.DataObject) -> None:
    severity = data.draw(st.sampled_from(["minor", "major", "critical"]))
    ordered = [
        PlainRule(n, str(n), (Clause("severity", tuple(words)),) if words else ())
        for n, words in enumerate(severities, start=1)
    ]
    found = rules.first(ordered, Facts(dataset="a/b", severity=severity))
    expected = next((n for n, words in enumerate(severities, 1) if not words or severity in words), None)
    assert (found.rule.number if found.rule else None) == expected
    assert len(found.missed) == (expected - 1 if expected else len(ordered))


@pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))
def test_a_target_has_a_label_and_says_what_it_needs(target: object) -> None:
    assert target.label
    assert target.nobody
    assert target.field in ("", "person", "team", "rota")


@pytest.mark.parametrize(
    ("state", "critical", "has_steward"),
    list(product(["learning", "stable", "quiet", "relapsed", "stale"], [True, False], [True, False])),
)
def test_without_a_rule_the_state_of_the_dataset_decides(state: str, critical: bool, has_steward: bool) -> None:
    choice = by_state.choose(state=state, critical=critical, has_steward=has_steward)
    expected = "triage_team" if state != "stable" or critical else "steward" if has_steward else "owner"
    assert choice.who == expected
    assert choice.because


def test_every_kind_has_its_own_name() -> None:
    assert len({kind.label for kind in KINDS.values()}) == len(KINDS)
