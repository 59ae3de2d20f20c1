"""Who gets what in the demo: two rules, a calendar, and a rota of the data scientists, kept since the first day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from weirdness.demo.people import FLIGHT_OPERATIONS, SCIENTISTS, Company
from weirdness.models import Rota
from weirdness.services import calendars, clocks, handing_over, rotas, rules

ZONE = "America/New_York"
IN_TURN = ("mateo", "jiwoo", "priya")


def arrange(*, company: Company, now: datetime) -> None:
    """Samira, who administers, arranges it before the first flag."""
    samira, scientists = company.people["samira"], company.teams[SCIENTISTS]
    week = calendars.Draft("New York", ZONE, ("09:00-17:00",) * 5 + ("", ""), country="US", is_default=True)
    both = [scientists, company.teams[FLIGHT_OPERATIONS]]
    calendars.keep(actor=samira, now=now, draft=week, of_teams=both)
    _rota(company, now)
    for draft in (
        rules.Draft(
            "What the penguins are called",
            "steward",
            {"dataset": ["penguins/*"], "category": ["wrong-label", "wrong-description"]},
        ),
        rules.Draft("A decision waits for it", "person", {"blocks": ["yes"]}, person=company.people["priya"]),
    ):
        rules.keep(actor=samira, now=now, draft=draft)


def _rota(company: Company, now: datetime) -> Rota:
    """Weekly, handed over on Mondays at nine."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    draft = rotas.Draft(
        name="Data scientists on duty",
        team=company.teams[SCIENTISTS],
        people=[company.people[name] for name in IN_TURN],
        first_day=today - timedelta(days=today.weekday()),
        hour=time(9),
        turn_days=7,
        time_zone=ZONE,
    )
    return rotas.keep(actor=company.people["samira"], now=now, draft=draft)


def pass_time(*, now: datetime) -> None:
    """What the clock would have done by then: marks, reminders, hand-overs."""
    handing_over.tick(now=now)
    clocks.tick(now=now)
