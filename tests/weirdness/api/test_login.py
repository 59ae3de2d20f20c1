"""Tokens, sessions, and those who guess passwords."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from pytest_django import Settings
from rest_framework.test import APIClient

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
LOGIN = "/api/v1/login/"


def token(email: str = "bea@example.org", password: str = PASSWORD) -> str:
    answer = APIClient().post(LOGIN, {"email": email, "password": password}, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()["token"]


def bearing(key: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client


def test_an_e_mail_in_any_spelling_and_a_password_give_a_token_that_opens_the_doors(cast: Cast) -> None:
    answer = bearing(token(" Bea@Example.org ")).get("/api/v1/datasets/")
    assert [each["key"] for each in answer.json()["results"]] == ["lab/plates"]


def test_logging_out_ends_this_token_and_no_other(cast: Cast) -> None:
    first, second = bearing(token()), bearing(token())
    assert first.post("/api/v1/logout/").status_code == 204
    assert (first.get("/api/v1/flags/").status_code, second.get("/api/v1/flags/").status_code) == (401, 200)


def test_logging_out_everywhere_ends_all_of_ones_own_tokens(cast: Cast) -> None:
    first, second, other = bearing(token()), bearing(token()), bearing(token("quinn@example.org"))
    assert first.post("/api/v1/logoutall/").status_code == 204
    assert [each.get("/api/v1/flags/").status_code for each in (first, second, other)] == [401, 401, 200]


@pytest.mark.parametrize(("email", "password"), [("bea@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_person_get_the_same_sentence(cast: Cast, email: str, password: str) -> None:
    answer = APIClient().post(LOGIN, {"email": email, "password": password}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "code": "refused",
            "detail": "This e-mail and this password do not belong together. Check both.",
            "attr": "email",
        }
    ]


def test_who_guesses_is_locked_out_in_json_however_the_name_is_spelled(cast: Cast, settings: Settings) -> None:
    for number in range(settings.AXES_FAILURE_LIMIT):
        name = "bea@example.org" if number % 2 else "BEA@example.org"
        APIClient().post(LOGIN, {"email": name, "password": f"guess {number}"}, format="json")
    answer = APIClient().post(LOGIN, {"email": "bea@example.org", "password": PASSWORD}, format="json")
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/json"
    assert answer["Retry-After"] == "900"
    assert answer.json()["errors"][0]["detail"].startswith("Too many wrong passwords.")


def test_a_person_who_left_gets_no_token_and_an_old_one_opens_nothing(cast: Cast) -> None:
    old = bearing(token())
    cast.bench.is_active = False
    cast.bench.save()
    assert old.get("/api/v1/flags/").status_code == 401
    assert APIClient().post(LOGIN, {"email": "bea@example.org", "password": PASSWORD}, format="json").status_code == 400


@pytest.mark.parametrize("body", [{}, {"email": "bea@example.org"}, {"email": [], "password": {}}])
def test_what_is_missing_is_named(cast: Cast, body: dict[str, object]) -> None:
    answer = APIClient().post(LOGIN, body, format="json")
    assert answer.status_code == 400
    assert "password" in {each["attr"] for each in answer.json()["errors"]}


def test_a_session_reads_and_writes_only_with_its_csrf_token(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.bench, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/api/v1/flags/").status_code == 200
    answer = browser.post("/api/v1/flags/", {}, content_type="application/json")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["errors"][0]["detail"]


def test_a_broken_token_is_refused_also_where_a_session_would_do(cast: Cast) -> None:
    assert bearing("nonsense").get("/api/v1/flags/").status_code == 401


def test_who_guesses_at_the_page_is_locked_out_here_too(cast: Cast, settings: Settings, rf: RequestFactory) -> None:
    for number in range(settings.AXES_FAILURE_LIMIT):
        authenticate(rf.post("/log-in/"), username=["bea@example.org", "Bea@example.ORG"][number % 2], password="guess")
    assert authenticate(rf.post("/log-in/"), username="bea@example.org", password=PASSWORD) is None
    answer = APIClient().post(LOGIN, {"email": "bea@example.org", "password": PASSWORD}, format="json")
    assert answer.status_code == 429
