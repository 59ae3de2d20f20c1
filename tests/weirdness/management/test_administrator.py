"""manage.py administrator."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from weirdness.models import Dataset, Event, Person

pytestmark = pytest.mark.django_db
PASSWORD = "seven green kettles"


def make(email: str = "ada@example.org", **options: str) -> str:
    said = StringIO()
    call_command("administrator", email, stdout=said, **options)
    return said.getvalue()


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", PASSWORD)


def test_an_administrator_is_made_and_told_what_to_do_next(rf: RequestFactory) -> None:
    said = make("Ada.Byron@Example.org")
    person = Person.objects.get()
    assert (person.email, person.name) == ("ada.byron@example.org", "Ada Byron")
    assert (person.is_staff, person.is_superuser, person.is_demo) == (True, True, False)
    assert "Ada Byron is an administrator now. Next: log in at " in said
    assert authenticate(rf.post("/"), username=person.email, password=PASSWORD) == person


def test_a_name_can_be_given() -> None:
    make(name="Ada, Countess of Lovelace")
    assert Person.objects.get().name == "Ada, Countess of Lovelace"


def test_the_history_remembers_it_and_nothing_of_the_demo_is_there() -> None:
    make()
    assert list(Event.objects.values_list("verb", flat=True)) == ["administrator_made"]
    assert not Dataset.objects.exists()
    assert not Person.objects.filter(is_demo=True).exists()


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "too short"), ("password1234", "too common"), ("ada@example.org", "too similar")],
)
def test_a_weak_password_is_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch, password: str, why: str) -> None:
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", password)
    with pytest.raises(CommandError, match=why):
        make()
    assert not Person.objects.exists()


def test_somebody_who_has_an_account_is_not_made_twice() -> None:
    make()
    with pytest.raises(CommandError, match="has an account already"):
        make("ADA@example.org")


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(CommandError, match="ada is not an e-mail address"):
        make("ada")


def test_an_unknown_viewpoint_names_those_there_are() -> None:
    with pytest.raises(CommandError, match=r"Choose one of: .*engineering"):
        make(viewpoint="astrology")


def test_without_a_terminal_and_without_the_variable_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADMINISTRATOR_PASSWORD")
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="Set ADMINISTRATOR_PASSWORD"):
        make()
