"""Announcing that the data became others, starting to count anew, and taking a mistake back."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from weirdness.models import Dataset, Era
from weirdness.services import era_effect, eras
from weirdness.services.errors import Conflict, Refused
from weirdness.web.door import carry_out, dataset_of, signed_in, typed

NO_DAY = "This is no day. Write it as year, month, day: 2026-03-14."


@dataclass
class Sheet:
    """What was typed, with a problem per field."""

    cause: str = ""
    reason: str = ""
    day: str = ""
    anew: bool = False
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def date(self) -> date | None:
        try:
            return parse_date(self.day)
        except ValueError:  # the 31st of February
            return None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def era(request: HttpRequest, key: str) -> HttpResponse:
    """First what it would do, in words; then the button that does it."""
    dataset, now = dataset_of(request, key), timezone.now()
    sheet = _sheet(request)
    if not eras.may_announce(dataset, request.user) or (sheet.anew and not eras.may_reset(dataset, request.user)):
        raise PermissionDenied(
            f"Saying that counting starts anew needs the permission “triage” on {dataset.key}, and without a change "
            f"of the data “own”. Its owner is {dataset.accountable}."
        )
    if request.method != "POST":
        return _draw(request, dataset, sheet)
    starts = _starts(dataset, sheet, now)
    if starts is None:
        return _draw(request, dataset, sheet, status=422)
    if "do" not in request.POST:
        return _draw(request, dataset, sheet, era_effect.effect(dataset=dataset, starts=starts, now=now))
    return _do(request, dataset, sheet, now)


def _sheet(request: HttpRequest) -> Sheet:
    said = request.POST if request.method == "POST" else request.GET
    return Sheet(
        cause=typed(said, "cause"),
        reason=typed(said, "reason"),
        day=typed(said, "day").strip(),
        anew=typed(said, "anew") == "yes",
    )


def _starts(dataset: Dataset, sheet: Sheet, now: datetime) -> datetime | None:
    """None when something is wrong, which the sheet then says."""
    if sheet.anew:
        sheet.problems = eras.wrong_reason(sheet.reason, "Say why what people found so far should count no more.")
        return None if sheet.problems else now
    if sheet.day and sheet.date is None:
        sheet.problems = {"day": NO_DAY}
        return None
    try:
        said = eras.announced(dataset=dataset, cause=sheet.cause, reason=sheet.reason, day=sheet.date, now=now)
    except Refused as refused:
        sheet.problems = refused.problems
        return None
    return said.starts


def _do(request: HttpRequest, dataset: Dataset, sheet: Sheet, now: datetime) -> HttpResponse:
    about = {"dataset": dataset, "reason": sheet.reason, "actor": request.user, "now": now}
    try:
        if sheet.anew:
            eras.reset(**about)
        else:
            eras.announce(**about, cause=sheet.cause, day=sheet.date)
    except Conflict as conflict:
        messages.info(request, str(conflict))
    else:
        messages.success(request, "Noted. The numbers follow in a moment. It can be taken back here within a day.")
    return redirect("confidence", dataset.key)


def _draw(
    request: HttpRequest,
    dataset: Dataset,
    sheet: Sheet,
    effect: era_effect.Effect | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "dataset": dataset,
        "sheet": sheet,
        "effect": effect,
        "causes": Era.Cause.choices,
        "may_reset": eras.may_reset(dataset, request.user),
        "today": timezone.localdate(),
    }
    return render(request, "web/era.html", facts, status=status)


@require_POST
@signed_in
def revoke(request: HttpRequest, key: str, number: int) -> HttpResponse:
    dataset = dataset_of(request, key)
    mistaken = get_object_or_404(Era, pk=number, dataset=dataset)
    carry_out(
        request,
        lambda: eras.revoke(era_id=mistaken.pk, actor=request.user, now=timezone.now()),
        done="Taken back. What counted before counts again; the numbers follow in a moment.",
    )
    return redirect("confidence", dataset.key)
