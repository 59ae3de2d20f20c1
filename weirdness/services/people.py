"""People, teams and what they may do."""

from datetime import datetime

from django.db import transaction
from knox.models import AuthToken

from weirdness.models import Dataset, Grant, Level, Membership, Person, Source, Team, Viewpoint
from weirdness.services import events
from weirdness.services.errors import Refused


@transaction.atomic
def join(
    *,
    email: str,
    name: str,
    viewpoint: str,
    now: datetime,
    password: str | None = None,
    administrator: bool = False,
    is_demo: bool = False,
) -> Person:
    """A person joins, with one viewpoint (its slug). Without a password nobody can log in as them by form."""
    if Person.objects.filter(email=email.strip().lower()).exists():
        raise Refused(email=f"{email} has an account already.")
    place = Viewpoint.objects.filter(slug=viewpoint).first()
    if place is None:
        raise Refused(viewpoint=f"There is no viewpoint {viewpoint}. Choose one of: {_viewpoints()}.")
    person = Person.objects.create_user(
        email=email,
        password=password,
        name=name,
        viewpoint=place,
        joined_at=now,
        is_staff=administrator,
        is_superuser=administrator,
        is_demo=is_demo,
    )
    events.record(verb="administrator_made" if administrator else "person_joined", now=now, data={"person": person.pk})
    return person


def _viewpoints() -> str:
    return ", ".join(Viewpoint.objects.values_list("slug", flat=True))


@transaction.atomic
def form_team(*, slug: str, name: str, members: list[Person], lead: Person | None = None) -> Team:
    team = Team.objects.create(slug=slug, name=name)
    Membership.objects.bulk_create(Membership(team=team, person=each, leads=each == lead) for each in members)
    return team


@transaction.atomic
def grant(*, actor: Person, to: Person | Team, on: Dataset | Source, level: Level, now: datetime) -> Grant:
    """Gives a person or a team a rung on a dataset, or on all datasets of a source."""
    who = {"person": to} if isinstance(to, Person) else {"team": to}
    what = {"dataset": on} if isinstance(on, Dataset) else {"source": on}
    given, _ = Grant.objects.update_or_create(**who, **what, defaults={"level": level})
    events.record(
        verb="granted",
        actor=actor,
        now=now,
        dataset=on if isinstance(on, Dataset) else None,
        after=f"{to}: {level.label}"[:40],
    )
    return given


def give_token(*, person: Person) -> tuple[AuthToken, str]:
    """A token for the API, kept hashed: the second of the pair is shown once."""
    kept, token = AuthToken.objects.create(user=person)
    return kept, token
