"""The environment that the service's processes get: what was given, completed by the local default's own."""

import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path

from config.local import postgres, valkey
from config.local.place import Place
from config.local.secrets import Secrets
from config.local.words import Remedy

PORT = 8000
NAMES_FOR_SERVERS = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL", "mail": "EMAIL_URL"}


def ours(given: Mapping[str, str]) -> set[str]:
    """Which servers the local default must bring, because nobody gave their address."""
    return {name for name, variable in NAMES_FOR_SERVERS.items() if not given.get(variable)}


def port(given: Mapping[str, str]) -> int:
    return int(given.get("PORT") or PORT)


def address(given: Mapping[str, str]) -> str:
    return given.get("PUBLIC_URL") or f"http://localhost:{port(given)}"


def complete(place: Place, given: Mapping[str, str], made_once: Secrets) -> dict[str, str]:
    made = {
        "DATABASE_URL": postgres.url(place, "weirdness_app", made_once.app_password),
        "DATABASE_OWNER_URL": given.get("DATABASE_URL")
        or postgres.url(place, "weirdness_owner", made_once.owner_password),
        "REDIS_URL": valkey.url(place),
        "SECRET_KEY": made_once.secret_key,
        "FIELD_KEYS": made_once.field_key,
        "CHECKS_SOCKET": str(place.checks_socket),
        "PUBLIC_URL": address(given),
        "PORT": str(port(given)),
        "DEMO": "1",
    }
    if "mail" in ours(given):
        made |= {"EMAIL_URL": f"smtp://127.0.0.1:{free_port()}", "DEMO_MAILBOX": str(place.mailbox)}
    known = {name: value for name, value in given.items() if value}
    return {
        **made,
        **known,
        # Added to what was given: the demo's files, and the name by which the supervisor asks for /healthz.
        "SOURCE_ROOTS": _joined(known.get("SOURCE_ROOTS"), f"demo={place.sources}"),
        "ALLOWED_HOSTS": _joined(known.get("ALLOWED_HOSTS"), "localhost,127.0.0.1,[::1]"),
        "WEIRDNESS_DATA_DIR": str(place.data),
    }


def keep(place: Place, env: Mapping[str, str]) -> None:
    """Leaves the environment where `python3 -m config.local manage …` finds it, for our eyes only."""
    _file(place).unlink(missing_ok=True)
    with os.fdopen(os.open(_file(place), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sink:
        json.dump(dict(env), sink)


def kept(place: Place) -> dict[str, str]:
    """The environment of the last start. Raises `Remedy` when there was none."""
    if not _file(place).exists():
        raise Remedy(f"Nothing was ever started on {place.data}. First: make up")
    return json.loads(_file(place).read_text())


def _file(place: Place) -> Path:
    return place.data / "environment.json"


def _joined(given: str | None, added: str) -> str:
    return f"{given},{added}" if given else added


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
