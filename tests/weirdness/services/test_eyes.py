"""Who looked, who never did, and asking them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from weirdness.models import Dataset, Era, Event, Level, LookRequest, Notification, Person
from weirdness.services import datasets, eyes, look_requests, looks, people
from weirdness.services.errors import Conflict, NotAllowed, Refused

pytestmark = pytest.mark.django_db


def absent(cast: Cast, dataset: Dataset | None = None) -> dict[str, str]:
    return {each.person.name: each.why for each in eyes.absent(dataset or cast.dataset, now=NOW)}


def another(cast: Cast, *, open_to_all: bool = True) -> Dataset:
    """Other data of the same source, of the administrator."""
    return datasets.register(
        key="lab/other",
        title="Other",
        description="",
        source=cast.source,
        location="other.csv",
        format="csv",
        columns=[],
        key_columns=[],
        key_unique=True,
        owner=cast.administrator,
        triage_team=cast.scientists,
        open_to_all=open_to_all,
        now=NOW - timedelta(days=100),
    )


def ask(cast: Cast, *wanted: Person, note: str = "", now: object = NOW) -> list[LookRequest]:
    numbers = [each.pk for each in wanted]
    return look_requests.ask(dataset=cast.dataset, people=numbers, actor=cast.scientist, now=now, note=note)


def test_its_teams_and_who_may_use_it_are_missed_until_they_look(cast: Cast) -> None:
    assert absent(cast) == {
        "Bea": "is in Lab readers",
        "Quinn": "is in Lab readers",
        "Mia": "is in Lab readers",
        "Dana": "is in Data scientists",
        "Dirk": "is in Data scientists",
        "Olga": "owns it",
    }
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW - timedelta(days=1))
    assert "Bea" not in absent(cast)


def test_a_new_era_misses_whoever_looked_before_it(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW - timedelta(days=10))
    Era.objects.create(dataset=cast.dataset, started_at=NOW - timedelta(days=5), reason="New machine")
    assert absent(cast)["Bea"] == "used Plates before"


def test_who_uses_other_data_of_the_source_is_missed_only_where_they_may_look(cast: Cast) -> None:
    other = another(cast)
    looks.check_in(dataset=other, person=cast.stranger, now=NOW - timedelta(days=1))
    looks.check_in(dataset=cast.dataset, person=cast.quality, now=NOW - timedelta(days=1))
    assert "Stan" not in absent(cast)
    assert absent(cast, other)["Quinn"] == "used other data of Lab files"
    people.grant(actor=cast.administrator, to=cast.stranger, on=cast.dataset, level=Level.FLAG, now=NOW)
    assert absent(cast)["Stan"] == "may use it"


def test_who_left_and_the_other_account_of_a_person_are_not_missed(cast: Cast) -> None:
    Person.objects.filter(pk=cast.bench.pk).update(is_active=False, merged_into=cast.quality, merged_at=NOW)
    Person.objects.filter(pk=cast.manager.pk).update(is_active=False)
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW - timedelta(days=1))
    assert not {"Bea", "Mia", "Quinn"} & set(absent(cast))


def test_the_grid_counts_uses_people_and_who_is_missing_by_viewpoint(cast: Cast) -> None:
    for days in (1, 2, 3, 4):
        looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW - timedelta(days=days))
    grid = eyes.grid([cast.dataset, another(cast)], now=NOW)
    names = [each.slug for each in grid.viewpoints]
    cells = dict(zip(names, grid.rows[0].cells, strict=True))
    bench = cells["bench-science"]
    assert (bench.looks, bench.people, bench.absent, bench.shade) == (4, 1, 0, 2)
    assert (cells["data-science"].looks, cells["data-science"].absent, cells["data-science"].shade) == (0, 2, 0)
    assert [each.dataset.key for each in grid.rows] == ["lab/plates", "lab/other"]


def test_a_hundred_datasets_ask_no_more_questions_than_one(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    with CaptureQueriesContext(connection) as one:
        eyes.grid([cast.dataset], now=NOW)
    about = {"owner": cast.administrator, "triage_team": cast.scientists, "registered_at": NOW, "format": "csv"}
    for n in range(30):
        made = Dataset.objects.create(key=f"lab/n{n}", title=f"N {n}", source=cast.source, location="n.csv", **about)
        Era.objects.create(dataset=made, started_at=NOW - timedelta(days=1), reason="Registered")
        looks.check_in(dataset=made, person=cast.quality, now=NOW)
    with CaptureQueriesContext(connection) as many:
        grid = eyes.grid(Dataset.objects.all(), now=NOW)
    assert len(grid.rows) == 31
    assert len(many) == len(one) + 2  # the datasets themselves, and their sources
    assert len(one) <= 11


def test_asking_owes_a_letter_says_why_and_is_in_the_history(cast: Cast) -> None:
    ask(cast, cast.quality, cast.manager, note="  New reader,\nplease look at row A. ")
    assert {each.person.name for each in LookRequest.objects.all()} == {"Quinn", "Mia"}
    assert LookRequest.objects.first().note == "New reader, please look at row A."
    assert Event.objects.get(verb="asked_to_look").sentence() == "Dana asked Mia, Quinn to look"
    assert Notification.objects.filter(message="look_request").count() == 2


def test_nobody_is_asked_twice_in_thirty_days_or_after_they_looked(cast: Cast) -> None:
    ask(cast, cast.quality)
    with pytest.raises(Conflict, match="Nobody was asked"):
        ask(cast, cast.quality, now=NOW + timedelta(days=29))
    assert len(ask(cast, cast.quality, now=NOW + timedelta(days=30))) == 1
    looks.check_in(dataset=cast.dataset, person=cast.manager, now=NOW)
    with pytest.raises(Conflict):
        ask(cast, cast.manager, now=NOW)


def test_people_who_have_nothing_to_do_with_it_are_not_asked(cast: Cast) -> None:
    with pytest.raises(Conflict):
        ask(cast, cast.stranger)


def test_only_those_who_judge_or_own_it_ask(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="for its owner and its data scientists"):
        look_requests.ask(dataset=cast.dataset, people=[cast.quality.pk], actor=cast.bench, now=NOW)
    assert look_requests.ask(dataset=cast.dataset, people=[cast.quality.pk], actor=cast.owner, now=NOW)


def test_a_note_that_is_too_long_is_refused_and_asks_nobody(cast: Cast) -> None:
    with pytest.raises(Refused, match="500 fit"):
        ask(cast, cast.quality, note="a" * 501)
    assert not LookRequest.objects.exists()


def test_who_does_not_use_it_is_missed_no_more_until_they_look(cast: Cast) -> None:
    (request,) = ask(cast, cast.quality)
    for _ in range(2):
        look_requests.decline(request_id=request.pk, person=cast.quality, now=NOW)
    assert "Quinn" not in absent(cast)
    assert Event.objects.filter(verb="does_not_use").count() == 1
    later = NOW + timedelta(days=1)
    looks.check_in(dataset=cast.dataset, person=cast.quality, now=later)
    Era.objects.create(dataset=cast.dataset, started_at=later + timedelta(hours=1), reason="New machine")
    found = {each.person.name for each in eyes.absent(cast.dataset, now=later + timedelta(hours=2))}
    assert "Quinn" in found
