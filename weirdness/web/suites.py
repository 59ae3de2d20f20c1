"""The suites of a dataset: the list with a way to make or import one, and the page of one."""

from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from weirdness.models import Suite
from weirdness.services import suite_text, suites
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.suites import save as save_suite
from weirdness.web import suite_facts as facts
from weirdness.web.dataset_facts import suites as with_runs
from weirdness.web.door import dataset_of, signed_in, typed

STAGES = {
    "draft": ("Draft", "being written; it does not run by itself"),
    "shadow": ("Shadow", "it runs and keeps its results, and tells nobody"),
    "live": ("Live", "what it finds opens issues and is in the owner's letter"),
    "review": ("Review", "somebody should look whether it still asks the right things"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def index(request: HttpRequest, key: str) -> HttpResponse:
    """GET: the suites. POST: a new one, empty or from Great Expectations' JSON; always a draft at first."""
    dataset = dataset_of(request, key)
    if request.method != "POST":
        return _index(request, dataset, {})
    said = {"name": typed(request.POST, "name").strip(), "document": typed(request.POST, "document").strip()}
    try:
        said["document"] = _uploaded(request) or said["document"]
        document = suite_text.read(said["document"]) if said["document"] else {"expectations": [], "meta": {}}
        document = suite_text.modern(document)
        document = {**document, "name": said["name"]} if said["name"] else document
        made = save_suite(
            dataset=dataset,
            document=document,
            now=timezone.now(),
            actor=request.user,
            version=0,
            stage=Suite.Stage.DRAFT,
            note="Imported" if said["document"] else "",
        )
    except NotAllowed as no:
        raise facts.refused(no) from no
    except Refused as refused:
        return _index(request, dataset, refused.problems, said, status=422)
    messages.success(
        request, f"{made.name} is there, as a draft. It runs by itself when it is live and has a schedule."
    )
    return redirect("suite", dataset.key, made.pk)


def _uploaded(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return ""
    if file.size > suite_text.LONGEST:
        raise Refused(document="This file is too large for a suite. Divide it into several.")
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(document="This file is no text in UTF-8. Export the suite again as JSON.") from error


def _index(
    request: HttpRequest,
    dataset: Any,
    problems: dict[str, str],
    said: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "dataset": dataset,
        "suites": with_runs(dataset),
        "may_edit": suites.may_save(dataset, request.user),
        "problems": problems,
        "said": said or {},
    }
    return render(request, "web/suites.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def suite(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """GET: its expectations, stage and schedule. POST `do`: stage, schedule or rename."""
    found = facts.suite_of(request, key, number)
    if request.method != "POST":
        return _suite(request, found, {})
    said = {name: typed(request.POST, name) for name in ("cron", "time_zone", "name")}
    try:
        _change(request, found, said)
    except NotAllowed as no:
        raise facts.refused(no) from no
    except Refused as refused:
        return _suite(request, found, refused.problems, said, status=422)
    return redirect("suite", found.dataset.key, found.pk)


def _change(request: HttpRequest, found: Suite, said: dict[str, str]) -> None:
    who: dict[str, Any] = {"actor": request.user, "now": timezone.now()}
    if "stage" in request.POST:
        stage = typed(request.POST, "stage")
        suites.set_stage(suite=found, stage=stage, **who)
        messages.success(request, f"The suite is {STAGES[stage][0].lower()} now: {STAGES[stage][1]}.")
    elif "cron" in request.POST:
        suites.schedule(suite=found, cron=said["cron"], time_zone=said["time_zone"], **who)
        messages.success(request, "The schedule is saved.")
    else:
        renamed = {**found.document, "name": said["name"].strip()}
        note = f"Renamed from {found.name}"[:200]
        save_suite(dataset=found.dataset, document=renamed, suite=found, note=note, **who)
        messages.success(request, "The suite has its new name.")


def _suite(
    request: HttpRequest,
    found: Suite,
    problems: dict[str, str],
    said: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    kept = {"cron": found.cron, "time_zone": found.time_zone, "name": found.name}
    shown = {
        "dataset": found.dataset,
        "suite": found,
        "lines": facts.lines(found, request),
        "last_version": facts.last_version(found),
        "schedule": facts.schedule(found, now),
        "stages": [(name, *words) for name, words in STAGES.items()],
        "zones": sorted(available_timezones()),
        "may_edit": suites.may_save(found.dataset, request.user),
        "problems": problems,
        "said": {**kept, **{name: value for name, value in (said or {}).items() if name in request.POST}},
        "once": uuid4(),
        "tab": "suite",
    }
    return render(request, "web/suite.html", shown, status=status)
