"""Great Expectations' own cases, when a folder of them is given: CONFORMANCE_CASES=/folder."""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.checks.published import cases, judged

FOLDER = os.environ.get("CONFORMANCE_CASES", "")
REFUSED_AT_MOST = 0.25
# The case's rows for SQL lack what its verdict counts; the last digits of a float; types as pandas calls them.
KNOWN = (
    "values_to_be_between_tz_naive",
    "stdev_to_be_between: positive_test__exact_min_and_max",
    "type_list",
    "of_type",
)


@pytest.mark.skipif(not FOLDER, reason="CONFORMANCE_CASES names no folder of published cases")
def test_published_cases_are_judged_alike(tmp_path, capsys):
    outcomes, different = Counter(), []
    for case in cases(Path(FOLDER)):
        found = judged(case, tmp_path)
        alike = found.success == case.success and (case.failing is None or found.unexpected_count == case.failing)
        outcome = "refused" if found.error else "alike" if alike else "different"
        outcomes[outcome] += 1
        if outcome != "alike":
            said = found.error or f"{found.success}, {found.unexpected_count} instead of {case.success}, {case.failing}"
            different.append(f"{outcome}: {case.name}: {said} {case.expectation['kwargs']}")
    with capsys.disabled():
        print(dict(outcomes), *different, sep="\n")
    unknown = [each for each in different if not any(name in each for name in KNOWN)]
    assert not [each for each in unknown if each.startswith("different")]
    assert outcomes["alike"] > 0
    assert outcomes["refused"] <= REFUSED_AT_MOST * outcomes.total()
