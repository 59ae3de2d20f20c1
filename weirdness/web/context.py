"""What every page knows."""

from functools import cache

from django.conf import settings
from django.db.models import Exists
from django.http import HttpRequest
from django.utils import timezone

from weirdness.models import Flag, Issue, Person, Source
from weirdness.web import counting


def everywhere(request: HttpRequest) -> dict[str, object]:
    """`demo`, `has_mailbox`; asked only where shown: `waiting_count`, `unregistered_count`, `administers` (sources)."""
    known: dict[str, object] = {"demo": settings.DEMO, "has_mailbox": settings.DEMO and bool(settings.DEMO_MAILBOX)}
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return known
    top = cache(lambda: _top(person))
    return known | {
        "waiting_count": lambda: top()[0],
        "unregistered_count": lambda: Flag.objects.to_register().count() if person.is_staff else 0,
        "administers": lambda: person.is_superuser or top()[1],
    }


def _top(person: Person) -> tuple[str, bool]:
    """How many issues wait for this person, as the queue counts them, "" for none; whether they administer a source."""
    issues = Issue.objects.to_judge(person).waiting().awake(timezone.now())
    asked = counting.many(issues), Exists(Source.objects.administered_by(person))
    count, administers = Person.objects.filter(pk=person.pk).values_list(*asked).get()
    return counting.said(count) if count else "", administers
