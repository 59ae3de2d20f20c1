"""What every page knows."""

from django.conf import settings
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
    return known | {
        "waiting_count": lambda: _waiting(person),
        "unregistered_count": lambda: Flag.objects.to_register().count() if person.is_staff else 0,
        "administers": lambda: person.is_superuser or Source.objects.administered_by(person).exists(),
    }


def _waiting(person: Person) -> str:
    """How many issues wait for this person, as the queue counts them; "" for none."""
    issues = Issue.objects.to_judge(person).waiting().awake(timezone.now())
    count = counting.capped(issues)
    return counting.said(count) if count else ""
