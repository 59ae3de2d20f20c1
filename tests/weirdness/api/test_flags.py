"""Raising flags through the API, and hearing what one said."""

import pytest

from tests.cast import Cast, flagged
from tests.weirdness.api.conftest import As
from weirdness.models import Evidence, Flag, Issue

pytestmark = pytest.mark.django_db
FLAGS = "/api/v1/flags/"
SAID = {
    "dataset": "lab/plates",
    "category": "wrong-value",
    "sentence": "Well A1 is below zero.",
    "target": "rows",
    "column": "signal",
    "rows": "P1, A1",
    "proposed_value": "0",
    "link": "https://example.org/chart",
    "blocks_decision": True,
}


def test_a_flag_opens_an_issue_and_its_rows_are_copied_as_evidence(cast: Cast, api: As) -> None:
    answer = api(cast.bench).post(FLAGS, SAID, format="json")
    assert answer.status_code == 201
    issue = Issue.objects.get()
    assert answer.json()["issue"] == issue.pk
    assert (issue.title, issue.get_severity_display(), issue.state) == ("Well A1 is below zero.", "major", "new")
    assert Evidence.objects.get().keys == [{"plate": "P1", "well": "A1"}]


def test_a_name_that_nobody_registered_is_kept_and_never_refused(cast: Cast, api: As) -> None:
    answer = api(cast.stranger).post(FLAGS, SAID | {"dataset": "Sheet of Tuesday", "column": ""}, format="json")
    assert (answer.status_code, answer.json()["issue"]) == (201, None)
    assert Flag.objects.to_register().get().dataset_name == "Sheet of Tuesday"


def test_a_dataset_that_one_may_not_see_is_answered_like_one_that_is_not_there(cast: Cast, api: As) -> None:
    answer = api(cast.stranger).post(FLAGS, SAID, format="json")
    assert (answer.status_code, answer.json()["issue"]) == (201, None)
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"sentence": ""}, "sentence", "Say in a sentence what you saw and what you expected."),
        ({"sentence": "x" * 10_000_000}, "sentence", "This is 10,000,000 characters; 500 fit."),
        ({"sentence": "a\x00b"}, "sentence", "Null characters are not allowed."),
        ({"sentence": ["a", "list"]}, "sentence", "Not a valid string."),
        ({"category": "odd"}, "category", "Choose the tile that fits best"),
        ({"dataset": " "}, "dataset", "Which dataset?"),
        ({"dataset": "x" * 201}, "dataset", "over 200 characters"),
        ({"column": "signall"}, "column", "lab/plates has no column “signall”."),
        ({"target": "moon"}, "target", "Say what the flag is about"),
        ({"rows": "P1"}, "rows", "Line 1 (P1) does not name a row. Write plate, well in this order"),
        ({"link": "javascript:alert(1)"}, "link", "A link starts with https:// or http://."),
        ({"blocks_decision": "perhaps"}, "blocks_decision", "Must be a valid boolean."),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field_and_adds_nothing(
    cast: Cast, api: As, change: dict[str, object], field: str, sentence: str
) -> None:
    answer = api(cast.bench).post(FLAGS, SAID | change, format="json")
    assert answer.status_code == 400
    assert sentence in {each["attr"]: each["detail"] for each in answer.json()["errors"]}[field]
    assert not Flag.objects.exists()


def test_what_is_no_json_gets_a_sentence(cast: Cast, api: As) -> None:
    answer = api(cast.bench).post(FLAGS, "{", content_type="application/json")
    assert answer.status_code == 400
    assert "JSON parse error" in answer.json()["errors"][0]["detail"]


def test_an_empty_body_names_all_that_is_missing(cast: Cast, api: As) -> None:
    answer = api(cast.bench).post(FLAGS, {}, format="json")
    assert {each["attr"] for each in answer.json()["errors"]} == {"dataset", "category", "sentence"}


def test_the_same_key_with_the_same_flag_adds_one(cast: Cast, api: As) -> None:
    client = api(cast.bench)
    first = client.post(FLAGS, SAID, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    again = client.post(FLAGS, SAID, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Flag.objects.count() == 1


@pytest.mark.parametrize("change", [{name: value} for name, value in {
    "sentence": "Another thing.", "category": "missing", "rows": "P1, A2", "blocks_decision": False, "link": "",
    "dataset": "lab/other", "column": "well", "proposed_value": "1", "target": "dataset"}.items()])  # fmt: skip
def test_the_same_key_with_another_flag_is_422(cast: Cast, api: As, change: dict[str, object]) -> None:
    client = api(cast.bench)
    client.post(FLAGS, SAID, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    answer = client.post(FLAGS, SAID | change, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "idempotency_key_reused"
    assert Flag.objects.count() == 1


def test_the_same_key_of_two_people_is_two_flags(cast: Cast, api: As) -> None:
    for person in (cast.bench, cast.quality):
        assert api(person).post(FLAGS, SAID, format="json", HTTP_IDEMPOTENCY_KEY="k1").status_code == 201
    assert Flag.objects.count() == 2


def test_an_overlong_key_is_refused(cast: Cast, api: As) -> None:
    answer = api(cast.bench).post(FLAGS, SAID, format="json", HTTP_IDEMPOTENCY_KEY="k" * 201)
    assert answer.status_code == 400


def test_the_list_holds_ones_own_flags_only(cast: Cast, api: As) -> None:
    mine, _ = flagged(cast), flagged(cast, by=cast.quality)
    assert [each["id"] for each in api(cast.bench).get(FLAGS).json()["results"]] == [mine.pk]
