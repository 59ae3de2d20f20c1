"""The pages of routing: who may look, who may change, and everything by plain forms."""

import re
from datetime import date, time, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import Absence, Calendar, Event, Issue, Person, Rota, Rule
from weirdness.services import administering, rotas, rules
from weirdness.services.rules import Draft

WEEK = {f"hours_{day}": "09:00-17:00" if day < 5 else "" for day in range(7)}


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def made(cast: Cast, name: str = "Lab", **said: object) -> Rule:
    draft = {"target": "person", "person": cast.colleague, "conditions": {"dataset": ["lab/*"]}} | said
    return rules.keep(actor=cast.administrator, now=NOW, draft=Draft(name, **draft))


@pytest.fixture
def admin(cast: Cast, as_: As) -> Client:
    return as_(cast.administrator)


@pytest.mark.parametrize("page", ["routing", "rotas", "calendars", "unreached", "absences"])
def test_who_triages_may_look_and_finds_no_button_to_change(page: str, cast: Cast, as_: As) -> None:
    made(cast)
    flagged(cast)
    response = as_(cast.scientist).get(reverse(page))
    assert response.status_code == 200
    assert "Add a" not in text(response)
    assert "Switch off" not in text(response)


def test_who_may_look_is_who_triages_something(cast: Cast) -> None:
    may = {person.name for person in Person.objects.all() if administering.may_look(person)}
    assert may == {"Dana", "Dirk", "Olga", "Ada"}


def test_an_administrator_adds_a_rule_by_its_form(cast: Cast, admin: Client) -> None:
    form = admin.get(reverse("rule_new"))
    assert "Reporter&#x27;s" in form.content.decode() or "Viewpoint" in text(form)
    sent = admin.post(
        reverse("rule_new"),
        {
            "name": "Signals",
            "dataset": "lab/*, nyc/*",
            "severity": ["major", "critical"],
            "target": "person",
            "person": cast.colleague.pk,
            "team": cast.scientists.pk,
        },
    )
    assert (sent.status_code, sent.url) == (302, reverse("routing"))
    kept = Rule.objects.get()
    assert kept.conditions == [
        {"kind": "dataset", "argument": ["lab/*", "nyc/*"]},
        {"kind": "severity", "argument": ["major", "critical"]},
    ]
    assert (kept.person, kept.team) == (cast.colleague, None)
    said = "When the dataset is lab/* or nyc/* and the severity is major or critical, it goes to Dirk."
    assert said in text(admin.get(reverse("routing")))


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(cast: Cast, admin: Client) -> None:
    sent = admin.post(reverse("rule_new"), {"name": "", "dataset": "lab/*", "tag": "a b", "target": "person"})
    assert sent.status_code == 422
    page = sent.content.decode()
    assert 'value="lab/*"' in page
    assert "Give the rule a name" in page
    assert "is no tag" in page
    assert "Which person?" in page
    assert re.search(r'value="person"\s+checked', page)


def test_a_rule_is_changed_in_its_place_moved_switched_and_removed(cast: Cast, admin: Client) -> None:
    first, second = made(cast, "First"), made(cast, "Second")
    assert 'value="lab/*"' in admin.get(reverse("rule", args=[second.pk])).content.decode()
    admin.post(reverse("rule", args=[second.pk]), {"name": "Owners", "target": "owner"})
    admin.post(reverse("rule_act", args=[second.pk, "up"]))
    assert [rule.name for rule in rules.in_order()] == ["Owners", "First"]
    admin.post(reverse("rule_act", args=[second.pk, "down"]))
    admin.post(reverse("rule_act", args=[first.pk, "off"]))
    assert [(rule.name, rule.is_on) for rule in rules.in_order()] == [("First", False), ("Owners", True)]
    admin.post(reverse("rule_act", args=[first.pk, "remove"]))
    assert Rule.objects.get().name == "Owners"
    assert Event.objects.filter(verb="rule_changed").count() == 7


