"""Building an expectation from words: choose a kind, fill in its fields, see what it finds, save."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from weirdness.models import Suite
from weirdness.services import reviews, suite_parts
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.suite_changes import changes, told
from weirdness.services.suites import save as save_suite
from weirdness.web import expectation_kinds as kinds
from weirdness.web import suite_facts as facts
from weirdness.web.door import signed_in, typed

GONE = "Somebody changed or removed this expectation in the meantime. Look at the suite as it is now."


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def expectations(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """GET: the kinds to choose from. POST `do` with `mark`: up, down, remove, live or keep one of the suite."""
    found = facts.suite_of(request, key, number)
    facts.must_edit(request, found)
    if request.method == "POST":
        return _act(request, found)
    columns, chosen = list(found.dataset.columns.all()), typed(request.GET, "column")
    column = next((each for each in columns if each.name == chosen), None)
    words = typed(request.GET, "q")
    groups = kinds.offers(column, words)
    fit = {group: [each for each in offers if each.fits] for group, offers in groups.items()}
    shown = {
        "dataset": found.dataset,
        "suite": found,
        "columns": columns,
        "column": column,
        "words": words,
        "groups": {group: offers for group, offers in fit.items() if offers},
        "unfit": [each for offers in groups.values() for each in offers if not each.fits],
    }
    return render(request, "web/expectation_kinds.html", shown)


def _act(request: HttpRequest, found: Suite) -> HttpResponse:
    do, wanted = typed(request.POST, "do"), typed(request.POST, "mark")
    page = reverse("suite", args=[found.dataset.key, found.pk])
    at = suite_parts.position_of(found.document, wanted)
    if at is None:
        messages.error(request, GONE)
        return redirect(page)
    version = facts.seen(request)
    try:
        saved = _do(do, found, at, version, request)
    except NotAllowed as no:
        raise facts.refused(no) from no
    except (Conflict, Refused) as no:
        messages.error(request, str(no))
        return redirect(page)
    if do == "remove":
        messages.success(request, f"Removed. Version {saved.version - 1} still has it: see Versions to go back.")
    return redirect(page if do == "remove" else f"{page}#e{wanted}")


def _do(do: str, found: Suite, at: int, version: int, request: HttpRequest) -> Suite:
    now, old = timezone.now(), found.document
    if do == "keep":
        return reviews.back_to_live(suite=found, at=at, version=version, actor=request.user, now=now)
    changed: dict[str, Any] | None = {
        "up": lambda: suite_parts.moved(old, at, -1),
        "down": lambda: suite_parts.moved(old, at, 1),
        "remove": lambda: suite_parts.removed(old, at),
        "live": lambda: suite_parts.replaced(old, at, suite_parts.staged(old["expectations"][at], "live")),
    }.get(do, lambda: None)()
    if changed is None:
        raise Http404
    return keep(found, changed, version, request)


def keep(found: Suite, document: dict[str, Any], version: int, request: HttpRequest, note: str = "") -> Suite:
    """The next version of a suite; without a note it says itself what changed."""
    return save_suite(
        dataset=found.dataset,
        document=document,
        suite=found,
        version=version,
        actor=request.user,
        now=timezone.now(),
        note=note or told(changes(found.document, document)),
    )
