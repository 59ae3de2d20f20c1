"""Wrong configuration names its remedy."""

import pytest
from pytest_django import Settings

from config import remedies


@pytest.mark.parametrize("host", ["warehouse.internal", "10.0.4.12", "10.0.0.0/8", "fd00::5", "db_1"])
def test_a_host_an_address_and_a_network_may_be_allowed(host: str, settings: Settings) -> None:
    settings.DATABASE_HOSTS_ALLOWED = [host]
    assert remedies.the_allowed_hosts_of_databases_are_hosts(None) == []


@pytest.mark.parametrize("host", ["/var/run/postgresql", "db:5432", "postgres://db", "a b", ""])
def test_what_is_no_host_is_named_with_its_remedy(host: str, settings: Settings) -> None:
    settings.DATABASE_HOSTS_ALLOWED = [host]
    [error] = remedies.the_allowed_hosts_of_databases_are_hosts(None)
    assert repr(host) in error.msg
    assert "no port, user or path" in error.hint


def test_a_short_key_and_a_missing_one_are_seen(settings: Settings) -> None:
    settings.FIELD_KEYS = ["x" * 32, "short"]
    [error] = remedies.the_field_keys_are_long(None)
    assert "number 2" in error.msg
    settings.FIELD_KEYS = []
    [warning] = remedies.the_passwords_of_sources_have_their_own_key(None)
    assert "rotate_secrets" in warning.hint
