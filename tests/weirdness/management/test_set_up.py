"""manage.py set_up."""

from collections.abc import Iterator
from contextlib import closing
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from tests.cast import Cast, make
from tests.committed import committed, database_for_tests
from tests.weirdness.services.test_trail import REWRITES

__all__ = ["committed", "database_for_tests"]
pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
APPLICATION = "weirdness_app"
APPEND = """
INSERT INTO weirdness_event (chain, position, at, actor_kind, verb, before, after, reason, data, previous, hash)
VALUES (0, 0, now(), 'system', 'registered', '', '', '', '{}', '', '') RETURNING position
"""


@pytest.fixture
def two_roles(committed: None, settings: Settings) -> Iterator[Cast]:
    """The application connects in its own role; afterwards the role has what it had."""
    settings.DATABASES = settings.DATABASES | {"default": settings.DATABASES["default"] | {"USER": APPLICATION}}
    yield make()
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {APPLICATION}")


def set_up() -> str:
    said = StringIO()
    call_command("set_up", stdout=said)
    return said.getvalue()


def may(what: str, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [APPLICATION, table, what])
        return cursor.fetchone()[0]


def test_the_application_may_read_and_write_and_only_append_to_the_history(two_roles: Cast) -> None:
    assert f"{APPLICATION} may read and write" in set_up()
    verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"]
    assert [may(verb, "weirdness_issue") for verb in verbs] == [True, True, True, True, False]
    assert [may(verb, "weirdness_event") for verb in verbs] == [True, True, False, False, False]


def test_set_up_twice_is_set_up_once(two_roles: Cast) -> None:
    set_up()
    assert "the tables were up to date" in set_up()


@pytest.mark.parametrize("rewrite", REWRITES)
def test_after_set_up_the_application_is_denied_before_the_trigger_is_asked(
    two_roles: Cast, servers: dict[str, str], rewrite: str
) -> None:
    set_up()
    with (
        closing(psycopg2.connect(servers["WEIRDNESS_TEST_APP_URL"], dbname=connection.settings_dict["NAME"])) as link,
        pytest.raises(psycopg2.errors.InsufficientPrivilege, match="permission denied"),
    ):
        link.cursor().execute(rewrite)


def test_after_set_up_the_application_can_still_write_history(two_roles: Cast, servers: dict[str, str]) -> None:
    set_up()
    with closing(psycopg2.connect(servers["WEIRDNESS_TEST_APP_URL"], dbname=connection.settings_dict["NAME"])) as link:
        cursor = link.cursor()
        cursor.execute(APPEND)
        assert cursor.fetchone()[0] > 1


def test_a_role_that_does_not_exist_gets_a_sentence_with_the_remedy(two_roles: Cast, settings: Settings) -> None:
    settings.DATABASES = settings.DATABASES | {"default": settings.DATABASES["default"] | {"USER": "nobody_here"}}
    with pytest.raises(CommandError, match=r"no role nobody_here, which DATABASE_URL names\. Make it first"):
        set_up()


def test_one_role_for_both_needs_no_grants(committed: None) -> None:
    assert "nothing was granted" in set_up()
