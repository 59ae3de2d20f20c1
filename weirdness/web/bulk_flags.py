"""Many flags at once: a sheet is pasted or uploaded, looked at line by line, and then sent as a whole or not at all."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID, uuid4

from defusedcsv import csv
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from weirdness.models import Category, Flag
from weirdness.services import flag_sheet, flags_at_once
from weirdness.services.errors import Refused
from weirdness.services.flag_sheet import Line
from weirdness.services.flags_at_once import COMPARED, Checked, SentOtherwise, Wanted
from weirdness.web import uploads
from weirdness.web.door import signed_in, typed, whole_number

OLDER = "These lines are not the ones that were looked at. Look again at what would be sent, then send it."


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def many(request: HttpRequest) -> HttpResponse:
    """GET: where to paste. POST: what would become of each line; with `send`: all of them are sent, or none."""
    if request.method != "POST":
        return _page(request, "")
    sheet, asked = typed(request.POST, "sheet"), "send" in request.POST
    try:
        sheet = _uploaded(request) or sheet
        lines = flag_sheet.read(sheet)
    except Refused as refused:
        return _page(request, sheet, problems=refused.problems, status=422)
    is_as_seen = typed(request.POST, "seen") == _mark(sheet)
    if asked and is_as_seen:
        return _send(request, sheet, lines)
    problems = {"sheet": OLDER} if asked else {}
    return _page(request, sheet, _looked_at(request, lines), problems, status=422 if problems else 200)


@require_safe
@signed_in
def template(request: HttpRequest) -> HttpResponse:
    """A sheet with the head and one line, to fill in."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="flags.csv"'
    csv.writer(response).writerows(flag_sheet.template())
    return response


def _send(request: HttpRequest, sheet: str, lines: Sequence[Line]) -> HttpResponse:
    checked = flags_at_once.check(person=request.user, lines=lines, compare=False)
    if any(each.problems for each in checked):
        return _page(request, sheet, _looked_at(request, lines), status=422)
    wanted = [Wanted(each.line.report, whole_number(request.POST, f"same-{each.line.number}")) for each in checked]
    try:
        sent = flags_at_once.send(
            person=request.user, wanted=wanted, submission=_submission(request), now=timezone.now()
        )
    except SentOtherwise as other:
        return _page(request, sheet, _looked_at(request, lines), {"sheet": str(other)}, status=409)
    except Refused as refused:
        checked = _looked_at(request, lines)
        for name, problem in refused.problems.items():
            _, at, what = name.split(".")
            checked[int(at)].problems[what] = problem
        return _page(request, sheet, checked, status=422)
    messages.success(request, _told(sent))
    return redirect("me")


def _told(sent: Sequence[Flag]) -> str:
    new = sum(each.kind == Flag.Kind.REPORT for each in sent)
    same = len(sent) - new
    told = [f"{new} {'flag is' if new == 1 else 'flags are'} sent."] if new else []
    told += [f"{same} {'line is' if same == 1 else 'lines are'} counted as “same here”."] if same else []
    return " ".join(told)


def _looked_at(request: HttpRequest, lines: Sequence[Line]) -> list[Checked]:
    """Each line with its problems, its look-alikes, and what was chosen among them; nothing is chosen for anybody."""
    checked = flags_at_once.check(person=request.user, lines=lines)
    for each in checked:
        number = whole_number(request.POST, f"same-{each.line.number}")
        each.same = number if number in {near.issue.pk for near in each.near} else None
    return checked


def _uploaded(request: HttpRequest) -> str:
    """The text of the file, "" when none was chosen."""
    file = uploads.uploaded(request, "file")
    if file is None:
        return ""
    content = b"\0" * (flag_sheet.BYTES + 1) if file.too_large else file.content
    return flag_sheet.decode(content).replace("\r\n", "\n")


def _page(
    request: HttpRequest,
    sheet: str,
    lines: Sequence[Checked] = (),
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "sheet": sheet,
        "lines": lines,
        "wrong": sum(bool(each.problems) for each in lines),
        "problems": problems or {},
        "seen": _mark(sheet),
        "submission": _submission(request) if typed(request.POST, "seen") == _mark(sheet) else uuid4(),
        "names": flag_sheet.NAMES,
        "most": flag_sheet.LINES,
        "compared": COMPARED,
        "categories": Category.objects.all(),
    }
    return render(request, "web/flag_many.html", facts, status=status)


def _mark(sheet: str) -> str:
    return sha256(sheet.strip().encode("utf-8", "replace")).hexdigest()


def _submission(request: HttpRequest) -> UUID:
    try:
        return UUID(typed(request.POST, "submission"))
    except ValueError:
        return uuid4()
