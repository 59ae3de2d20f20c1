"""Wrong configuration, found at start, with the remedy in the message."""

import os
import zoneinfo
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


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
