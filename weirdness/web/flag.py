"""The flag form: half a minute from seeing something odd to having said it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from weirdness.models import Category, Dataset, Flag, Level, Person, Team
from weirdness.models.issue_words import MetadataField, Severity
from weirdness.services import flags, routing
from weirdness.services.errors import Refused
from weirdness.services.flags import LONGEST
from weirdness.web import flag_draft, flag_kept, flag_pick, uploads
from weirdness.web.door import came_from, signed_in, to_log_in
from weirdness.web.flag_draft import Draft
from weirdness.web.flag_known import known

BY_WHEN = {Severity.MINOR: "three working days", Severity.MAJOR: "one working day", Severity.CRITICAL: "four hours"}
SUGGESTED = 500
AGAIN = "A picture cannot be kept over this. Please choose it again when the rest is right."


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest) -> HttpResponse:
    """GET: the form, pre-filled from the link. POST with `show`: the same with what is known. POST: the flag."""
    if not request.user.is_authenticated:
        return _log_in_first(request)
    if request.method != "POST":
        kept = flag_kept.kept(request)
        return _form(request, kept or flag_draft.from_link(request.GET), is_back=kept is not None)
    if "afresh" in request.POST:
        flag_kept.forget(request)
        return redirect("flag")
    draft = flag_draft.from_form(request.POST)
    if "picked" in request.POST:
        return _form(request, flag_pick.taken(request, draft))
    if "show" in request.POST:
        return _form(request, draft, template="web/parts/flag_parts.html" if request.htmx else "web/flag.html")
    return _send(request, draft)


def _log_in_first(request: HttpRequest) -> HttpResponse:
    """The session ended while somebody typed: the form is there again after the log-in, with what they typed."""
    if request.method != "POST" or request.htmx:
        return to_log_in(request, came_from(request))
    flag_kept.keep(request, flag_draft.from_form(request.POST))
    page = came_from(request)
    return to_log_in(request, page if page.startswith(reverse("flag")) else reverse("flag"))


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    screenshot = uploads.uploaded(request, "screenshot")
    try:
        sent = flags.raise_flag(person=request.user, report=draft.report(), now=timezone.now(), screenshot=screenshot)
    except Refused as refused:
        again = {"screenshot": AGAIN} if screenshot else {}
        return _form(request, draft, problems=again | refused.problems, status=422)
    flag_kept.forget(request)
    return redirect("thanks", sent.pk)


@require_safe
@signed_in
def thanks(request: HttpRequest, number: int) -> HttpResponse:
    """What happens next."""
    mine = Flag.objects.visible_to(request.user).filter(person=request.user, pk=number)
    sent = mine.select_related("dataset", "category", "issue__assignee", "issue__assignee_team").first()
    if sent is None:
        raise Http404
    severity = sent.issue.severity if sent.issue else Severity.MINOR
    return render(request, "web/thanks.html", {"flag": sent, "by_when": BY_WHEN[severity]})


def _form(
    request: HttpRequest,
    draft: Draft,
    *,
    template: str = "web/flag.html",
    problems: dict[str, str] | None = None,
    status: int = 200,
    is_back: bool = False,
) -> HttpResponse:
    facts = _about(request.user, draft) | {"draft": draft, "problems": problems or {}, "is_back": is_back}
    facts |= {"categories": Category.objects.all(), "fields": MetadataField.choices, "longest": LONGEST}
    if template == "web/flag.html":
        facts["datasets"] = Dataset.objects.visible_to(request.user).only("key", "title")[:SUGGESTED]
    return render(request, template, facts, status=status)


def _about(person: Person, draft: Draft) -> dict[str, Any]:
    """What follows from the dataset, column and category named so far: columns, known issues, who will get it."""
    dataset = Dataset.objects.visible_to(person).filter(key=draft.dataset.strip().lower()).first()
    if dataset is None:
        return {"dataset": None, "columns": [], "known": []}
    columns = list(dataset.columns.all())
    severity = Severity.MAJOR if draft.blocks_decision else Severity.MINOR
    who, because = routing.target(dataset=dataset, severity=severity)
    return {
        "dataset": dataset,
        "columns": columns,
        "strange_column": draft.column if draft.column not in {each.name for each in columns} else "",
        "known": known(person, dataset, draft),
        "who": who,
        "who_is_team": isinstance(who, Team),
        "because": because,
        "by_when": BY_WHEN[severity],
        "may_pick": (dataset.level_of(person) or 0) >= Level.SEE_ROWS,
        "marked": flag_pick.marked(draft, dataset),
    }
