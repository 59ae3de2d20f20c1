"""The API describes itself."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client


def test_the_schema_is_valid_and_nothing_in_it_is_a_guess() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


@pytest.mark.django_db
def test_the_documentation_carries_no_script_of_its_own_and_asks_nobody_else(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert "cdn" not in page
    assert "<script>" not in page
    assert client.get("/api/v1/schema/").status_code == 200
