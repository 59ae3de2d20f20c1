"""Sources: folders and databases that an administrator registered; where the rows of a dataset are."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

import checks
from weirdness.models import Dataset, Person, Source
from weirdness.services import events, secrets
from weirdness.services.errors import NotAllowed, Refused

FOLDER, DATABASE = "file", "database"
DIALECTS = {"postgresql": "PostgreSQL"}
PORTS = {"postgresql": 5432}
ENCRYPTIONS = {
    "prefer": ("If the server can", "Encrypts when the server offers it, and reads unencrypted otherwise."),
    "require": ("Always", "Refuses a server that does not encrypt. Nobody can listen."),
    "verify-full": (
        "Always, and check who answers",
        "Also checks the server's certificate, so that nobody can pretend to be it. Choose this one when you can.",
    ),
}
TEXTS = ("dialect", "host", "database", "user", "schema", "encryption", "ca_certificate", "statements")
LONGEST_CERTIFICATE = 100_000
_NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?\.?")
_FILLED = ("database", "user", "schema", "password")
_FILLED_IN = re.compile(r"[$\x00-\x1f\x7f]|secret\||.{200}")
_NOT_TAKEN = (
    "Neither $ nor secret| nor a control character may be in it, because other programs would fill something in; "
    "and it has less than 200 characters. Choose another one."
)


@dataclass(frozen=True)
class Place:
    """What was typed about a source. A folder: `root`, a name in SOURCE_ROOTS. A database: the others.

    An empty `password` keeps the one that is stored, as long as it goes to the same host and user.
    """

    name: str
    root: str = ""
    dialect: str = "postgresql"
    host: str = ""
    port: str = ""
    database: str = ""
    user: str = ""
    schema: str = ""
    password: str = field(default="", repr=False)
    encryption: str = "prefer"
    ca_certificate: str = ""
    statements: str = ""  # "nightly": what it counts by itself is read every night (services/query_logs/statements.py)

    def settings(self) -> dict[str, Any]:
        """What is kept of a database in the clear."""
        said = {name: getattr(self, name).strip() for name in TEXTS}
        return {**said, "port": int(self.port or PORTS[self.dialect])}


@transaction.atomic
def register(*, kind: str, place: Place, actor: Person, now: datetime) -> Source:
    """Registers a folder or a database. Raises NotAllowed; Refused with a sentence per field."""
    _only_administrators(actor)
    _accept(kind, place, None)
    source = Source(slug=_free_slug(place.name), kind=kind)
    _fill(source, place)
    source.save()
    events.record(verb="source_registered", actor=actor, now=now, after=source.slug[:40])
    return source


@transaction.atomic
def change(*, source: Source, place: Place, actor: Person, now: datetime) -> Source:
    """Changes where a source is, or its password; its datasets stay. The history names the fields, never a secret."""
    _only_administrators(actor)
    _accept(source.kind, place, source)
    before = _told(source)
    _fill(source, place)
    source.tested_at, source.trouble = None, ""
    source.save()
    changed = [name for name, value in _told(source).items() if value != before.get(name)]
    changed += ["password"] if place.password else []
    if changed:
        reason = ", ".join(changed)
        events.record(verb="source_changed", actor=actor, now=now, after=source.slug[:40], reason=reason)
    return source


def _only_administrators(actor: Person) -> None:
    if not actor.is_superuser:
        raise NotAllowed("Where a source is may only be said by an administrator of the whole installation.")


def _told(source: Source) -> dict[str, Any]:
    return {"name": source.name, "root": source.root, "encryption": "prefer", "ca_certificate": "", **source.settings}


def _fill(source: Source, place: Place) -> None:
    source.name = place.name.strip()
    if source.is_database:
        source.settings = place.settings()
        source.secret = secrets.conceal(place.password) if place.password else source.secret
    else:
        source.root = place.root


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:40] or "source"
    wanted = "source-new" if wanted == "new" else wanted  # /sources/new/ is the way to the form
    taken = set(Source.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(len(taken) + 1) if (slug := f"{wanted}-{n + 1}" if n else wanted) not in taken)


def _accept(kind: str, place: Place, source: Source | None) -> None:
    problems = {}
    if not 0 < len(place.name.strip()) <= 120:
        problems["name"] = "Give it a name that people will recognise, of at most 120 characters."
    problems |= _wrong_database(place, source) if kind == DATABASE else _wrong_root(place, source)
    if problems:
        raise Refused(**problems)


def _wrong_root(place: Place, source: Source | None) -> dict[str, str]:
    if place.root not in settings.SOURCE_ROOTS:
        return {"root": "Choose one of the folders that this server was told about (SOURCE_ROOTS)."}
    others = Source.objects.filter(kind=FOLDER, root=place.root)
    if other := (others.exclude(pk=source.pk) if source else others).first():
        return {"root": f"This folder is registered already, as “{other.name}”. Its datasets are found there."}
    return {}


def _wrong_database(place: Place, source: Source | None) -> dict[str, str]:
    problems = {} if place.dialect in DIALECTS else {"dialect": f"Choose one of {', '.join(DIALECTS.values())}."}
    if not _is_host(place.host.strip()):
        problems["host"] = "Give the host's name or address alone, such as warehouse.example.org: no path, no port."
    if place.port and not (place.port.isdecimal() and 0 < int(place.port[:6]) < 65_536):
        problems["port"] = "A port is a whole number from 1 to 65535. Leave it empty for the usual one."
    for name, what in (("database", "the database"), ("user", "the role that reads it")):
        if not getattr(place, name).strip():
            problems[name] = f"Give the name of {what}."
    problems |= _wrong_encryption(place)
    problems |= {name: _NOT_TAKEN for name in _FILLED if _FILLED_IN.search(getattr(place, name))}
    if source and source.secret and not place.password and not problems and _goes_elsewhere(place, source):
        again = "Type the password again: the stored one is only sent to the host and user it was for."
        problems |= {"password": again}
    return problems


def _wrong_encryption(place: Place) -> dict[str, str]:
    if place.encryption not in ENCRYPTIONS:
        return {"encryption": f"Choose one of: {'; '.join(label for label, _ in ENCRYPTIONS.values())}."}
    if not place.ca_certificate.strip() or _is_certificate(place.ca_certificate):
        return {}
    whole = "Paste it whole, from the line BEGIN CERTIFICATE to the line END CERTIFICATE, or leave it empty."
    return {"ca_certificate": f"This is no certificate in text form (PEM). {whole}"}


def _is_certificate(text: str) -> bool:
    try:
        return len(text) <= LONGEST_CERTIFICATE and bool(load_pem_x509_certificates(text.encode()))
    except ValueError:
        return False


def _is_host(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return _NAME.fullmatch(text) is not None
    return True


def _goes_elsewhere(place: Place, source: Source) -> bool:
    now = place.settings()
    return any(now[name] != source.settings.get(name) for name in ("dialect", "host", "port", "user"))


def place_of(source: Source, location: str = "", format: str = "", title: str = "") -> checks.Source:
    """What the engine is told: a path below the root, or a schema.table. The password is decrypted only here.

    Raises SourceUnreadable when this server does not know the folder, or cannot open the password.
    """
    if source.is_database:
        return _in_database(source, location, title)
    root = settings.SOURCE_ROOTS.get(source.root)
    if root is None:
        raise checks.SourceUnreadable(
            f"The folder {source.root!r} of the source “{source.name}” is not among this server's folders any more. "
            "An administrator adds it to SOURCE_ROOTS, or chooses another folder on the page of the source."
        )
    return checks.FileSource(root=root, path=location, format=format, title=title)


def _in_database(source: Source, location: str, title: str) -> checks.DatabaseSource:
    said = source.settings
    schema, _, table = location.partition(".")
    return checks.DatabaseSource(
        dialect=said["dialect"],
        host=said["host"],
        port=said["port"],
        database=said["database"],
        user=said["user"],
        schema=schema or said.get("schema", ""),
        table=table,
        password=secrets.reveal(source.secret),
        allowed=tuple(settings.DATABASE_HOSTS_ALLOWED),
        title=title,
        encryption=said.get("encryption", "prefer"),
        ca_certificate=said.get("ca_certificate", ""),
    )


def source_of(dataset: Dataset) -> checks.Source:
    """Where the rows of a dataset are."""
    return place_of(dataset.source, dataset.location, dataset.format, dataset.key)


@transaction.atomic
def tested(*, source: Source, trouble: str, writes: dict[str, Any] | None, now: datetime) -> None:
    """Keeps what the last test of the connection said; "": it worked. `writes`: what a database's role may change."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    if held.is_database and not trouble:
        held.settings = {**held.settings, "writes": writes}
    held.tested_at, held.trouble = now, trouble
    held.save(update_fields=["tested_at", "trouble", "settings"])


@transaction.atomic
def rotate_secrets(*, now: datetime) -> int:
    """Encrypts every stored password with the first key. All or none; returns how many."""
    held = list(Source.objects.select_for_update().exclude(secret=""))
    for source in held:
        source.secret = secrets.rotate(source.secret)
        source.save(update_fields=["secret"])
    if held:
        events.record(verb="secrets_rotated", now=now, after=str(len(held)))
    return len(held)
