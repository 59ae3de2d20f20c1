"""The form of a source: a folder, or a database. A stored password is never put into it."""

from typing import Any

from django.conf import settings
from django.http import QueryDict

from weirdness.models import Source
from weirdness.services import sources
from weirdness.services.sources import Place
from weirdness.web.door import typed

KINDS = {"folder": sources.FOLDER, "database": sources.DATABASE}
FIELDS = (
    *("name", "root", "dialect", "host", "port", "database", "user", "schema", "password"),
    *("encryption", "ca_certificate", "statements"),
)


def empty(kind: str) -> Place:
    """With the only folder chosen already, when there is only one."""
    roots = list(settings.SOURCE_ROOTS)
    return Place(name="", root=roots[0] if kind == "folder" and len(roots) == 1 else "")


def stored(source: Source) -> Place:
    said = {name: str(value) for name, value in source.settings.items() if name in FIELDS and name != "password"}
    return Place(**{"name": source.name, "root": source.root, **said})


def from_form(form: QueryDict) -> Place:
    said = {name: typed(form, name) for name in FIELDS if name in form}
    return Place(**{"name": "", **said})


def choices(source: Source | None) -> dict[str, Any]:
    """What the form offers: folders with a word on which are taken, dialects, hosts of private networks."""
    taken = dict(Source.objects.filter(kind=sources.FOLDER).values_list("root", "name"))
    own = source.root if source else ""
    return {
        "roots": [(name, path, taken.get(name, "") if name != own else "") for name, path in _roots()],
        "dialects": sources.DIALECTS.items(),
        "encryptions": [(value, *words) for value, words in sources.ENCRYPTIONS.items()],
        "allowed": settings.DATABASE_HOSTS_ALLOWED,
    }


def _roots() -> list[tuple[str, str]]:
    return sorted(settings.SOURCE_ROOTS.items())
