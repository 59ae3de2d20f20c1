"""Many flags in one request: all are taken, or none."""

import pytest

from tests.cast import Cast, flagged
from tests.weirdness.api.conftest import As
from weirdness.models import Flag

pytestmark = pytest.mark.django_db
BULK = "/api/v1/flags/bulk/"
ONE = {
    "dataset": "lab/plates",
    "category": "missing",
    "sentence": "No wells of P2",
    "column": "well",
    "target": "column",
}
TWO = ONE | {"sentence": "No wells of P3"}


def test_all_flags_are_taken_in_the_order_of_the_request(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    same = ONE | {"same": issue.pk, "sentence": "I met it, too."}
    answer = api(cast.quality).post(BULK, {"flags": [ONE, same, TWO]}, format="json")
    assert answer.status_code == 201
    assert [(each["kind"], each["sentence"]) for each in answer.json()["flags"]] == [
        ("report", "No wells of P2"),
        ("same", "I met it, too."),
        ("report", "No wells of P3"),
    ]


def test_one_that_cannot_be_taken_names_its_field_and_nothing_is_added(cast: Cast, api: As) -> None:
    bad = [ONE, TWO | {"sentence": "", "link": "ftp://x"}, ONE | {"same": 999}]
    answer = api(cast.bench).post(BULK, {"flags": bad}, format="json")
    assert answer.status_code == 400
    named = {each["attr"]: each["detail"] for each in answer.json()["errors"]}
    assert set(named) == {"flags.1.sentence", "flags.1.link", "flags.2.same"}
    assert named["flags.2.same"] == "There is no issue #999 of this dataset that you may see."
    assert not Flag.objects.exists()


@pytest.mark.parametrize("flags", [None, [], "x", [1], [ONE] * 501, [ONE | {"same": "x"}], [ONE | {"sentence": "\0"}]])
def test_what_is_no_list_of_flags_is_refused(cast: Cast, api: As, flags: object) -> None:
    assert api(cast.bench).post(BULK, {"flags": flags}, format="json").status_code == 400
    assert not Flag.objects.exists()


def test_the_same_key_adds_nothing_and_with_other_flags_is_422(cast: Cast, api: As) -> None:
    client = api(cast.bench)
    codes = [
        client.post(BULK, {"flags": said}, format="json", HTTP_IDEMPOTENCY_KEY="k1").status_code
        for said in ([ONE, TWO], [ONE, TWO], [TWO, ONE], [ONE], [ONE, TWO, ONE])
    ]
    assert codes == [201, 200, 422, 422, 422]
    assert Flag.objects.count() == 2


def test_a_foreign_issue_is_not_there_for_the_stranger(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    answer = api(cast.stranger).post(BULK, {"flags": [ONE | {"same": issue.pk, "column": ""}]}, format="json")
    assert answer.status_code == 400
    assert Flag.objects.count() == 1
