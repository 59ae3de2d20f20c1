"""Rotas: who is on duty, and keeping them. A hand-over is at the same hour of its zone in summer and winter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.text import slugify

from weirdness.models import Person, Rota, RotaPlace, Rule, Team
from weirdness.routing.turns import Turn, turn_at
from weirdness.services import absences, administering, events, teams
from weirdness.services.errors import Refused

KEPT_BY = "Rotas are kept by administrators."


@dataclass(frozen=True)
class Duty:
    """`who`: a person, or the whole team when nobody of the rota is there. `steps`: how it came to that, in words."""

    who: Person | Team
    steps: tuple[str, ...]
    turn: Turn | None


def turn(rota: Rota, now: datetime) -> Turn | None:
    return turn_at(now, begins=rota.begins_at, days=rota.turn_days, zone=ZoneInfo(rota.time_zone))


def of_team(team_id: int) -> Rota | None:
    return Rota.objects.filter(team=team_id).select_related("team").first()


def all_on_duty(now: datetime) -> list[tuple[Rota, Duty, list[Person]]]:
    """Every rota with who is on duty and its people in their order; as few questions for many as for one."""
    kept = Rota.objects.select_related("team")
    listed = list(kept.prefetch_related(Prefetch("places", RotaPlace.objects.select_related("person"))))
    turns = [(rota, [place.person for place in rota.places.all()]) for rota in listed]
    look = absences.standings(now, [person for _, people in turns for person in people])
    return [(rota, _on_duty(rota, people, now, look), people) for rota, people in turns]


def on_duty(rota: Rota, now: datetime) -> Duty:
    """Whose turn it is, or their cover, or the next in the turn who is there, or the team."""
    return _on_duty(rota, _in_turn(rota), now, None)


def _on_duty(rota: Rota, people: list[Person], now: datetime, look: absences.Standings | None) -> Duty:
    current = turn(rota, now)
    if current is None or not people:
        why = "has not begun yet" if people else "has nobody in it"
        return Duty(rota.team, (f"the rota {rota.name} {why}, so all of {rota.team} have it",), current)
    first = current.place(len(people))
    steps: list[str] = []
    for person in people[first:] + people[:first]:
        found, passed = absences.there(person, now, look)
        steps += passed
        if found:
            return Duty(found, (*steps, f"{found.name} is on duty in {rota.name}"), current)
    return Duty(rota.team, (*steps, f"nobody of {rota.name} is there, so all of {rota.team} have it"), current)


def _in_turn(rota: Rota) -> list[Person]:
    return [place.person for place in rota.places.select_related("person")]


@dataclass(frozen=True)
class Draft:
    """`people` in the order of their turns; `first_day` and `hour`, the hand-over's, on the clock of its own zone."""

    name: str
    team: Team | None
    people: Sequence[Person]
    first_day: date | None
    hour: time | None
    turn_days: int | None
    time_zone: str


@transaction.atomic
def keep(*, actor: Person, now: datetime, draft: Draft, rota: Rota | None = None) -> Rota:
    """A new rota, or a change of one."""
    administering.guard(actor, KEPT_BY)
    kept = rota or Rota(slug=administering.free_slug(slugify(draft.name)[:40] or "rota", Rota.objects.all()))
    problems = _problems(draft, rota)
    if problems or draft.team is None or draft.first_day is None or draft.hour is None or draft.turn_days is None:
        raise Refused(**problems)
    kept.name, kept.team, kept.time_zone = draft.name.strip(), draft.team, draft.time_zone
    kept.turn_days = draft.turn_days
    kept.begins_at = datetime.combine(draft.first_day, draft.hour, ZoneInfo(draft.time_zone))
    kept.save()
    kept.places.all().delete()
    RotaPlace.objects.bulk_create(
        RotaPlace(rota=kept, position=number, person=each) for number, each in enumerate(draft.people, start=1)
    )
    said = ", ".join(each.name for each in draft.people)
    events.record(verb="rota_changed", actor=actor, now=now, after=kept.name[:40], reason=said, data={"rota": kept.pk})
    return kept


def _problems(draft: Draft, rota: Rota | None) -> dict[str, str]:
    others = Rota.objects.exclude(pk=rota.pk) if rota else Rota.objects.all()
    problems = {"name": administering.name_problem(draft.name, others, "rota")} | _team_problems(draft, others)
    if draft.first_day is None:
        problems["first_day"] = "On which day does the first turn begin?"
    if draft.hour is None:
        problems["hour"] = "At which hour is it handed over? Such as 09:00."
    if draft.turn_days is None or not 1 <= draft.turn_days <= 366:
        problems["turn_days"] = "How many days does a turn last? A number from 1 to 366; 7 is a week."
    if draft.time_zone not in available_timezones():
        problems["time_zone"] = "There is no such time zone. Write one such as Europe/Berlin or UTC."
    return {field: text for field, text in problems.items() if text}


def _team_problems(draft: Draft, others: QuerySet[Rota]) -> dict[str, str]:
    if draft.team is None:
        return {"team": "Whose rota is it? Choose a team."}
    if taken := others.filter(team=draft.team).first():
        return {"team": f"{draft.team.name} has a rota already: {taken.name}. Change that one."}
    belonging = {each.pk for each in teams.members(draft.team)}
    if strangers := [each.name for each in draft.people if each.pk not in belonging]:
        return {"people": f"{', '.join(strangers)}: not of {draft.team.name}. Choose among its members."}
    if not draft.people:
        return {"people": f"Who takes turns? Number the members of {draft.team.name}: 1 begins."}
    return {}


@transaction.atomic
def remove(*, rota: Rota, actor: Person, now: datetime) -> None:
    administering.guard(actor, KEPT_BY)
    if rule := Rule.objects.filter(rota=rota).first():
        raise Refused(rota=f"The rule “{rule.name}” sends to this rota. Change that rule first.")
    events.record(verb="rota_changed", actor=actor, now=now, after=rota.name[:40], reason="removed")
    rota.delete()
