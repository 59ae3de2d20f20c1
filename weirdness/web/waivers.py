"""Rows that fail and are known: tick them, say why and until when; end a waiver early."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from weirdness.models import Dataset, GroupingKey, Result, Run, Waiver
from weirdness.services import rows, waivers
from weirdness.services.errors import Refused
from weirdness.web.door import carry_out, dataset_of, signed_in, typed


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def waive(request: HttpRequest, key: str, number: int, position: int) -> HttpResponse:
    """The failing rows that a result shows, to be ticked; `?from=issue` leads back to its issue."""
    dataset = dataset_of(request, key)
    result = _result(request, dataset, number, position)
    if not waivers.may_waive(dataset, request.user):
        raise PermissionDenied(f"Accepting rows of {dataset.key} as known is for those who triage it.")
    now = timezone.now()
    if request.method != "POST":
        return _form(request, result, {"until": waivers.usual_until(now)})
    ticked = {int(each) for each in request.POST.getlist("row") if each.isdecimal() and len(each) < 6}
    said = {"reason": typed(request.POST, "reason"), "until": typed(request.POST, "until"), "ticked": ticked}
    try:
        made = waivers.make(
            result=result, rows=ticked, reason=said["reason"], until=_date(said["until"]), actor=request.user, now=now
        )
    except Refused as refused:
        return _form(request, result, said, refused.problems, status=422)
    told = "1 row is" if len(made) == 1 else f"{len(made)} rows are"
    messages.success(request, f"{told} known until {made[0].until:%-d %B %Y}. From the next run on that is silent.")
    if made[0].issue_id and typed(request.GET, "from") == "issue":
        return redirect("issue", made[0].issue_id)
    return redirect("run", dataset.key, number)


def _result(request: HttpRequest, dataset: Dataset, number: int, position: int) -> Result:
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=number, dataset=dataset)
    failing = Result.objects.filter(run=run, success=False).select_related("run__dataset", "run__suite")
    return get_object_or_404(failing, position=position)


def _date(text: str) -> Any:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def _form(
    request: HttpRequest,
    result: Result,
    said: dict[str, Any],
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    dataset = result.run.dataset
    key = GroupingKey.objects.filter(dataset=dataset, key=result.grouping_key).first()
    order = [*dataset.key_columns, result.column]
    shown = {
        "dataset": dataset,
        "result": result,
        "issue_id": key.issue_id if key else None,
        "rows": [(at, rows.words(each, order)) for at, each in enumerate(result.examples or result.keys)],
        "waivable": bool(result.value_hashes),
        "said": said,
        "problems": problems or {},
        "ticked": said.get("ticked", set()),
    }
    return render(request, "web/waive.html", shown, status=status)


@require_POST
@signed_in
def end(request: HttpRequest, key: str, number: int) -> HttpResponse:
    dataset = dataset_of(request, key)
    waiver = get_object_or_404(Waiver, pk=number, dataset=dataset)
    carry_out(
        request,
        lambda: waivers.end(waiver_id=waiver.pk, actor=request.user, now=timezone.now()),
        done="Ended. From the next run on the row fails again.",
    )
    return redirect("waivers" if typed(request.POST, "from") == "waivers" else "dataset", dataset.key)
