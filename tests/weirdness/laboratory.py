"""A real check engine behind lab/plates: a fixture, and what the tests of promotion and waivers share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast
from tests.checks.conftest import Server
from weirdness.models import Inquiry
from weirdness.services import work

HEAD = "plate,well,signal,operator\n"
GOOD = "".join(f"P{plate},A{well},{plate + well / 10},Kim\n" for plate in range(1, 5) for well in range(1, 11))
BAD = "P9,A1,-4.5,Kim\nP9,A2,-4.5,Lee\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("engine"))
    yield server
    server.stop()


@pytest.fixture
def plates(cast: Cast, engine: Server, settings: Settings, tmp_path: Path) -> Path:
    """The file behind lab/plates, where this server was told to look."""
    settings.CHECKS_SOCKET, settings.SOURCE_ROOTS = engine.path, {"lab": str(tmp_path)}
    (tmp_path / "plates.csv").write_text(HEAD + GOOD + BAD)
    return tmp_path / "plates.csv"


def answered(inquiry: Inquiry) -> Inquiry:
    assert inquiry.job is not None
    assert work.perform(job_id=inquiry.job.pk, now=timezone.now())
    inquiry.refresh_from_db()
    return inquiry
