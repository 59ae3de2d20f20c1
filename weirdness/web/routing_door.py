"""What the pages of routing do at their door, and the fields that several of them read."""

from collections.abc import Mapping
from datetime import date, time
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date, parse_time

from weirdness.models import Person
from weirdness.services import administering
from weirdness.web.door import View, signed_in, typed, whole_number


def for_triagers(view: View) -> View:
    """Everybody who triages may look; what may be changed, and by whom, is the verbs' to say."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not administering.may_look(request.user):
            raise PermissionDenied("Who gets what is shown to those who triage. Ask an administrator to be one.")
        return view(request, *args, **kwargs)

    return signed_in(inner)


def for_administrators(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not administering.may_change(request.user):
            raise PermissionDenied("Rules, rotas and calendars are changed by administrators. Ask one of them.")
        return view(request, *args, **kwargs)

    return signed_in(inner)


def date_of(data: Mapping[str, Any], name: str) -> date | None:
    try:
        return parse_date(typed(data, name).strip())
    except ValueError:
        return None


def time_of(data: Mapping[str, Any], name: str) -> time | None:
    try:
        return parse_time(typed(data, name).strip())
    except ValueError:
        return None


def one_of(model: Any, data: Mapping[str, Any], name: str) -> Any:
    """The row whose number was chosen, or None."""
    number = whole_number(data, name)
    return model.objects.filter(pk=number).first() if number else None


def people() -> list[Person]:
    return list(Person.objects.filter(is_active=True).order_by("name")[:1000])
