"""Great Expectations' own serialisation goes in, through pages and versions, and comes out for it to read again."""

import json
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import pytest
from great_expectations.core import ExpectationSuite

from tests.cast import NOW, Cast
from weirdness.models import Suite
from weirdness.services import suite_parts, suite_text, suites

pytestmark = pytest.mark.django_db
MADE = [
    gxe.ExpectColumnValuesToBeBetween(column="signal", min_value=0, max_value=1e6, mostly=0.95, severity="warning"),
    gxe.ExpectColumnValuesToNotBeNull(column="well", notes="A well has a name.", meta={"owner": {"team": ["a", 1]}}),
    gxe.ExpectColumnValuesToBeInSet(column="plate", value_set=["P1", "P2", "é\n☃", 3], id="b1"),
    gxe.ExpectColumnMedianToBeBetween(column="signal", min_value=-0.1, strict_min=True),
    gxe.ExpectCompoundColumnsToBeUnique(column_list=["plate", "well"], ignore_row_if="any_value_is_missing"),
    gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=10**12, notes=["one", "two"]),
    gxe.ExpectColumnValuesToMatchRegex(column="well", regex=r"^[A-H]\d{1,2}$", severity="info"),
]


@pytest.fixture
def theirs() -> dict[str, Any]:
    gx.get_context(mode="ephemeral")
    suite = ExpectationSuite(name="theirs", meta={"team": "x"}, notes="From elsewhere", id="a-1")
    suite.expectations = MADE
    document: dict[str, Any] = json.loads(json.dumps(suite.to_json_dict()))
    return document


def read_by_gx(document: dict[str, Any]) -> dict[str, Any]:
    found = json.loads(json.dumps(ExpectationSuite(**document).to_json_dict()))
    found["meta"].pop("great_expectations_version")
    return found


def test_what_gx_wrote_comes_out_as_it_was(cast: Cast, theirs: dict[str, Any]) -> None:
    saved = suites.save(dataset=cast.dataset, document=suite_text.read(json.dumps(theirs)), now=NOW)
    out = json.loads(suite_text.write(Suite.objects.get(pk=saved.pk).document))
    assert out == theirs
    assert [list(each) for each in out["expectations"]] == [
        sorted(each, key=suite_text.EXPECTATION_ORDER.index) for each in theirs["expectations"]
    ]


def test_gx_reads_what_comes_out_also_after_our_own_words_were_added(cast: Cast, theirs: dict[str, Any]) -> None:
    shadow = suite_parts.staged(theirs["expectations"][1], "shadow")
    changed = suite_parts.moved(suite_parts.replaced(theirs, 1, shadow), 1, 1)
    saved = suites.save(dataset=cast.dataset, document=changed, now=NOW)
    out = read_by_gx(json.loads(suite_text.write(saved.document)))
    expected = json.loads(json.dumps(changed))
    expected["meta"].pop("great_expectations_version")
    assert out == expected
    assert out["expectations"][2]["meta"] == {"owner": {"team": ["a", 1]}, "weirdness": {"stage": "shadow"}}
