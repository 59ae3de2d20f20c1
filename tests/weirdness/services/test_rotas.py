"""Rotas: who is on duty, hand-over, and what it tells."""

from datetime import date, time, timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.models import Event, Issue, Notification, Person, Rota
from weirdness.services import absences, handing_over, rotas, rules, triage
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.rotas import Draft

WEEK = timedelta(days=7)


def rota(cast: Cast, **more: object) -> Rota:
    """Dana has the week that begins on Monday, 2 November 2026 at 8:00 UTC, then Dirk."""
    said = {
        "name": "Plates",
        "team": cast.scientists,
        "people": [cast.scientist, cast.colleague],
        "first_day": date(2026, 11, 2),
        "hour": time(8),
        "turn_days": 7,
        "time_zone": "UTC",
    } | more
    return rotas.keep(actor=cast.administrator, now=NOW, draft=Draft(**said))


def test_whoever_is_on_duty_gets_the_flag_and_the_next_week_the_other(cast: Cast) -> None:
    rota(cast)
    first = flagged(cast).issue
    assert first.assignee == cast.scientist
    assert "Dana is on duty in Plates" in first.routing_reason
    assert flagged(cast, now=NOW + WEEK).issue.assignee == cast.colleague
    assert flagged(cast, now=NOW + 2 * WEEK).issue.assignee == cast.scientist


def test_before_the_first_turn_the_team_has_it(cast: Cast) -> None:
    rota(cast, first_day=date(2026, 12, 1))
    issue = flagged(cast).issue
    assert issue.assignee_team == cast.scientists
    assert "has not begun yet" in issue.routing_reason


def test_who_is_away_in_their_turn_is_covered_else_the_next_has_it_else_the_team(cast: Cast) -> None:
    kept = rota(cast)
    today = NOW.date()
    absences.declare(
        actor=cast.scientist, person=cast.scientist, starts=today, ends=today, cover=cast.administrator, now=NOW
    )
    assert rotas.on_duty(kept, NOW).who == cast.administrator
    Person.objects.filter(pk=cast.administrator.pk).update(is_active=False)
    assert rotas.on_duty(kept, NOW).who == cast.colleague
    Person.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    duty = rotas.on_duty(kept, NOW)
    assert duty.who == cast.scientists
    assert "nobody of Plates is there" in duty.steps[-1]


def test_a_hand_over_is_told_once_and_moves_what_nobody_touched(cast: Cast) -> None:
    rota(cast)
    handing_over.tick(now=NOW)
    waiting, judged = flagged(cast).issue, flagged(cast).issue
    triage.confirm(issue_id=judged.pk, actor=cast.scientist, now=NOW)
    assert handing_over.tick(now=NOW + timedelta(days=6)) == 0
    assert handing_over.tick(now=NOW + WEEK) == 1
    assert handing_over.tick(now=NOW + WEEK) == 0
    found = {issue.pk: issue.assignee for issue in Issue.objects.all()}
    assert found == {waiting.pk: cast.colleague, judged.pk: cast.scientist}
    letters = Notification.objects.filter(message="handed_over")
    assert [letter.person for letter in letters.order_by("pk")] == [cast.scientist, cast.colleague]
    told = Event.objects.filter(verb="handed_over").last()
    assert told.after == "Dirk"
    assert told.sentence().startswith("Dirk is on duty now")


def test_a_rule_can_send_to_a_rota_of_another_team(cast: Cast) -> None:
    readers = rota(cast, name="Readers", team=cast.readers, people=[cast.quality])
    draft = rules.Draft("Lab", "rota", {"dataset": ["lab/*"]}, rota=readers)
    rules.keep(actor=cast.administrator, now=NOW, draft=draft)
    assert flagged(cast).issue.assignee == cast.quality
    with pytest.raises(Refused) as refused:
        rotas.remove(rota=readers, actor=cast.administrator, now=NOW)
    assert "Lab" in refused.value.problems["rota"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"team": None}, "team"),
        ({"people": []}, "people"),
        ({"first_day": None}, "first_day"),
        ({"hour": None}, "hour"),
        ({"turn_days": 0}, "turn_days"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
    ],
)
def test_a_rota_that_cannot_be_is_refused_beside_its_field(cast: Cast, said: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        rota(cast, **said)
    assert list(refused.value.problems) == [field]


def test_only_members_of_the_team_take_turns(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        rota(cast, people=[cast.scientist, cast.bench])
    assert refused.value.problems["people"].startswith("Bea: not of Data scientists")


def test_a_team_has_one_rota_which_administrators_change(cast: Cast) -> None:
    kept = rota(cast)
    with pytest.raises(Refused) as refused:
        rota(cast, name="Second")
    assert "has a rota already: Plates" in refused.value.problems["team"]
    with pytest.raises(NotAllowed):
        rotas.remove(rota=kept, actor=cast.scientist, now=NOW)
    rotas.remove(rota=kept, actor=cast.administrator, now=NOW)
    assert not Rota.objects.exists()
    assert Event.objects.filter(verb="rota_changed").count() == 2
