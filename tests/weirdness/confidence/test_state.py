"""The table of states, row by row, and how each is left again."""

from dataclasses import replace
from typing import Any

import pytest

from weirdness import confidence as c

READY = c.StateInputs(looks=80, tolerated_rate=0.05, looks_by_person=(20, 20, 20, 20), looks_by_viewpoint=(40, 40))
STABLE = replace(READY, previous="stable", graduated_at=75)

ONE_GATE_OPEN: list[tuple[dict[str, Any], str, str]] = [
    ({"looks": 73}, "learning", "1 more quiet look"),
    ({"finds": (30, 79)}, "learning", "more "),
    ({"since": 10}, "learning", "4 more quiet looks"),
    ({"looks_by_person": (40, 40)}, "quiet", "2 more people"),
    ({"looks_by_person": (70, 2, 2, 2, 2, 2)}, "quiet", "looks shared more evenly: 6 people looked"),
    ({"looks_by_viewpoint": (80,), "viewpoints_missing": ("quality control",)}, "quiet", "(quality control)"),
    ({"open_major": 1}, "learning", "1 open major issue"),
    ({"open_critical": 2}, "learning", "2 open critical issues"),
    ({"untriaged": 3}, "learning", "3 issues wait for triage"),
    ({"failing_checks": 1}, "learning", "1 important check fails"),
    ({"flapping_checks": 2}, "learning", "2 important checks flap"),
    ({"look_age_days": (91.0,) * 80}, "learning", "a new look (the last was 91 days ago)"),
    ({"look_age_days": (200.0,) * 75 + (1.0,) * 5}, "learning", "5 more looks (5 in the last 180 days, 10 needed)"),
]


@pytest.mark.parametrize("previous", [None, "learning", "quiet", "relapsed", "stable"])
def test_a_dataset_that_passes_every_gate_is_stable(previous: c.State | None) -> None:
    decision = c.decide(replace(READY, previous=previous))
    assert (decision.state, decision.missing, decision.graduated_at) == ("stable", [], 80)


@pytest.mark.parametrize("rule", [1, 2])
@pytest.mark.parametrize(("change", "state", "words"), ONE_GATE_OPEN)
def test_one_open_gate_keeps_it_from_stable_and_is_named(
    change: dict[str, Any], state: str, words: str, rule: c.Rule
) -> None:
    decision = c.decide(replace(READY, **change), rule)
    assert decision.state == state
    assert any(words in missing for missing in decision.missing), decision.missing
    assert decision.reasons
    assert decision.graduated_at is None


def test_after_a_find_the_second_rule_asks_for_looks_without_another() -> None:
    found = replace(READY, finds=(30, 79))
    assert c.decide(found, rule=1).missing[0].endswith("more quiet looks")
    assert c.decide(found).missing[0].endswith("more looks, if nothing new turns up")


def test_by_the_first_rule_confidence_below_eighty_percent_is_a_gate_of_its_own() -> None:
    faded = replace(READY, finds=(7, 11, 12, 18, 25, 31, 40, 58, 77, 95, 140), looks=212)
    missing = c.decide(faded, rule=1).missing
    assert c.quiet_run(faded.finds, faded.looks, 0.05)["passed"]
    assert len(missing) == 1
    assert missing[0].startswith("confidence 72 %, needs 80 %")


def test_nobody_looked_is_learning_without_a_number() -> None:
    decision = c.decide(c.StateInputs(looks=0, tolerated_rate=0.05))
    assert (decision.state, decision.reasons) == ("learning", ["Nobody has looked yet."])
    assert "confidence of 98 %, too early to tell" in decision.missing


@pytest.mark.parametrize(
    "change",
    [{"untriaged": 4}, {"open_major": 1}, {"finds": (79,)}, {"flapping_checks": 1}, {"looks_by_person": (70, 4, 3, 3)}],
)
def test_a_stable_dataset_keeps_its_owner_through_everyday_trouble(change: dict[str, Any]) -> None:
    decision = c.decide(replace(STABLE, **change))
    assert (decision.state, decision.missing, decision.graduated_at) == ("stable", [], 75)


@pytest.mark.parametrize("previous", ["stable", "stale"])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"finds": (76, 78, 80)}, "3 new oddities came within 5 uses in a row; within 8 uses that is too many."),
        ({"finds": (77, 77, 77)}, "3 new oddities came within 1 use; within 8 uses that is too many."),
        ({"new_critical": True, "open_critical": 1}, "A critical issue came up after it became stable."),
        ({"failing_checks": 2}, "2 important checks fail."),
    ],
)
def test_trouble_that_breaks_trust_is_a_relapse(previous: c.State, change: dict[str, Any], reason: str) -> None:
    decision = c.decide(replace(STABLE, previous=previous, **change))
    assert (decision.state, decision.reasons, decision.graduated_at) == ("relapsed", [reason], None)
    assert decision.missing


@pytest.mark.parametrize("previous", [None, "learning", "quiet"])
def test_what_was_never_handed_over_cannot_relapse(previous: c.State | None) -> None:
    assert c.decide(replace(READY, previous=previous, open_critical=1, new_critical=True)).state == "learning"


def test_a_relapse_lasts_until_every_gate_passes() -> None:
    relapsed = replace(READY, previous="relapsed")
    assert c.decide(replace(relapsed, open_critical=1)).state == "relapsed"
    assert c.decide(replace(relapsed, looks_by_person=(80,))).state == "relapsed"
    assert c.decide(replace(relapsed, looks=0, looks_by_person=(), looks_by_viewpoint=())).state == "relapsed"
    assert c.decide(relapsed).state == "stable"


def test_finds_before_a_second_graduation_are_no_second_relapse() -> None:
    again = replace(READY, finds=(3, 4, 5), looks=300, previous="stable", graduated_at=290)
    assert c.decide(again).state == "stable"


def test_silence_makes_a_stable_dataset_stale_and_it_keeps_its_graduation() -> None:
    silent = replace(STABLE, look_age_days=(91.0,) * 80)
    assert c.decide(silent)[::3] == ("stale", 75)
    assert c.decide(replace(silent, look_age_days=(90.0,) * 80)).state == "stable"
    few = c.decide(replace(STABLE, look_age_days=(200.0,) * 71 + (3.0,) * 9))
    assert few.state == "stale"
    assert few.reasons == ["Only 9 looks in the last 180 days; 10 keep it stable."]


def test_a_stale_dataset_that_is_looked_at_again_must_pass_every_gate() -> None:
    back = replace(STABLE, previous="stale")
    assert c.decide(back)[::3] == ("stable", 80)
    assert c.decide(replace(back, untriaged=1))[0] == "learning"
    assert "after a silence" in c.decide(replace(back, untriaged=1)).reasons[0]
    assert c.decide(replace(back, looks_by_person=(80,))).state == "quiet"


def test_a_noticed_change_makes_a_stable_dataset_prove_itself_again() -> None:
    changed = c.decide(replace(STABLE, since=78))
    assert changed.state == "learning"
    assert changed.reasons[0] == "The data changed since it became stable, so it must prove itself again."
    assert "72 more quiet looks" in changed.missing


def test_a_new_era_makes_a_stable_dataset_prove_itself_again() -> None:
    fresh = c.StateInputs(looks=0, tolerated_rate=0.05, previous="stable", graduated_at=None)
    decision = c.decide(fresh)
    assert decision.state == "learning"
    assert decision.reasons[0].startswith("A new era began")
