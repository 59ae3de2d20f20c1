"""What is known of a dataset, and the answer to a flag on what was explained."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from tests.weirdness.api.conftest import As
from weirdness.models import Issue
from weirdness.services import triage

pytestmark = pytest.mark.django_db
KNOWN = "/api/v1/datasets/lab/plates/known/"
LATER = NOW + timedelta(hours=1)


def explained(cast: Cast, **said: object) -> Issue:
    number = flagged(cast, **said).issue_id
    return triage.explain(issue_id=number, actor=cast.scientist, now=LATER, explanation="Blank wells.")


def test_open_explained_and_accepted_issues_come_with_their_words_and_dates(cast: Cast, api: As) -> None:
    opened, why = flagged(cast, column="well").issue_id, explained(cast)
    gone = flagged(cast).issue_id
    triage.close(issue_id=gone, actor=cast.scientist, now=LATER, resolution="out_of_scope")
    said = {"caveat": "A tenth too low.", "caveat_until": date(2027, 3, 1)}
    known = triage.accept(issue_id=flagged(cast).issue_id, actor=cast.scientist, now=LATER, **said)
    first, second, third = api(cast.bench).get(KNOWN).json()["results"]
    assert [each["number"] for each in (first, second, third)] == [known.pk, why.pk, opened]
    assert (first["caveat"], first["caveat_until"], first["resolution"]) == (
        "A tenth too low.",
        "2027-03-01",
        "accepted",
    )
    assert (second["explanation"], second["caveat_until"]) == ("Blank wells.", None)
    assert (third["state"], third["closed_at"]) == ("new", None)
    assert [each["number"] for each in api(cast.bench).get(KNOWN, {"column": "well"}).json()["results"]] == [opened]


def test_of_a_second_stretch_the_last_words_count(cast: Cast, api: As) -> None:
    issue = explained(cast)
    triage.reopen(issue_id=issue.pk, actor=cast.scientist, now=LATER, reason="No.")
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=LATER, explanation="An empty plate.")
    (shown,) = api(cast.bench).get(KNOWN).json()["results"]
    assert shown["explanation"] == "An empty plate."


def test_what_is_private_is_left_out_even_for_who_may_see_it(cast: Cast, api: As) -> None:
    explained(cast, private=True)
    for person in (cast.bench, cast.scientist, cast.administrator):
        assert api(person).get(KNOWN).json()["results"] == []


def test_a_stranger_finds_nothing_there(cast: Cast, api: As) -> None:
    assert api(cast.stranger).get(KNOWN).status_code == 404
    assert api(None).get(KNOWN).status_code == 401


def test_a_hundred_come_in_pages_with_as_many_questions_as_one(
    cast: Cast, api: As, django_assert_max_num_queries: object
) -> None:
    for _ in range(55):
        explained(cast)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        first = api(cast.bench).get(KNOWN).json()
    later = api(cast.bench).get(first["next"]).json()
    seen = [each["number"] for each in (*first["results"], *later["results"])]
    assert (len(seen), len(set(seen)), later["next"]) == (55, 55, None)


def test_same_here_on_what_is_explained_is_answered_with_the_explanation(cast: Cast, api: As) -> None:
    issue = explained(cast)
    said = api(cast.quality).post(f"/api/v1/issues/{issue.pk}/same/", {}, format="json").json()
    assert (said["kind"], said["answer"]["explanation"], said["answer"]["state"]) == ("same", "Blank wells.", "closed")
    opened = flagged(cast).issue_id
    said = api(cast.quality).post(f"/api/v1/issues/{opened}/same/", {}, format="json").json()
    assert said["answer"]["explanation"] == ""


def test_a_doubt_without_a_sentence_is_refused_beside_the_field(cast: Cast, api: As) -> None:
    response = api(cast.quality).post(f"/api/v1/issues/{explained(cast).pk}/dispute/", {}, format="json")
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, "sentence")


def test_an_explanation_is_put_in_better_words(cast: Cast, api: As) -> None:
    issue = explained(cast)
    address, said = f"/api/v1/issues/{issue.pk}/reword/", {"version": issue.version, "text": "Blank wells, below zero."}
    assert api(cast.bench).post(address, said, format="json").status_code == 403
    assert api(cast.scientist).post(address, said, format="json").json()["explanation"] == "Blank wells, below zero."
    assert api(cast.scientist).post(address, said, format="json").status_code == 409
