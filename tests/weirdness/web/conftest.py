"""Browsers without JavaScript: Django's client, logged in as one of the cast."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import checks
from tests.cast import NOW, Cast, suite
from weirdness.models import Person, Run
from weirdness.services import runs

As = Callable[[Person], Client]


@pytest.fixture
def as_(db: None) -> As:
    """as_(person): a client of theirs."""

    def log_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def failing_run(cast: Cast, *, rows: int = 2) -> Run:
    """A stored run of the plates' suite: negative signals found, every well filled in."""
    asked = runs.request(suite=suite(cast), now=NOW, trigger=Run.Trigger.PERSON, actor=cast.scientist)
    keys = tuple({"plate": "P1", "well": f"A{n}"} for n in range(1, rows + 1))
    first, second = asked.suite.expectations
    results = (
        checks.ExpectationResult(
            id="1",
            type=first["type"],
            kwargs=first["kwargs"],
            column="signal",
            severity="warning",
            sentence="`signal` is at least 0",
            success=False,
            observed=f"{rows} of 96 rows fail",
            element_count=96,
            unexpected_count=rows,
            keys=keys,
            examples=tuple({**key, "signal": "-4", "operator": "•••"} for key in keys),
        ),
        checks.ExpectationResult(
            id="2",
            type=second["type"],
            kwargs=second["kwargs"],
            column="well",
            severity="critical",
            sentence="Every `well` is filled in",
            success=True,
            element_count=96,
            unexpected_count=0,
        ),
    )
    found = checks.SuiteResult(success=False, row_count=96, columns=(), fingerprint="f1", seconds=0.1, results=results)
    return runs.store(run=asked, result=found, now=NOW + timedelta(minutes=1))


@pytest.fixture
def demo(settings: object, tmp_path: Path) -> Path:
    """DEMO with a Maildir; returns its folder."""
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    settings.DEMO, settings.DEMO_MAILBOX = True, str(tmp_path)
    return tmp_path
