"""Wrong configuration, found at start, with the remedy in the message."""

import ipaddress
import os
import re
import zoneinfo
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

SHORTEST_KEY = 32
HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")


def is_host(text: str) -> bool:
    """A host name, an address of either family, or a network such as 10.0.0.0/8."""
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return HOST.fullmatch(text) is not None
    return True


@register()
def the_environment_is_complete(app_configs, **kwargs) -> list[CheckMessage]:
    missing = [name for name in settings.REQUIRED_IN_PRODUCTION if not os.environ.get(name)]
    return [
        Error(
            f"The environment variable {name} is not set.",
            hint=f"Set {name} (docs/operations.md says to what), or start with `make up`, which sets it for you.",
            id=f"config.E_{name}",
        )
        for name in missing
    ]


@register()
def the_zone_exists(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.TIME_ZONE in zoneinfo.available_timezones():
        return []
    return [
        Error(
            f"TIME_ZONE_OF_ORGANISATION is {settings.TIME_ZONE!r}, which is not a time zone.",
            hint="Use a name such as Europe/Zurich or UTC.",
            id="config.E_zone",
        )
    ]


@register()
def the_source_roots_are_folders(app_configs, **kwargs) -> list[CheckMessage]:
    return [
        Warning(
            f"The source root {name!r} points at {path}, which is not a folder here.",
            hint="Create or mount the folder, or take it out of SOURCE_ROOTS (name=/absolute/path, comma-separated).",
            id="config.W_root",
        )
        for name, path in settings.SOURCE_ROOTS.items()
        if not Path(path).is_dir()
    ]


@register()
def the_allowed_hosts_of_databases_are_hosts(app_configs, **kwargs) -> list[CheckMessage]:
    return [
        Error(
            f"DATABASE_HOSTS_ALLOWED names {host!r}, which is no host name, address or network.",
            hint="Write names, addresses or networks alone, such as warehouse.internal,10.0.4.12,10.1.0.0/16; "
            "no port, user or path.",
            id="config.E_database_host",
        )
        for host in settings.DATABASE_HOSTS_ALLOWED
        if not is_host(host)
    ]


@register()
def the_field_keys_are_long(app_configs, **kwargs) -> list[CheckMessage]:
    return [
        Error(
            f"The key number {number} of FIELD_KEYS has fewer than {SHORTEST_KEY} characters.",
            hint="Make one with `openssl rand -hex 32`; put the new one first and keep the old ones behind it.",
            id="config.E_field_key",
        )
        for number, key in enumerate(settings.FIELD_KEYS, start=1)
        if len(key) < SHORTEST_KEY
    ]


@register(deploy=True)
def the_passwords_of_sources_have_their_own_key(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.FIELD_KEYS:
        return []
    return [
        Warning(
            "FIELD_KEYS is not set, so the passwords of sources are encrypted with a key made of SECRET_KEY.",
            hint="Set FIELD_KEYS to one long random word, then run `manage.py rotate_secrets`; "
            "else whoever changes SECRET_KEY must type every password again.",
            id="config.W_field_key",
        )
    ]


@register(deploy=True)
def the_application_owns_nothing(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.DATABASES["default"]["USER"] != settings.DATABASES["owner"]["USER"]:
        return []
    return [
        Warning(
            "The application connects as the owner of its tables, so it could rewrite its own history.",
            hint="Give DATABASE_URL a role of its own; `manage.py set_up` grants it what it needs.",
            id="config.W_owner",
        )
    ]


@register(deploy=True)
def the_demo_is_off(app_configs, **kwargs) -> list[CheckMessage]:
    if not settings.DEMO:
        return []
    return [
        Warning(
            "DEMO=1: anybody who reaches this server can log in as any of the demo's people.",
            hint="Unset DEMO on a server that holds real data.",
            id="config.W_demo",
        )
    ]
