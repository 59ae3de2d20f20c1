"""What else is done at the desk, over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, flagged
from tests.weirdness.api.conftest import As
from weirdness.models import Issue, Notification
from weirdness.services import flags, triage

pytestmark = pytest.mark.django_db


def address(issue: Issue, what: str) -> str:
    return f"/api/v1/issues/{issue.pk}/{what}/"


def test_a_verdict_is_taken_back_and_its_letters_with_it(cast: Cast, api: As) -> None:
    issue, client = flagged(cast).issue, api(cast.scientist)
    client.post(address(issue, "moves"), {"verb": "confirm", "version": issue.version}, format="json")
    answer = client.post(address(issue, "undo"))
    assert (answer.status_code, answer.json()["issue"]["state"]) == (200, "new")
    assert answer.json()["issue"]["history"][-1]["sentence"] == "Dana took back: Confirm"
    assert not Notification.objects.filter(person=cast.bench, state="due").exists()
    again = client.post(address(issue, "undo"))
    assert again.status_code == 409


def test_an_issue_is_put_aside_until_a_date_or_the_next_flag(cast: Cast, api: As) -> None:
    issue, client = flagged(cast).issue, api(cast.scientist)
    until = f"{timezone.localdate() + timedelta(days=3)}"
    body = {"version": issue.version, "until": until, "till_flag": True}
    shown = client.post(address(issue, "snooze"), body, format="json").json()
    assert shown["snoozed_until"].startswith(until)
    assert shown["snoozed_till_flag"]
    nothing = client.post(address(issue, "snooze"), {"version": shown["version"]}, format="json")
    woken = client.post(address(issue, "wake"), {"version": shown["version"]}, format="json").json()
    assert (woken["snoozed_until"], woken["snoozed_till_flag"]) == (None, False)
    assert woken["history"][-1]["sentence"] == "Dana put it back into the queue"
    again = client.post(address(issue, "wake"), {"version": woken["version"]}, format="json")
    assert again.status_code == 409
    assert nothing.json()["errors"][0]["attr"] == "until"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ({"person": "me"}, 200),
        ({"person": "dirk@example.org"}, 200),
        ({"team": "scientists"}, 200),
        ({"person": "stan@example.org"}, 400),
        ({"person": "nobody@example.org"}, 400),
        ({"team": "none"}, 400),
        ({}, 400),
        ({"person": "me", "team": "scientists"}, 400),
    ],
)
def test_an_issue_is_given_to_those_who_may_see_it(cast: Cast, api: As, to: dict[str, str], code: int) -> None:
    issue = flagged(cast).issue
    answer = api(cast.scientist).post(address(issue, "assign"), {"version": issue.version, **to}, format="json")
    assert answer.status_code == code, answer.content


def test_the_severity_is_set_by_its_name(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    body = {"version": issue.version, "severity": "critical"}
    assert api(cast.bench).post(address(issue, "severity"), body, format="json").status_code == 403
    assert api(cast.scientist).post(address(issue, "severity"), body, format="json").json()["severity"] == "critical"


def test_a_flag_is_split_off_into_an_issue_of_its_own(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    flag = flags.same_here(
        person=cast.quality, issue_id=issue.pk, now=timezone.now(), sentence="Plate 9 is upside down."
    )
    client = api(cast.scientist)
    body = {"version": issue.version, "flag": flag.pk}
    answer = client.post(address(issue, "split"), body, format="json")
    assert (answer.status_code, answer.json()["title"]) == (201, "Plate 9 is upside down.")
    foreign = client.post(address(issue, "split"), body, format="json")
    assert foreign.json()["errors"][0]["attr"] == "flag"


def test_a_dispute_counts_once(cast: Cast, api: As) -> None:
    issue, client = flagged(cast).issue, api(cast.quality)
    codes = [client.post(address(issue, "dispute"), {"sentence": "Fine."}, format="json").status_code for _ in "ab"]
    assert codes == [201, 200]


def test_one_verdict_on_many_is_shown_first_then_given_then_taken_back_as_a_whole(cast: Cast, api: As) -> None:
    client = api(cast.scientist)
    made = [flagged(cast).issue for _ in range(3)]
    triage.confirm(issue_id=made[2].pk, actor=cast.colleague, now=timezone.now())
    body = {
        "verb": "explain",
        "explanation": "Blanks are subtracted.",
        "issues": [{"number": each.pk, "version": each.version} for each in made],
    }
    shown = client.post("/api/v1/issues/bulk/", body | {"preview": True}, format="json").json()
    done = client.post("/api/v1/issues/bulk/", body, format="json").json()
    assert shown["done"] == done["done"] == [{"number": each.pk, "state": "closed"} for each in made[:2]]
    assert [each["number"] for each in done["left"]] == [made[2].pk]
    assert "Dirk confirmed it" in done["left"][0]["why"]
    back = client.post(address(made[0], "undo")).json()
    assert (back["others"], back["stayed"]) == ([made[1].pk], [])
    assert set(Issue.objects.values_list("state", flat=True)) == {"new", "confirmed"}


def test_a_bulk_without_its_words_changes_nothing(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    body = {"verb": "explain", "issues": [{"number": issue.pk, "version": issue.version}]}
    answer = api(cast.scientist).post("/api/v1/issues/bulk/", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "explanation")


@pytest.mark.parametrize("what", ["undo", "snooze", "wake", "assign", "severity", "split", "dispute"])
def test_what_one_may_not_see_is_not_there(cast: Cast, api: As, what: str) -> None:
    issue = flagged(cast).issue
    body = {"version": 1, "flag": 1, "severity": "minor", "till_flag": True, "person": "me"}
    assert api(cast.stranger).post(address(issue, what), body, format="json").status_code == 404