def test_moving_beyond_an_end_changes_nothing(cast: Cast, admin: Client) -> None:
    only = made(cast)
    for verb in ("up", "down"):
        assert admin.post(reverse("rule_act", args=[only.pk, verb])).status_code == 302
    assert admin.post(reverse("rule_act", args=[only.pk, "dance"])).status_code == 404
    assert admin.post(reverse("rule_act", args=[999, "up"])).status_code == 404
    assert admin.get(reverse("rule_act", args=[only.pk, "up"])).status_code == 405


def test_who_triages_but_does_not_administer_changes_nothing(cast: Cast, as_: As) -> None:
    rule = made(cast)
    client = as_(cast.scientist)
    for address, said in [
        (reverse("rule_new"), {"name": "Mine", "target": "owner"}),
        (reverse("rule", args=[rule.pk]), {"name": "Mine", "target": "owner"}),
        (reverse("rule_act", args=[rule.pk, "remove"]), {}),
        (reverse("rota_new"), {"name": "Mine"}),
        (reverse("calendar_new"), {"name": "Mine"} | WEEK),
    ]:
        assert client.post(address, said).status_code == 403
    assert Rule.objects.get().name == "Lab"


def test_the_tester_says_where_a_flag_would_go_and_why_not_elsewhere(cast: Cast, as_: As) -> None:
    made(cast, "Weather", conditions={"dataset": ["nyc/weather"]})
    made(cast, "Signals", conditions={"column": ["sig*"], "severity": ["critical"]})
    page = as_(cast.scientist).get(
        reverse("routing"), {"dataset": "lab/plates", "column": "signal", "severity": "critical"}
    )
    assert "This flag goes to Dirk: rule 2, “Signals”: the column is sig* and the severity is critical." in text(page)
    assert "Rule 1, “Weather”, does not match: the dataset is lab/plates, not nyc/weather." in text(page)
    assert not Issue.objects.exists()


@pytest.mark.parametrize("dataset", ["no/such", "x", "a\x00b", "x" * 3000])
def test_the_tester_does_not_know_a_dataset_that_is_not_there(dataset: str, cast: Cast, as_: As) -> None:
    page = as_(cast.scientist).get(reverse("routing"), {"dataset": dataset})
    assert page.status_code == 200
    assert "There is no dataset" in text(page)


def test_a_rota_is_made_in_two_steps_and_changed(cast: Cast, admin: Client) -> None:
    shown = admin.post(reverse("rota_new"), {"show": "members", "name": "Plates", "team": cast.scientists.pk})
    assert "Dirk" in text(shown)
    said = {
        "name": "Plates",
        "team": cast.scientists.pk,
        f"turn-{cast.scientist.pk}": "2",
        f"turn-{cast.colleague.pk}": "1",
        "first_day": "2026-11-02",
        "hour": "08:00",
        "turn_days": "7",
        "time_zone": "Europe/Berlin",
    }
    assert admin.post(reverse("rota_new"), said).url == reverse("rotas")
    rota = Rota.objects.get()
    assert [place.person.name for place in rota.places.all()] == ["Dirk", "Dana"]
    form = admin.get(reverse("rota", args=[rota.slug])).content.decode()
    assert 'value="08:00"' in form
    assert 'value="2026-11-02"' in form
    admin.post(reverse("rota", args=[rota.slug]), said | {"turn_days": "1", f"turn-{cast.colleague.pk}": ""})
    assert [place.person.name for place in Rota.objects.get().places.all()] == ["Dana"]
    assert "On duty: Dana" in text(admin.get(reverse("rotas")))
    assert admin.post(reverse("rota", args=[rota.slug]), {"remove": "yes"}).url == reverse("rotas")
    assert not Rota.objects.exists()


def test_a_rota_that_a_rule_sends_to_is_not_removed(cast: Cast, admin: Client) -> None:
    draft = rotas.Draft("Plates", cast.scientists, [cast.scientist], date(2026, 11, 2), time(9), 7, "UTC")
    rota = rotas.keep(actor=cast.administrator, now=NOW, draft=draft)
    made(cast, target="rota", rota=rota)
    sent = admin.post(reverse("rota", args=[rota.slug]), {"remove": "yes"})
    assert sent.status_code == 422
    assert "The rule “Lab” sends to this rota" in text(sent)


