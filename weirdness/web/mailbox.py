"""The demo's mailbox: the letters that its people got. Outside the demo there is no such page."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from weirdness.models import Person as PersonModel
from weirdness.web import letters
from weirdness.web.door import PAGE, signed_in, whole_number

Person = get_user_model()


@require_safe
@signed_in
def mailbox(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@require_safe
@signed_in
@csp_update({"frame-src": [SELF]})
def letter(request: HttpRequest, letter_key: str) -> HttpResponse:
    return _page(request, letter_key)


@require_safe
@signed_in
@xframe_options_sameorigin
@csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "frame-ancestors": [SELF],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def html(request: HttpRequest, letter_key: str) -> HttpResponse:
    """The letter's HTML alone, shut in: no script, nothing fetched. Its links open in a new tab."""
    found = _find(_box(_whose(request)), letter_key)
    return HttpResponse(f'<!doctype html><base target="_blank">{found.html}')


def _page(request: HttpRequest, key: str | None) -> HttpResponse:
    whose = _whose(request)
    box = _box(whose)
    facts = {
        "whose": whose,
        "letters": box[:PAGE],
        "open": _find(box, key) if key else None,
        "people": Person.objects.filter(is_demo=True, is_active=True).select_related("viewpoint"),
    }
    return render(request, "web/mailbox.html", facts)


def _whose(request: HttpRequest) -> PersonModel:
    """The person who is logged in, or anybody of the demo's cast."""
    if not (settings.DEMO and settings.DEMO_MAILBOX):
        raise Http404
    wanted = whole_number(request.GET, "person")
    return get_object_or_404(Person, pk=wanted, is_demo=True) if wanted else request.user


def _box(whose: PersonModel) -> list[letters.Letter]:
    return letters.of(settings.DEMO_MAILBOX, whose.email)


def _find(box: list[letters.Letter], key: str) -> letters.Letter:
    found = next((each for each in box if each.key == key), None)
    if found is None:
        raise Http404
    return found
