"""The versions of a suite: who saved what and why, what it changed, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from weirdness.services import suites
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.web import suite_facts as facts
from weirdness.web.door import how_many, signed_in, typed, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def versions(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """POST `to`: back to that version, as a new one."""
    found = facts.suite_of(request, key, number)
    if request.method == "POST":
        return _back(request, found)
    most = how_many(request)
    shown = facts.versions(found, most + 1)
    return render(
        request,
        "web/suite_versions.html",
        {
            "dataset": found.dataset,
            "suite": found,
            "versions": shown[:most],
            "more": most + 100 if len(shown) > most else None,
            "may_edit": suites.may_save(found.dataset, request.user),
            "tab": "versions",
        },
    )


def _back(request: HttpRequest, found: facts.Suite) -> HttpResponse:
    to = whole_number(request.POST, "to")
    if not found.versions.filter(number=to).exists():
        raise Http404
    now, version = timezone.now(), facts.seen(request)
    try:
        saved = suites.go_back(suite=found, number=to or 0, version=version, actor=request.user, now=now)
    except NotAllowed as no:
        raise facts.refused(no) from no
    except (Conflict, Refused) as no:
        messages.error(request, str(no))
        return redirect("suite_versions", found.dataset.key, found.pk)
    messages.success(request, f"Version {saved.version} says what version {typed(request.POST, 'to')} said.")
    return redirect("suite", found.dataset.key, found.pk)