def test_a_rota_says_what_is_missing(cast: Cast, admin: Client) -> None:
    sent = admin.post(reverse("rota_new"), {"name": "", "team": "x", "turn_days": "many", "first_day": "2026-02-31"})
    assert sent.status_code == 422
    for said in (
        "Give the rota a name",
        "Choose a team",
        "A number from 1 to 366",
        "On which day",
        "no such time zone",
    ):
        assert said in text(sent)


def test_a_calendar_is_made_changed_and_removed(cast: Cast, admin: Client) -> None:
    said = WEEK | {"name": "Berlin", "time_zone": "Europe/Berlin", "country": "DE", "team": [cast.scientists.pk]}
    assert admin.post(reverse("calendar_new"), said).url == reverse("calendars")
    kept = Calendar.objects.get()
    assert list(kept.teams.all()) == [cast.scientists]
    page = admin.get(reverse("calendar", args=[kept.slug])).content.decode()
    assert 'value="09:00-17:00"' in page
    assert "Monday 09:00-17:00" in text(admin.get(reverse("calendars")))
    wrong = admin.post(reverse("calendar", args=[kept.slug]), said | {"hours_0": "nine"})
    assert wrong.status_code == 422
    assert "Monday: write hours such as" in text(wrong)
    admin.post(reverse("calendar", args=[kept.slug]), {"remove": "yes"})
    assert not Calendar.objects.exists()


def test_everybody_says_when_they_are_away_and_ends_it(cast: Cast, as_: As) -> None:
    client, today = as_(cast.bench), timezone.localdate()
    said = {"starts": today.isoformat(), "ends": (today + timedelta(days=3)).isoformat(), "cover": cast.quality.pk}
    assert client.post(reverse("absences"), said).url == reverse("absences")
    absence = Absence.objects.get()
    assert (absence.person, absence.cover) == (cast.bench, cast.quality)
    assert "Quinn covers" in text(client.get(reverse("absences")))
    assert as_(cast.quality).post(reverse("absence_end", args=[absence.pk])).status_code == 404
    client.post(reverse("absence_end", args=[absence.pk]))
    assert not Absence.objects.exists()


def test_nobody_says_it_for_somebody_else_but_an_administrator(cast: Cast, as_: As, admin: Client) -> None:
    today = timezone.localdate().isoformat()
    said = {"starts": today, "ends": today, "person": cast.scientist.pk}
    as_(cast.bench).post(reverse("absences"), said)
    assert Absence.objects.get().person == cast.bench
    admin.post(reverse("absences"), said)
    assert Absence.objects.latest("pk").person == cast.scientist
    own = text(as_(cast.bench).get(reverse("absences")).client.get(reverse("absences")))
    assert "Dana:" not in own.split("Say when")[0]


def test_what_is_wrong_with_an_absence_is_said_and_nothing_typed_is_lost(cast: Cast, as_: As) -> None:
    sent = as_(cast.bench).post(reverse("absences"), {"starts": "2026-12-01", "ends": "2026-11-01"})
    assert sent.status_code == 422
    assert 'value="2026-12-01"' in sent.content.decode()
    assert "Choose a later one" in text(sent)


def test_what_no_rule_reached_is_listed_and_goes_away_with_a_rule(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    page = text(as_(cast.scientist).get(reverse("unreached")))
    assert f"#{issue.pk}" in page
    assert "lab/plates" in page.split("Open issues that only")[0]
    made(cast)
    page = text(as_(cast.scientist).get(reverse("unreached")))
    assert "None: on each dataset" in page
    Issue.objects.all().update(routing_reason="rule 1, “Lab”: the dataset is lab/*")
    assert "None that nobody has touched" in text(as_(cast.scientist).get(reverse("unreached")))


def test_what_is_with_nobody_who_is_there_is_listed_first(cast: Cast, admin: Client) -> None:
    issue = flagged(cast).issue
    Person.objects.filter(pk__in=[cast.scientist.pk, cast.colleague.pk]).update(is_active=False)
    page = text(admin.get(reverse("unreached"))).split("Datasets on which")[0]
    assert f"#{issue.pk}" in page
    assert "nobody of Data scientists is active" in page
