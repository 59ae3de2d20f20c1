"""What every page does at its door: who is there, what was typed, and which dataset is meant."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from weirdness.models import Dataset
from weirdness.services.errors import Conflict, NotAllowed, Refused

View = Callable[..., HttpResponse]
PAGE, MOST = 100, 1000


class NoSuchDataset(Http404):
    """Unknown, or not this person's to see: the page says the same for both, and offers the flag form."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Renamed(Exception):
    """A page was asked for by a key that its dataset had once: it is below the present one."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(old)
        self.old, self.new = old, new

    def address(self, asked: str) -> str:
        return asked.replace(f"/{self.old}/", f"/{self.new}/", 1)


def signed_in(view: View) -> View:
    """Sends who is not logged in to the log-in page, and back to where they were.

    What is looked up about a person is kept until the answer is there (Person.once).
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            request.user.kept = {}
            try:
                return view(request, *args, **kwargs)
            except Renamed as renamed:
                # For now (302): a browser that kept it for ever would go in circles once a key is given back.
                return redirect(renamed.address(request.get_full_path()))
        return to_log_in(request, came_from(request))

    return inner


def to_log_in(request: HttpRequest, onward: str) -> HttpResponse:
    response = redirect_to_login(onward)
    return HttpResponseClientRedirect(response.url) if request.htmx else response


def came_from(request: HttpRequest) -> str:
    """The page to return to: this one, or for a POST the page whose form was sent."""
    if request.method in ("GET", "HEAD") and not request.htmx:
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def typed(data: Mapping[str, Any], name: str) -> str:
    """A text as it was typed; PostgreSQL keeps no NUL, so none is passed on."""
    return str(data.get(name, "")).replace("\x00", "").replace("\r\n", "\n")


def whole_number(data: Mapping[str, Any], name: str) -> int | None:
    text = typed(data, name)
    return int(text) if text.isdecimal() and len(text) < 10 else None


def how_many(request: HttpRequest) -> int:
    """How many rows a list shows: a hundred, and a hundred more each time somebody asks."""
    return min(max(whole_number(request.GET, "show") or PAGE, PAGE), MOST)


def dataset_of(request: HttpRequest, key: str) -> Dataset:
    """The dataset that this person may see, with its people; else NoSuchDataset. Raises Renamed for an old address."""
    key = key.replace("\x00", "")
    found = Dataset.objects.visible_to(request.user).named(key)
    dataset = found.select_related("source", "owner", "owner_team", "steward", "triage_team").first()
    if dataset is None:
        raise NoSuchDataset(key)
    if dataset.key != key.lower() and request.method in ("GET", "HEAD") and f"/{key}/" in request.path:
        raise Renamed(key, dataset.key)
    return dataset


def carry_out(request: HttpRequest, verb: Callable[[], object], *, done: str) -> None:
    """Does what a button asks for and says `done`, or why not; who may not gets the page that says so."""
    try:
        verb()
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    except Refused as refused:
        messages.error(request, str(refused))
    except Conflict as conflict:
        messages.info(request, str(conflict))
    else:
        messages.success(request, done)
