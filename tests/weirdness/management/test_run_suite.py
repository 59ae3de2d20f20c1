"""manage.py run_suite, with a real check engine."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.cast import Cast, suite
from tests.checks.conftest import Server
from weirdness.models import Run

pytestmark = pytest.mark.django_db
GOOD = "plate,well,signal,operator\nP1,A1,4.5,Kim\nP1,A2,0.3,Kim\n"
BAD = GOOD + "P1,A3,-2.0,Lee\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("engine"))
    yield server
    server.stop()


@pytest.fixture
def plates(cast: Cast, engine: Server, settings: Settings, tmp_path: Path) -> Path:
    """The file behind lab/plates, where this server was told to look."""
    settings.CHECKS_SOCKET, settings.SOURCE_ROOTS = engine.path, {"lab": str(tmp_path)}
    suite(cast)
    return tmp_path / "plates.csv"


def run(*words: str) -> tuple[int, str]:
    """Exit code and what is printed."""
    said = StringIO()
    try:
        call_command("run_suite", *words, stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return -1, said.getvalue()


def test_data_that_are_right_end_in_0_with_every_statement_ticked(plates: Path) -> None:
    plates.write_text(GOOD)
    code, said = run("lab/plates", "--wait", "60")
    assert (code, said.count("✓"), said.count("✗")) == (0, 2, 0)
    assert "passed, 2 rows." in said


def test_data_that_are_wrong_end_in_1_with_what_was_found(plates: Path) -> None:
    plates.write_text(BAD)
    code, said = run("lab/plates", "--wait", "60")
    assert (code, said.count("✓"), said.count("✗")) == (1, 1, 1)
    assert Run.objects.get().state == "failed"


def test_a_file_that_is_not_there_ends_in_2_with_its_name(plates: Path) -> None:
    code, said = run("lab/plates", "--wait", "60")
    assert code == 2
    assert "plates.csv" in said


def test_without_wait_the_run_is_only_asked_for(plates: Path) -> None:
    code, said = run("lab/plates")
    assert code == -1
    assert Run.objects.get().state == "queued"
    assert f"/datasets/lab/plates/-/runs/{Run.objects.get().pk}/" in said


def test_an_engine_that_is_away_is_waited_for_and_the_run_stays_owed(plates: Path, settings: Settings) -> None:
    settings.CHECKS_SOCKET = "/nowhere"
    with pytest.raises(CommandError, match=r"It is waiting after 1 s") as error:
        run("lab/plates", "--wait", "1")
    assert error.value.returncode == 2
    assert Run.objects.get().job.state == "queued"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lab/other"], "There is no dataset lab/other. Registered: lab/plates."),
        (["lab/plates", "--suite", "other"], "Say which suite of lab/plates with --suite: plates."),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(plates: Path, words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as error:
        run(*words)
    assert (str(error.value), error.value.returncode) == (sentence, 2)


def test_a_dataset_without_a_suite_says_so(cast: Cast) -> None:
    with pytest.raises(CommandError, match="lab/plates has no suite yet"):
        run("lab/plates")
