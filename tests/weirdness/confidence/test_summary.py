"""The snapshot's result: plain, repeatable, complete, and cheap enough for every dataset every night."""

import json
import subprocess
import sys
import time

import pytest

from weirdness import confidence as c

ABOUT = c.About(name="Customer orders")
INPUTS = c.StateInputs(
    looks=100,
    finds=(2, 3, 3, 7, 11, 12, 18, 25, 31, 40, 58, 77, 95),
    tolerated_rate=0.05,
    look_age_days=tuple(float(age) for age in range(99, -1, -1)),
    looks_by_person=(40, 30, 20, 10),
    looks_by_viewpoint=(60, 40),
)


def test_a_summary_survives_json_and_names_its_methods() -> None:
    summary = c.summarise(INPUTS, ABOUT)
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary | {
        "curve": json.loads(json.dumps(summary["curve"]))
    }
    assert {"quiet-run/2", "confidence/2", "breadth/2", "state/2", "discovery/1"} < set(summary["methods"])
    assert c.rule_of(summary["methods"]) == c.IN_FORCE == 2
    assert json.loads(json.dumps(INPUTS.as_json()))["finds"] == list(INPUTS.finds)


def test_a_summary_by_the_first_rule_agrees_with_each_function_alone() -> None:
    summary = c.summarise(INPUTS, ABOUT, rule=1)
    run = (INPUTS.finds, INPUTS.looks, 0.05)
    assert summary["quiet_run"] == c.quiet_run(*run)
    assert summary["confidence"] == c.confidence(*run, INPUTS.look_age_days)
    assert summary["forecast"]["mean"] == c.DiscoveryCurve(INPUTS.finds, INPUTS.looks).forecast(100).mean
    assert summary["state"] == c.decide(INPUTS, rule=1).state
    assert c.rule_of(summary["methods"]) == 1


def test_a_summary_agrees_with_each_function_alone() -> None:
    summary = c.summarise(INPUTS, ABOUT)
    run = (INPUTS.finds, INPUTS.looks, 0.05, INPUTS.look_age_days)
    way = c.way_to_go(*run)
    assert summary["shortest_route"] == {**way._asdict(), "to_go": way.to_go}
    assert summary["confidence"] == c.hidden_confidence(*run)
    assert summary["needed"] == c.needed_confidence(INPUTS.looks, 0.05)
    assert summary["breadth"] == c.breadth_2(INPUTS.looks_by_person, INPUTS.looks_by_viewpoint, 74)
    assert summary["state"] == c.decide(INPUTS).state


def test_the_drawing_ends_where_the_forecast_does() -> None:
    curve = c.DiscoveryCurve(INPUTS.finds, INPUTS.looks)
    picture = c.drawing(curve, uses=100, points=10)
    assert picture["past"][0] == [0, 0]
    assert picture["past"][-1] == [100, 13]
    assert [3, 1] in picture["past"]
    assert [3, 3] in picture["past"]
    assert len(picture["ahead"]) == 11
    low, mean, high = curve.forecast(100)
    assert picture["ahead"][-1] == pytest.approx([200, 13 + low, 13 + mean, 13 + high])


def test_a_hundred_summaries_take_seconds_not_minutes() -> None:
    started = time.process_time()
    for _ in range(100):
        c.summarise(INPUTS, ABOUT)
    assert time.process_time() - started < 6


def test_importing_the_package_brings_in_neither_django_nor_the_heavy_half_of_scipy() -> None:
    heavy = "{'django', 'scipy.stats', 'scipy.optimize'}"
    code = f"import sys, weirdness.confidence; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
