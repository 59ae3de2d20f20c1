"""Issues and their moves: what the API offers is what it accepts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from tests.weirdness.api.conftest import As
from tests.weirdness.services.test_triage import TO, brought_to
from weirdness.models import Issue
from weirdness.services import flags, triage

pytestmark = pytest.mark.django_db
SAID = {
    "explain": {"explanation": "Blanks are subtracted first."},
    "accept": {"caveat": "Leave out plate 7.", "caveat_until": f"{timezone.now() + timedelta(days=40):%Y-%m-%d}"},
    "close": {"resolution": "out_of_scope"},
    "reopen": {"reason": "It is back."},
    "ask": {"question": "Which reader was it?"},
    "reply": {"reply": "The old one."},
}


def address(issue: Issue, more: str = "") -> str:
    return f"/api/v1/issues/{issue.pk}/{more}"


def move(verb: str, issue: Issue, **said: object) -> dict[str, object]:
    return {"verb": verb, "version": issue.version, **SAID.get(verb, {}), **said}


@pytest.mark.parametrize("state", TO)
@pytest.mark.parametrize("who", ["bench", "quality", "scientist", "owner", "administrator"])
def test_the_moves_offered_are_those_of_the_table_and_those_that_are_accepted(
    cast: Cast, api: As, state: str, who: str
) -> None:
    actor = getattr(cast, who)
    client = api(actor)
    for verb in triage.VERDICTS:
        issue = brought_to(state, cast)
        shown = [each["verb"] for each in client.get(address(issue)).json()["moves"]]
        assert shown == [each.verb for each in issue.moves_for(actor)]
        same = {"into": flagged(cast).issue_id} if verb == "merge" else {}
        answer = client.post(address(issue, "moves/"), move(verb, issue, **same), format="json")
        assert answer.status_code in ([200] if verb in shown else [403, 409]), (state, who, verb, answer.content)


def test_a_move_answers_with_the_issue_as_it_stands_and_what_can_follow(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    shown = api(cast.scientist).post(address(issue, "moves/"), move("confirm", issue), format="json").json()
    assert (shown["state"], shown["version"]) == ("confirmed", issue.version + 1)
    assert "claim_fixed" in [each["verb"] for each in shown["moves"]]
    assert shown["history"][-1]["sentence"] == "Dana confirmed it"


def test_who_comes_second_gets_409_with_what_happened_and_the_newer_state(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    api(cast.scientist).post(address(issue, "moves/"), move("confirm", issue), format="json")
    answer = api(cast.colleague).post(address(issue, "moves/"), move("explain", issue), format="json")
    assert answer.status_code == 409
    assert "Dana confirmed it" in answer.json()["errors"][0]["detail"]
    assert (answer.json()["now"]["state"], answer.json()["now"]["version"]) == ("confirmed", issue.version + 1)


def test_a_reader_may_not_judge_and_is_told_who_may(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    answer = api(cast.quality).post(address(issue, "moves/"), move("confirm", issue), format="json")
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["detail"] == f"“Confirm” on issue #{issue.pk} is for its triager."


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"verb": "explain"}, "explanation", "Say why it looks weird but isn't"),
        ({"verb": "accept", "caveat": "x"}, "caveat_until", "Until when does this hold?"),
        ({"verb": "accept", "caveat": "x", "caveat_until": "2001-01-01"}, "caveat_until", "in the future"),
        ({"verb": "accept", "caveat": "x", "caveat_until": "soon"}, "caveat_until", "Date has wrong format"),
        ({"verb": "close", "resolution": "bored"}, "resolution", "Choose how it ends"),
        ({"verb": "explain", "explanation": "x", "fault": "me"}, "fault", "Choose where the cause lay"),
        ({"verb": "confirm", "explanation": "x"}, "explanation", "“Confirm” takes no explanation."),
        ({"verb": "marry"}, "verb", "There is no move 'marry'. The moves: confirm, merge,"),
        ({}, "verb", "required"),
        ({"verb": "confirm", "version": "x"}, "version", "integer"),
        ({"verb": "explain", "explanation": "a\x00b"}, "explanation", "Null characters"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(
    cast: Cast, api: As, said: dict[str, str], field: str, sentence: str
) -> None:
    issue = flagged(cast).issue
    body = {"version": issue.version, **said}
    answer = api(cast.scientist).post(address(issue, "moves/"), body, format="json")
    assert answer.status_code == 400
    assert sentence in {each["attr"]: each["detail"] for each in answer.json()["errors"]}[field]
    assert Issue.objects.get().state == "new"


def test_same_here_counts_once_per_person(cast: Cast, api: As) -> None:
    issue = flagged(cast).issue
    client = api(cast.quality)
    first = client.post(address(issue, "same/"), {"sentence": "Plate 3, too."}, format="json")
    again = client.post(address(issue, "same/"), {}, format="json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert issue.flags.filter(kind="same").count() == 1


def test_the_list_can_be_narrowed_to_a_dataset_and_a_state(cast: Cast, api: As) -> None:
    new, confirmed = flagged(cast).issue, brought_to("confirmed", cast)
    client = api(cast.bench)
    numbers = {
        query: [each["number"] for each in client.get(f"/api/v1/issues/?{query}").json()["results"]]
        for query in ("", "state=confirmed", "dataset=lab/plates&state=new", "dataset=lab/none", "dataset=%00")
    }
    assert list(numbers.values()) == [[confirmed.pk, new.pk], [confirmed.pk], [new.pk], [], []]


def test_an_unknown_state_names_those_there_are(cast: Cast, api: As) -> None:
    answer = api(cast.bench).get("/api/v1/issues/?state=odd")
    assert answer.status_code == 400
    assert "Choose one of: new, needs_info" in answer.json()["errors"][0]["detail"]


def test_a_long_list_comes_in_pages_that_skip_nothing(cast: Cast, api: As) -> None:
    made = [flagged(cast, sentence=f"Odd {number}", now=NOW).issue_id for number in range(52)]
    client, seen, page = api(cast.bench), [], "/api/v1/issues/"
    while page:
        answer = client.get(page).json()
        seen += [each["number"] for each in answer["results"]]
        page = answer["next"]
        if page:
            made.append(flags.raise_flag(person=cast.bench, report=_report(), now=NOW).issue_id)
    assert seen == sorted(made[:52], reverse=True)


def _report() -> flags.Report:
    return flags.Report("lab/plates", "missing", "One more, while somebody reads the list.")
