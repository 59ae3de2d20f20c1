"""The history: the application cannot rewrite it, and who can is seen."""

from collections.abc import Iterator

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import NOW, Cast, flagged, make
from tests.committed import committed, database_for_tests
from weirdness.models import Event
from weirdness.services import events, trail

__all__ = ["committed", "database_for_tests"]
REWRITES = [
    "UPDATE weirdness_event SET reason = 'nothing to see'",
    "DELETE FROM weirdness_event",
    "TRUNCATE weirdness_event CASCADE",
]


@pytest.fixture
def told(committed: None) -> Cast:
    """A history: everybody joined, a dataset was registered, three flags came in."""
    cast = make()
    for number in range(3):
        flagged(cast, sentence=f"Odd thing {number}")
    return cast


@pytest.fixture
def as_application(told: Cast, servers: dict[str, str]) -> Iterator[object]:
    """A connection of the application's own role, which owns nothing."""
    name = connection.settings_dict["NAME"]
    link = psycopg2.connect(servers["WEIRDNESS_TEST_APP_URL"], dbname=name)
    yield link
    link.close()


def tamper(*statements: str) -> None:
    """What an administrator of the database can do, and the application cannot."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE weirdness_event DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE weirdness_event ENABLE TRIGGER USER")


@pytest.mark.parametrize("rewrite", REWRITES)
def test_even_the_tables_owner_is_refused_by_the_trigger(told: Cast, rewrite: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"append-only|cannot truncate"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(rewrite)
    assert trail.verify().broken == []


def test_an_untouched_history_holds_and_names_the_head_of_each_chain(told: Cast) -> None:
    found = trail.verify()
    assert found.broken == []
    assert found.events == Event.objects.count()
    assert found.heads[told.dataset.pk] == trail.head(told.dataset.pk)
    assert set(found.heads) == {0, told.dataset.pk}


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'nothing to see'",
        "at = at + interval '1 second'",
        "verb = 'looked'",
        "actor_id = NULL, actor_kind = 'system'",
        "data = '{}'",
        "after = 'closed'",
        "issue_id = NULL",
    ],
)
def test_an_event_that_was_changed_is_seen(told: Cast, change: str) -> None:
    event = Event.objects.filter(verb="flagged").earliest("pk")
    tamper(f"UPDATE weirdness_event SET {change} WHERE id = {event.pk}")
    (sentence,) = trail.verify().broken
    assert f"Event {event.pk} " in sentence
    assert "was changed after it was written" in sentence


def test_an_event_deleted_from_the_middle_is_seen(told: Cast) -> None:
    first, second = Event.objects.filter(verb="flagged").order_by("pk")[:2]
    tamper(f"DELETE FROM weirdness_event WHERE id = {first.pk}")
    (sentence,) = trail.verify().broken
    assert sentence.startswith(f"Before event {second.pk} ")


def test_a_first_event_that_is_gone_is_seen(told: Cast) -> None:
    first = Event.objects.filter(chain=told.dataset.pk).earliest("pk")
    tamper(f"DELETE FROM weirdness_event WHERE id = {first.pk}")
    assert len(trail.verify().broken) == 1


def test_a_change_with_its_own_hash_made_anew_is_seen_at_the_next_link(told: Cast) -> None:
    event = Event.objects.filter(verb="flagged").earliest("pk")
    tamper(
        f"UPDATE weirdness_event SET reason = 'other' WHERE id = {event.pk}",
        f"UPDATE weirdness_event e SET hash = weirdness_event_hash(e) WHERE id = {event.pk}",
    )
    assert len(trail.verify().broken) == 1


def test_history_goes_on_after_tampering_and_the_break_stays_visible(told: Cast) -> None:
    event = Event.objects.filter(verb="flagged").earliest("pk")
    tamper(f"UPDATE weirdness_event SET reason = 'other' WHERE id = {event.pk}")
    events.record(verb="looked", actor=told.bench, now=NOW, dataset=told.dataset)
    assert len(trail.verify().broken) == 1


@pytest.mark.parametrize("rewrite", REWRITES)
def test_the_application_role_is_refused(as_application: object, rewrite: str) -> None:
    with pytest.raises(psycopg2.Error, match=r"append-only|permission denied|must be owner"):
        as_application.cursor().execute(rewrite)


def test_the_application_role_cannot_switch_the_trigger_off(as_application: object) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        as_application.cursor().execute("ALTER TABLE weirdness_event DISABLE TRIGGER USER")
