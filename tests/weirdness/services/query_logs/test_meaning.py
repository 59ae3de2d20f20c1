"""What logins and tables of a log mean, before anybody said it and after."""

import pytest
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.weirdness.services.query_logs.conftest import HandIn, days_ago, looks_of
from weirdness.models import Dataset, FormerKey, LogImport, LoginName, Person, Source, TableName
from weirdness.services import datasets, people
from weirdness.services.datasets import ColumnSpec
from weirdness.services.query_logs.meaning import SERVICE, Catalogue, Logins

pytestmark = pytest.mark.django_db


def warehouse(name: str, **settings: object) -> Source:
    where = {"dialect": "postgresql", "host": "h", "port": 5432, "database": name, "user": "reader", "schema": ""}
    return Source.objects.create(slug=name, name=name, kind="database", settings=where | settings)


def table(cast: Cast, source: Source, key: str, location: str) -> Dataset:
    return datasets.register(
        key=key,
        title=key,
        description="",
        source=source,
        location=location,
        format="table",
        columns=[ColumnSpec("a", "text")],
        key_columns=[],
        key_unique=False,
        owner=cast.owner,
        triage_team=cast.scientists,
        now=NOW,
    )


def named(found: frozenset[int]) -> set[str]:
    return set(Dataset.objects.filter(pk__in=found).values_list("key", flat=True))


def test_a_table_of_a_database_is_the_dataset_that_is_there(cast: Cast) -> None:
    first, second = warehouse("first"), warehouse("second", schema="Sales")
    table(cast, first, "nyc/flights", "nyc.Flights")
    table(cast, first, "nyc/planes", "public.planes")
    table(cast, second, "shop/orders", "Sales.orders")
    table(cast, second, "nyc/copies", "nyc.flights")
    FormerKey.objects.create(key="lab/wells", dataset=cast.dataset, until=NOW)
    anywhere, in_second = Catalogue().tables(None, None), Catalogue().tables(second.pk, None)
    assert named(anywhere.of("first", "nyc.flights")) == {"nyc/flights"}
    assert named(anywhere.of("", "second.nyc.flights")) == {"nyc/copies"}
    assert named(anywhere.of("", "nyc.flights")) == set()  # it could be either
    assert named(anywhere.of("", "planes")) == named(anywhere.of("", "first.public.planes")) == {"nyc/planes"}
    assert named(in_second.of("", "orders")) == {"shop/orders"}
    assert named(in_second.of("", "planes")) == set()
    assert named(anywhere.of("", "lab/wells")) == named(anywhere.of("", "lab/plates")) == {"lab/plates"}
    assert anywhere.of("", "lab.plates") == frozenset()


def test_patterns_go_before_places_and_one_table_may_be_several_datasets(cast: Cast) -> None:
    source, other = warehouse("first"), warehouse("second")
    flights = table(cast, source, "nyc/flights", "nyc.flights")
    TableName.objects.create(source=source, table="mart.*", dataset=flights)
    TableName.objects.create(table="mart.flights_2*", dataset=cast.dataset)
    assert named(Catalogue().tables(source.pk, None).of("", "mart.flights_2013")) == {"nyc/flights", "lab/plates"}
    assert named(Catalogue().tables(other.pk, None).of("", "mart.flights_2013")) == {"lab/plates"}


def test_a_login_is_whom_it_looks_like_until_somebody_says_otherwise(cast: Cast) -> None:
    warehouse("first", user="Weird_Reader")
    people.join(email="quinn@elsewhere.org", name="Q", viewpoint="operations", now=NOW)
    LoginName.objects.create(login="mia", person=cast.bench)
    LoginName.objects.create(login="svc_dana", person=cast.scientist)
    LoginName.objects.create(login="olga", is_service=True)
    logins = Logins()
    assert logins.of("bea@example.org") == logins.of("bea") == logins.of("lab\\bea") == cast.bench.pk
    assert logins.of("quinn") is None  # there are two
    assert logins.of("bea@elsewhere.org") is None
    assert logins.of("mia") == cast.bench.pk
    assert logins.of("svc_dana") == cast.scientist.pk
    assert logins.of("olga") == logins.of("weird_reader") == logins.of("nightly-etl") == SERVICE


def test_accounts_that_were_merged_are_one_person_and_one_look_a_day(cast: Cast, hand_in: HandIn) -> None:
    twin = people.join(email="b.b@example.org", name="Bea B", viewpoint="operations", now=NOW)
    log = hand_in(f"time,login,table\n{days_ago(3)},b.b,lab/plates\n")
    Person.objects.filter(pk=twin.pk).update(merged_into=cast.bench, merged_at=timezone.now(), is_active=False)
    later = hand_in(
        f"time,login,table\n{days_ago(3)},bea,lab/plates\n{days_ago(3)},b.b,lab/plates\n{days_ago(2)},b.b,lab/plates\n"
    )
    assert looks_of(log) == {("Bea B", "lab/plates", days_ago(3))}
    assert looks_of(later) == {("Bea", "lab/plates", days_ago(2))}
    assert (later.outcome["looks"], later.outcome["known"]) == (1, 1)


def test_a_log_of_a_database_is_read_with_its_tables(cast: Cast, hand_in: HandIn) -> None:
    source = warehouse("warehouse")
    table(cast, source, "nyc/flights", "nyc.flights")
    line = "{} 10:00:00 UTC [8] bea@{} LOG:  statement: SELECT * FROM nyc.flights\n"
    lines = line.format(days_ago(2), "warehouse") + line.format(days_ago(2), "payroll")
    log = hand_in(lines, kind=LogImport.Kind.POSTGRES_LOG, name="postgresql.log", source=source)
    assert looks_of(log) == {("Bea", "nyc/flights", days_ago(2))}
    assert log.outcome["refused"] == {"elsewhere": 1}
