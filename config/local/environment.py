"""The environment that the service's processes get: what was given, completed by the local default's own."""

import socket
from collections.abc import Mapping

from config.local import postgres, valkey
from config.local.place import Place
from config.local.secrets import Secrets

PORT = 8000
NAMES_FOR_SERVERS = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL", "mail": "EMAIL_URL"}


def ours(given: Mapping[str, str]) -> set[str]:
    """Which servers the local default must bring, because nobody gave their address."""
    return {name for name, variable in NAMES_FOR_SERVERS.items() if not given.get(variable)}


def port(given: Mapping[str, str]) -> int:
    return int(given.get("PORT") or PORT)


def address(given: Mapping[str, str]) -> str:
    return given.get("PUBLIC_URL") or f"http://localhost:{port(given)}"


def complete(place: Place, given: Mapping[str, str], kept: Secrets) -> dict[str, str]:
    roots = f"demo={place.sources}"
    made = {
        "DATABASE_URL": postgres.url(place, "weirdness_app", kept.app_password),
        "DATABASE_OWNER_URL": given.get("DATABASE_URL") or postgres.url(place, "weirdness_owner", kept.owner_password),
        "REDIS_URL": valkey.url(place),
        "SECRET_KEY": kept.secret_key,
        "FIELD_KEYS": kept.field_key,
        "CHECKS_SOCKET": str(place.checks_socket),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
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
        "SOURCE_ROOTS": ",".join(filter(None, (known.get("SOURCE_ROOTS"), roots))),
        "WEIRDNESS_DATA_DIR": str(place.data),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
