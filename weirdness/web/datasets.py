"""The list of datasets, the page of one, and the button "run now" on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weirdness.models import Level, Run, Suite
from weirdness.models.issue_words import Resolution
from weirdness.services import inquiries, looks, runs
from weirdness.services.errors import NotAllowed, Refused
from weirdness.web import dataset_facts as facts
from weirdness.web import overview, used
from weirdness.web.door import PAGE, dataset_of, how_many, signed_in, typed, whole_number


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """By key, a page at a time: `?after=` names the last one of the page before."""
    after = typed(request.GET, "after")[:120]
    found = overview.datasets(request.user, PAGE + 1, after=after)
    later = found[PAGE - 1].key if len(found) > PAGE else ""
    used.mark(found[:PAGE], request.user)
    return render(request, "web/datasets.html", {"datasets": found[:PAGE], "after": after, "later": later})


@require_safe
@signed_in
def dataset(request: HttpRequest, key: str) -> HttpResponse:
    about = dataset_of(request, key)
    now, most = timezone.now(), how_many(request)
    level = about.level_of(request.user)
    may_triage = level is not None and level >= Level.TRIAGE
    issues = facts.open_issues(about, request.user, most + 1)
    return render(
        request,
        "web/dataset.html",
        {
            "dataset": about,
            "may_triage": may_triage,
            "may_see_rows": level is not None and level >= Level.SEE_ROWS,
            "may_change": level is not None and level >= Level.OWN,
            "confidence": facts.confidence(about),
            "issues": issues[:most],
            "more": most + 100 if len(issues) > most else None,
            "caveats": facts.settled(about, request.user, Resolution.ACCEPTED),
            "explanations": facts.settled(about, request.user, Resolution.EXPLAINED),
            "convincing": facts.convincing_of(about, now) if may_triage else None,
            "suites": facts.suites(about),
            "columns": facts.columns(about, request.user),
            "eyes": facts.eyes(about),
            "changes": facts.changes(about),
            "waivers": facts.waivers(about, request.user, timezone.localdate(now)),
            "used": "today" if looks.of_today(about, request.user, now) else "",
        },
    )


@require_POST
@signed_in
def run_parts(request: HttpRequest, key: str) -> HttpResponse:
    """Asks which parts a run could read; answers with the fragment that waits for them."""
    about = dataset_of(request, key)
    if not about.has_parts or not runs.may_ask(about, request.user):
        raise Http404
    found = inquiries.ask(kind="run_parts", actor=request.user, now=timezone.now(), dataset=about)
    return render(request, "web/parts/inquiry.html", {"inquiry": found, "drawn_by": ""})


@require_POST
@signed_in
def run_now(request: HttpRequest, key: str) -> HttpResponse:
    """The form's own key makes a double click one run."""
    about = dataset_of(request, key)
    suite = Suite.objects.filter(dataset=about, pk=whole_number(request.POST, "suite")).first()
    if suite is None:
        raise Http404
    once = typed(request.POST, "once")[:40]
    once_key = f"page:{request.user.pk}:{suite.pk}:{once}" if once else ""
    try:
        run = runs.request(
            suite=suite,
            now=timezone.now(),
            trigger=Run.Trigger.PERSON,
            actor=request.user,
            key=once_key,
            partition=typed(request.POST, "partition").strip(),
        )
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("dataset", about.key)
    return redirect("run", about.key, run.pk)
