"""Clients of the API, each as one of the cast."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from weirdness.models import Person

As = Callable[[Person | None], APIClient]


@pytest.fixture
def api() -> As:
    """`api(person)` is their client; `api(None)` is nobody's."""

    def client(person: Person | None) -> APIClient:
        made = APIClient()
        if person is not None:
            made.force_authenticate(person)
        return made

    return client
