"""The page of one blind sweep: my own list while it is written, how it stands, and what it found."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weirdness.models import Category, Person, Sweep
from weirdness.models.issue_words import MetadataField
from weirdness.services import sweep_lists, sweep_people, sweeps
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.reports import LONGEST
from weirdness.web import sweep_result
from weirdness.web.door import carry_out, signed_in, typed
from weirdness.web.flag_draft import Draft
from weirdness.web.sweep_kept import kept


def visible(person: Person, number: int) -> Sweep:
    seen = Sweep.objects.visible_to(person).select_related("dataset__triage_team", "asked_by")
    found: Sweep = get_object_or_404(seen, pk=number)
    return found


@require_safe
@signed_in
def sweep(request: HttpRequest, number: int) -> HttpResponse:
    found = visible(request.user, number)
    draft = kept(request, found)
    return page(request, found, draft=draft, is_back=draft is not None)


def page(
    request: HttpRequest,
    sweep: Sweep,
    *,
    draft: Draft | None = None,
    line: int | None = None,
    problems: dict[str, str] | None = None,
    conflict: str = "",
    is_back: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`line`: the number of the line that the form changes; None: it adds one."""
    shown = facts(sweep, request.user) | {"problems": problems or {}, "conflict": conflict, "is_back": is_back}
    shown |= {"draft": draft or Draft(dataset=sweep.dataset.key), "line": line}
    if shown["writes"]:
        shown |= {"categories": Category.objects.all(), "fields": MetadataField.choices, "longest": LONGEST}
        shown |= {"columns": sweep.dataset.columns.all()}
    return render(request, "web/sweep.html", shown, status=status)


def facts(sweep: Sweep, person: Person) -> dict[str, Any]:
    """`mine`: this person's part; `lines`: of their list alone. What others wrote is in `result` once it is closed."""
    parts = sweep_people.parts(sweep)
    mine = next((each for each in parts if each.person.pk == person.pk), None)
    is_open = sweep.state == Sweep.State.OPEN and sweep.deadline > timezone.now()
    return {
        "sweep": sweep,
        "dataset": sweep.dataset,
        "mine": mine,
        "lines": sweep_lists.mine(sweep, person) if mine else [],
        "is_open": is_open,
        "writes": bool(mine and mine.is_awaited and is_open),
        "runs": sweeps.may_run(sweep, person),
        "is_running": sweep.state in sweeps.RUNNING,
        "invited": len(parts),
        "done": sum(each.is_done for each in parts),
        "left": sum(each.has_left for each in parts),
        "result": sweep_result.shown(sweep, person) if sweep.state == Sweep.State.CLOSED else None,
    }


@require_POST
@signed_in
def hand_in(request: HttpRequest, number: int) -> HttpResponse:
    """Hands in my list; `back` takes it back."""
    found = visible(request.user, number)
    verb = sweep_lists.take_back if "back" in request.POST else sweep_lists.hand_in
    done = "Your list is yours to change again." if "back" in request.POST else "Thank you: your list is in."
    carry_out(request, lambda: verb(sweep_id=found.pk, person=request.user, now=timezone.now()), done=done)
    return redirect("sweep", number)


@require_POST
@signed_in
def call_off(request: HttpRequest, number: int) -> HttpResponse:
    found = visible(request.user, number)
    reason = typed(request.POST, "reason")
    try:
        sweeps.call_off(sweep_id=found.pk, actor=request.user, reason=reason, now=timezone.now())
    except Refused as refused:
        return page(request, found, problems=refused.problems, status=422)
    except Conflict as conflict:
        return page(request, visible(request.user, number), conflict=str(conflict), status=409)
    except NotAllowed as no:
        return page(request, found, conflict=str(no), status=403)
    return redirect("sweep", number)
