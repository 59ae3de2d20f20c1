"""Laying the lists of a blind sweep together, on one page with one form; and closing it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from weirdness.confidence.blind_sweep import FEWEST_REVIEWERS
from weirdness.models import Issue, Sweep, SweepFind, SweepItem
from weirdness.services import sweep_closing, sweep_merging, sweep_people, sweeps
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.web.door import signed_in, typed, whole_number
from weirdness.web.sweep import visible

FEW = 60  # groups that a select per line can offer


@dataclass(frozen=True)
class Line:
    """One line, the letter of its list, and the number of the group that it goes to."""

    find: SweepFind
    letter: str
    wanted: str


@dataclass(frozen=True)
class Group:
    """One oddity as it stands: its lines, and known issues that it may be; what was chosen or typed of it."""

    item: SweepItem
    lines: list[Line]
    near: list[Issue]
    issue: str
    aside: str
    other: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def merge(request: HttpRequest, number: int) -> HttpResponse:
    sweep = visible(request.user, number)
    if not sweeps.may_run(sweep, request.user):
        raise PermissionDenied("Lists are laid together by whoever asked for the sweep, or triages its dataset.")
    if request.method == "POST":
        return _send(request, sweep)
    return _page(request, sweep) if sweep.state == Sweep.State.MERGING else redirect("sweep", number)


def _send(request: HttpRequest, sweep: Sweep) -> HttpResponse:
    try:
        kept = sweep_merging.arrange(
            sweep_id=sweep.pk, actor=request.user, now=timezone.now(),
            version=whole_number(request.POST, "version"), **_said(request, sweep),
        )  # fmt: skip
        if "close" not in request.POST:
            messages.success(request, "Saved. Nobody but you and those who triage sees it yet.")
            return redirect("sweep_merge", sweep.pk)
        sweep_closing.close(
            sweep_id=sweep.pk, actor=request.user, now=timezone.now(), version=kept.version,
            without_estimate=typed(request.POST, "close") == "without",
        )  # fmt: skip
    except Refused as refused:
        return _page(request, visible(request.user, sweep.pk), refused.problems, status=422)
    except Conflict as conflict:
        return _overtaken(request, sweep.pk, str(conflict))
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    return redirect("sweep", sweep.pk)


def _overtaken(request: HttpRequest, number: int, said: str) -> HttpResponse:
    """The lists as they stand now; when the sweep is over, its page."""
    newer = visible(request.user, number)
    if newer.state == Sweep.State.MERGING:
        return _page(request, newer, conflict=said, status=409)
    shown: dict[str, Any] = {"sweep": newer, "dataset": newer.dataset, "conflict": said}
    return render(request, "web/sweep_overtaken.html", shown, status=409)


def _said(request: HttpRequest, sweep: Sweep) -> dict[str, Any]:
    """What the form says of each line and each group that it held."""
    data = request.POST
    lines = {each.pk: whole_number(data, f"line-{each.pk}") for each in sweep_merging.handed_in(sweep)}
    numbers = SweepItem.objects.filter(sweep=sweep).values_list("number", flat=True)
    shown = [number for number in numbers if f"issue-{number}" in data]
    return {
        "groups": {pk: number for pk, number in lines.items() if number is not None},
        "issues": {number: _issue(request, number) for number in shown},
        "aside": {number: typed(data, f"aside-{number}") for number in shown},
    }


def _issue(request: HttpRequest, number: int) -> int | None:
    """The number that was chosen among those offered, or typed as another; -1: another, and no number of an issue."""
    chosen = typed(request.POST, f"issue-{number}")
    if chosen == "new":
        return None
    if chosen == "other":
        text = typed(request.POST, f"other-{number}").strip().lstrip("#")
        return int(text) if text.isdecimal() and len(text) < 10 else -1
    return int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None


def _page(
    request: HttpRequest,
    sweep: Sweep,
    problems: dict[str, str] | None = None,
    conflict: str = "",
    status: int = 200,
) -> HttpResponse:
    parts = sweep_people.parts(sweep)
    groups = _groups(request, sweep, parts, typed_back=bool(problems))
    done = sum(each.is_done for each in parts)
    shown = {
        "sweep": sweep,
        "dataset": sweep.dataset,
        "groups": groups,
        "few": len(groups) <= FEW,
        "lines": sum(len(each.lines) for each in groups),
        "done": done,
        "invited": len(parts),
        "left": sum(each.has_left for each in parts),
        "enough": done >= FEWEST_REVIEWERS,
        "fewest": FEWEST_REVIEWERS,
        "problems": problems or {},
        "conflict": conflict,
    }
    return render(request, "web/sweep_merge.html", shown, status=status)


def _groups(request: HttpRequest, sweep: Sweep, parts: list[sweep_people.Part], typed_back: bool) -> list[Group]:
    letters = _letters(sweep, parts)
    finds = [each for each in sweep_merging.handed_in(sweep) if each.item]
    near = Issue.objects.visible_to(request.user).filter(private=False)
    known = near.in_bulk([pk for each in finds for pk in each.near])
    items = SweepItem.objects.filter(sweep=sweep).select_related("issue").order_by("number")
    groups = []
    for item in items:
        own = [each for each in finds if each.item_id == item.pk]
        lines = [Line(each, letters[each.reviewer_id], _wanted(request, each, item, typed_back)) for each in own]
        offered = list(dict.fromkeys(pk for each in own for pk in each.near))
        said = _as_typed(request, item) if typed_back else _as_kept(item)
        groups.append(Group(item, lines, [known[pk] for pk in offered if pk in known and pk != item.issue_id], **said))
    return groups


def _wanted(request: HttpRequest, find: SweepFind, item: SweepItem, typed_back: bool) -> str:
    said = typed(request.POST, f"line-{find.pk}") if typed_back else ""
    return said or str(item.number)


def _letters(sweep: Sweep, parts: list[sweep_people.Part]) -> dict[int, str]:
    """A letter for each list instead of a name: who merges judges lines, not people."""
    shuffled = sorted(parts, key=lambda each: sha256(f"{sweep.pk}:{each.person.pk}".encode()).digest())
    return {review.pk: chr(65 + at) for at, each in enumerate(shuffled) for review in each.reviews}


def _as_kept(item: SweepItem) -> dict[str, str]:
    return {"issue": str(item.issue_id or "new"), "aside": item.set_aside, "other": ""}


def _as_typed(request: HttpRequest, item: SweepItem) -> dict[str, str]:
    names = {"issue": f"issue-{item.number}", "aside": f"aside-{item.number}", "other": f"other-{item.number}"}
    return {name: typed(request.POST, field) for name, field in names.items()}
