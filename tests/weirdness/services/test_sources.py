"""Sources: who may register them, what is refused, and passwords that nobody reads again."""

import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

import checks
from tests.cast import NOW, Cast
from weirdness.models import Event, Source
from weirdness.services import secrets, sources
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.sources import Place

WAREHOUSE = Place(
    name="Warehouse", host="warehouse.example.org", database="lab", user="reader", password="correct horse battery"
)


@pytest.fixture
def warehouse(cast: Cast) -> Source:
    return sources.register(kind="database", place=WAREHOUSE, actor=cast.administrator, now=NOW)


def change(cast: Cast, source: Source, **said: str) -> Source:
    place = replace(WAREHOUSE, **{"password": "", **said})
    return sources.change(source=source, place=place, actor=cast.administrator, now=NOW)


def test_a_password_is_stored_encrypted_and_reaches_only_the_engine(warehouse: Source, cast: Cast) -> None:
    stored = json.dumps(list(Source.objects.values()), default=str) + json.dumps(
        list(Event.objects.values_list("data"))
    )
    assert WAREHOUSE.password not in stored
    place = sources.place_of(warehouse, "public.plates")
    assert isinstance(place, checks.DatabaseSource)
    assert (place.password, place.schema, place.table, place.port) == (WAREHOUSE.password, "public", "plates", 5432)
    assert WAREHOUSE.password not in repr(place) + repr(WAREHOUSE) + str(warehouse.settings)


def test_an_empty_password_keeps_the_old_one(warehouse: Source, cast: Cast) -> None:
    change(cast, warehouse, name="The warehouse", database="lab2")
    assert sources.place_of(warehouse).to_dict()["password"] == WAREHOUSE.password
    assert Event.objects.get(verb="source_changed").reason == "name, database"


def test_what_an_administrator_says_of_encryption_reaches_the_engine(warehouse: Source, cast: Cast) -> None:
    assert sources.place_of(warehouse).to_dict()["encryption"] == "prefer"
    change(cast, warehouse, encryption="require")
    assert sources.place_of(warehouse).to_dict()["encryption"] == "require"
    assert Event.objects.get(verb="source_changed").reason == "encryption"


@pytest.mark.parametrize(("field", "value"), [("host", "evil.example.net"), ("port", "6432"), ("user", "other")])
def test_a_kept_password_is_never_sent_elsewhere(field: str, value: str, warehouse: Source, cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        change(cast, warehouse, **{field: value})
    assert list(refused.value.problems) == ["password"]
    change(cast, warehouse, **{field: value, "password": "a new one"})
    assert sources.place_of(warehouse).to_dict()["password"] == "a new one"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("host", ""), ("host", "/var/run/postgresql"), ("host", "db.example.org:5432"), ("host", "a b"),
        ("port", "0"), ("port", "65536"), ("port", "5432x"), ("port", "99999999"), ("database", ""), ("user", ""),
        ("database", "x$y"), ("user", "secret|x"), ("password", "a$b"), ("schema", "a\nb"), ("dialect", "mysql"),
        ("encryption", "disable"), ("ca_certificate", "my certificate"),
    ],
)  # fmt: skip
def test_what_is_no_database_is_refused_beside_its_field(field: str, value: str, cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        sources.register(kind="database", place=replace(WAREHOUSE, **{field: value}), actor=cast.administrator, now=NOW)
    assert list(refused.value.problems) == [field]


def test_only_administrators_say_where_data_are(warehouse: Source, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        sources.register(kind="database", place=WAREHOUSE, actor=cast.owner, now=NOW)
    with pytest.raises(NotAllowed):
        sources.change(source=warehouse, place=WAREHOUSE, actor=cast.scientist, now=NOW)


def test_a_folder_is_registered_once_and_only_if_this_server_knows_it(cast: Cast, settings: Settings) -> None:
    settings.SOURCE_ROOTS = {"lab": "/somewhere", "store": "/elsewhere"}
    for root in ("lab", "nowhere", ""):
        with pytest.raises(Refused, match="folder"):
            sources.register(kind="file", place=Place(name="New", root=root), actor=cast.administrator, now=NOW)
    made = sources.register(kind="file", place=Place(name="New", root="store"), actor=cast.administrator, now=NOW)
    assert made.slug == "source-new"


def test_two_sources_of_one_name_get_two_addresses(warehouse: Source, cast: Cast) -> None:
    other = sources.register(kind="database", place=WAREHOUSE, actor=cast.administrator, now=NOW)
    assert (warehouse.slug, other.slug) == ("warehouse", "warehouse-2")


def test_private_hosts_that_were_allowed_travel_with_the_source(warehouse: Source, settings: Settings) -> None:
    settings.DATABASE_HOSTS_ALLOWED = ["10.0.0.0/8"]
    assert sources.place_of(warehouse).to_dict()["allowed"] == ("10.0.0.0/8",)


def test_keys_are_rotated_and_the_old_one_may_go(warehouse: Source, settings: Settings) -> None:
    settings.FIELD_KEYS = ["n" * 40]
    with pytest.raises(checks.SourceUnreadable, match="cannot be opened"):
        sources.place_of(warehouse)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("rotate_secrets")
    settings.FIELD_KEYS = ["n" * 40, settings.SECRET_KEY]
    call_command("rotate_secrets")
    settings.FIELD_KEYS = ["n" * 40]
    warehouse.refresh_from_db()
    assert sources.place_of(warehouse).to_dict()["password"] == WAREHOUSE.password


def test_a_text_is_encrypted_differently_each_time_and_nothing_stays_nothing() -> None:
    assert secrets.conceal("x") != secrets.conceal("x")
    assert secrets.reveal(secrets.conceal("größer")) == "größer"
    assert secrets.conceal("") == secrets.reveal("") == ""
