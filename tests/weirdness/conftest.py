"""Fixtures of the rooms that know people."""

import pytest
from pytest_django import Settings

from tests.cast import cast

__all__ = ["cast"]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A good hash is slow on purpose: a fifth of a second a person."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
