"""The lines of my own list in a blind sweep: adding, changing, removing."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from weirdness.models import Sweep, SweepFind
from weirdness.services import sweep_lists
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.web import flag_draft, sweep_kept
from weirdness.web.door import signed_in
from weirdness.web.flag_draft import Draft
from weirdness.web.sweep import page, visible


@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return sweep_kept.log_in_first(request, number)
    return _send(request, visible(request.user, number), None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def line(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """GET: my list with this line in the form. POST: changed, or with `remove` gone."""
    sweep = visible(request.user, number)
    find = next((each for each in sweep_lists.mine(sweep, request.user) if each.pk == line), None)
    if find is None:
        raise Http404
    if request.method != "POST":
        return page(request, sweep, draft=_draft(find), line=line)
    return _send(request, sweep, line)


def _send(request: HttpRequest, sweep: Sweep, line: int | None) -> HttpResponse:
    draft = replace(flag_draft.from_form(request.POST), dataset=sweep.dataset.key)
    try:
        said = _done(request, sweep, line, draft)
    except Refused as refused:
        return page(request, sweep, draft=draft, line=line, problems=refused.problems, status=422)
    except Conflict as conflict:
        return page(request, visible(request.user, sweep.pk), draft=draft, conflict=str(conflict), status=409)
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    messages.success(request, said)
    return redirect("sweep", sweep.pk)


def _done(request: HttpRequest, sweep: Sweep, line: int | None, draft: Draft) -> str:
    now, person = timezone.now(), request.user
    if line is None:
        sweep_lists.add(sweep_id=sweep.pk, person=person, report=draft.report(), now=now)
        return "On your list. Nobody else sees it yet."
    if "remove" in request.POST:
        sweep_lists.remove(find_id=line, person=person, now=now)
        return "Removed from your list."
    sweep_lists.change(find_id=line, person=person, report=draft.report(), now=now)
    return "Changed."


def _draft(find: SweepFind) -> Draft:
    return Draft(
        category=find.category.slug,
        sentence=find.sentence,
        column=find.column,
        field=find.metadata_field,
        rows=find.rows_as_typed,
    )
