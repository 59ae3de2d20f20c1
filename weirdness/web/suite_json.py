"""A suite as Great Expectations' JSON: edited by hand, and taken away as a file."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from weirdness.models import Suite
from weirdness.services import suite_text, suites
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.suites import save as save_suite
from weirdness.web import suite_facts as facts
from weirdness.web.door import signed_in, typed, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def by_hand(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Refused in words, and what was typed stays; who was overtaken may look, and save on top."""
    found = facts.suite_of(request, key, number)
    if request.method != "POST":
        return _page(request, found, suite_text.write(found.document))
    text, note = typed(request.POST, "document"), typed(request.POST, "note").strip()
    try:
        save_suite(
            dataset=found.dataset,
            document=suite_text.read(text),
            now=timezone.now(),
            actor=request.user,
            suite=found,
            version=facts.seen(request),
            note=note,
        )
    except NotAllowed as no:
        raise facts.refused(no) from no
    except Refused as refused:
        return _page(request, found, text, note, problems=refused.problems, status=422)
    except Conflict as conflict:
        found.refresh_from_db()
        return _page(request, found, text, note, conflict=str(conflict), status=409)
    return redirect("suite", found.dataset.key, found.pk)


def _page(
    request: HttpRequest,
    found: Suite,
    text: str,
    note: str = "",
    *,
    problems: dict[str, str] | None = None,
    conflict: str = "",
    status: int = 200,
) -> HttpResponse:
    version = found.version if conflict or request.method != "POST" else whole_number(request.POST, "version")
    shown = {
        "dataset": found.dataset,
        "suite": found,
        "text": text,
        "note": note,
        "version": version,
        "problems": problems or {},
        "conflict": conflict,
        "may_edit": suites.may_save(found.dataset, request.user),
        "tab": "json",
    }
    return render(request, "web/suite_json.html", shown, status=status)


@require_safe
@signed_in
def export(request: HttpRequest, key: str, number: int) -> HttpResponse:
    found = facts.suite_of(request, key, number)
    name = re.sub(r"[^a-z0-9]+", "-", f"{found.dataset.key} {found.name}".lower()).strip("-")
    file = HttpResponse(suite_text.write(found.document), content_type="application/json; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return file
