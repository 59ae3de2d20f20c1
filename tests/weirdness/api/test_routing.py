"""Rules and the tester, by API."""

import pytest
from rest_framework.test import APIClient

from tests.cast import NOW, Cast
from weirdness.models import Issue, Person
from weirdness.services import rules
from weirdness.services.rules import Draft


def client(person: Person) -> APIClient:
    made = APIClient()
    made.force_authenticate(person)
    return made


@pytest.fixture
def rule(cast: Cast) -> None:
    draft = Draft("Lab", "person", {"dataset": ["lab/*"]}, person=cast.colleague)
    rules.keep(actor=cast.administrator, now=NOW, draft=draft)


@pytest.mark.usefixtures("rule")
def test_the_rules_are_listed_with_their_sentences(cast: Cast) -> None:
    answer = client(cast.scientist).get("/api/v1/routing/rules/")
    assert answer.json() == [
        {
            "number": 1,
            "name": "Lab",
            "sentence": "When the dataset is lab/*, it goes to Dirk.",
            "conditions": [{"kind": "dataset", "argument": ["lab/*"]}],
            "target": "person",
            "on": True,
        }
    ]


@pytest.mark.usefixtures("rule")
def test_the_tester_answers_and_flags_nothing(cast: Cast) -> None:
    answer = client(cast.scientist).post(
        "/api/v1/routing/try/", {"dataset": "lab/plates", "severity": "critical"}, format="json"
    )
    said = answer.json()
    assert (said["goes_to"], said["rule"], said["missed"]) == ("Dirk", "Lab", [])
    assert said["answered_by"]
    assert not Issue.objects.exists()


@pytest.mark.parametrize(("person", "status"), [("scientist", 404), ("bench", 403), ("stranger", 403)])
def test_a_dataset_that_is_not_there_and_people_who_may_not_look(cast: Cast, person: str, status: int) -> None:
    answer = client(getattr(cast, person)).post("/api/v1/routing/try/", {"dataset": "no/such"}, format="json")
    assert answer.status_code == status


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    for said in ({}, {"dataset": "x"}, {"dataset": "a/b/c"}, {"dataset": "lab/plates", "severity": "huge"}):
        assert client(cast.scientist).post("/api/v1/routing/try/", said, format="json").status_code == 400
    assert client(cast.bench).get("/api/v1/routing/rules/").status_code == 403
