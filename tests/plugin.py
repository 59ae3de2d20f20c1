"""Real servers for the tests: loaded with `-p`, because pytest-django reads the settings before any conftest.

The addresses are chosen at once; PostgreSQL and Valkey start only when a collected test needs them. Under
xdist the controller starts them and the workers inherit its environment. `DATABASE_URL` and `REDIS_URL`,
when given, are honoured: the role must then be allowed to create databases.
"""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from config.local.place import Place
from config.local.servers import Pair
from tests.stack import stack

__all__ = ["app_url", "servers", "stack"]  # the fixtures that every test may ask for

TEMPORARY = Path("/var/tmp")
PREFIX = "weirdness-test-"
NEEDING = {"db", "transactional_db", "django_db_setup", "live_server", "servers"}
_pairs: list[Pair] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    _remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=TEMPORARY))
    folder.chmod(0o711)
    (folder / "static").mkdir()
    given = {"postgres": "DATABASE_URL" in os.environ, "valkey": "REDIS_URL" in os.environ}
    pair = Pair(Place(folder / "data", folder / "s"), tuple(name for name in given if not given[name]))
    _pairs.append(pair)
    _set_environment(pair)


def pytest_configure(config: pytest.Config) -> None:
    if _pairs and getattr(config.option, "dist", "no") != "no":
        _start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys last: they are slow, and an open browser's event loop stops Django from using the database."""
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)


def pytest_collection_finish(session: pytest.Session) -> None:
    if not session.config.option.collectonly and any(_needs_servers(item) for item in session.items):
        _start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    while _pairs:
        pair = _pairs.pop()
        pair.stop()
        shutil.rmtree(pair.place.data.parent)


@pytest.fixture(scope="session")
def servers() -> dict[str, str]:
    """`DATABASE_URL` (owner), `WEIRDNESS_TEST_APP_URL`, `REDIS_URL` of running servers."""
    return {name: os.environ[name] for name in ("DATABASE_URL", "WEIRDNESS_TEST_APP_URL", "REDIS_URL")}


@pytest.fixture
def app_url(transactional_db: None) -> str:
    """The address of this test's database in the application's own role, which owns nothing."""
    from django.db import connection  # settings are not there when this plugin loads

    parts = urlsplit(os.environ["WEIRDNESS_TEST_APP_URL"])
    return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def _start() -> None:
    for pair in _pairs:
        pair.start()


def _needs_servers(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(NEEDING & set(getattr(item, "fixturenames", ())))


def _set_environment(pair: Pair) -> None:
    urls = pair.urls()
    ours = {
        "DATABASE_URL": urls["owner"],
        "DATABASE_OWNER_URL": os.environ.get("DATABASE_URL", urls["owner"]),
        "WEIRDNESS_TEST_APP_URL": urls["app"],
        "REDIS_URL": urls["valkey"],
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "SECRET_KEY": "a key for tests, and for nothing else, which is long enough",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "SOURCE_ROOTS": f"demo={pair.place.sources}",
        "CHECKS_SOCKET": str(pair.place.checks_socket),
        "WEIRDNESS_DATA_DIR": str(pair.place.data),
        "STATIC_ROOT": str(pair.place.data.parent / "static"),
    }
    for name, value in ours.items():
        os.environ.setdefault(name, value)


def _remove_leftovers() -> None:
    """Folders of test runs that were killed; their servers died with them."""
    for folder in TEMPORARY.glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        if folder.lstat().st_uid == os.getuid() and pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder)


def _ended(signum: int, frame: object) -> None:
    raise KeyboardInterrupt  # SIGTERM ends a run as Ctrl-C does: servers stopped, folder removed


signal.signal(signal.SIGTERM, _ended)
