"""Saved views: a name for the filters of the queue, for oneself or for one's team."""

from django.db import IntegrityError, transaction

from weirdness.models import Person, SavedView, Team
from weirdness.services.errors import NotAllowed, Refused

NAME, QUERY, MOST = 60, 1000, 50


def keep(*, actor: Person, name: str, query: str, team: Team | None = None) -> SavedView:
    """Keeps the filters under a name; the same name again replaces one's own view of that name."""
    name = _named(name)
    if len(query) > QUERY:
        raise Refused(name="These filters are too long to keep. Shorten the words you look for.")
    if team is not None and not team.members.filter(pk=actor.pk).exists():
        raise NotAllowed(f"Views of {team.name} are saved by its members.")
    mine = SavedView.objects.filter(person=actor)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise Refused(name=f"You have {MOST} saved views. Remove one that you don't use first.")
    found, _ = SavedView.objects.update_or_create(person=actor, name=name, defaults={"query": query, "team": team})
    return found


def rename(*, view_id: int, actor: Person, name: str) -> SavedView:
    view = _own(view_id, actor, "renamed")
    view.name = _named(name)
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError as taken:
        raise Refused(name=f"You have a view named {view.name} already. Choose another name.") from taken
    return view


def remove(*, view_id: int, actor: Person) -> str:
    """Returns the name of what is gone."""
    view = _own(view_id, actor, "removed")
    view.delete()
    return view.name


def _own(view_id: int, actor: Person, done: str) -> SavedView:
    view = SavedView.objects.select_related("person").filter(pk=view_id).first()
    if view is None:
        raise Refused(name="This view is gone already.")
    if view.person_id != actor.pk:
        raise NotAllowed(f"This view is {done} by {view.person.name}, who saved it.")
    return view


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused(name="Give the view a name, such as “Critical ones of mine”.")
    if len(name) > NAME:
        raise Refused(name=f"A name has {NAME} characters at most.")
    return name
