"""The flag form: half a minute from seeing something odd to having said it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from weirdness.models import Category, Dataset, Flag, Level, Person, Team
from weirdness.models.issue_words import MetadataField, Severity
from weirdness.services import clocks, flags, routing
from weirdness.services.errors import Refused
from weirdness.services.flags import LONGEST
from weirdness.web import flag_draft, flag_kept, flag_pick, uploads
from weirdness.web.door import signed_in
from weirdness.web.flag_draft import Draft
from weirdness.web.flag_known import known

SUGGESTED = 500
AGAIN = "A picture cannot be kept over this. Please choose it again when the rest is right."


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest) -> HttpResponse:
    """GET: the form, pre-filled from the link. POST with `show`: the same with what is known. POST: the flag."""
    if not request.user.is_authenticated:
        return flag_kept.log_in_first(request)
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
    return render(request, "web/thanks.html", {"flag": sent, "promise": _promise(sent)})


def _promise(sent: Flag) -> clocks.Promise | None:
    if sent.issue is None or sent.dataset is None:
        return None
    issue = sent.issue
    return clocks.promise(dataset=sent.dataset, severity=issue.severity, now=sent.at, who=issue.responsible)


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
    dataset = Dataset.objects.visible_to(person).named(draft.dataset).first()
    if dataset is None:
        return {"dataset": None, "columns": [], "known": []}
    columns = list(dataset.columns.all())
    severity = Severity.MAJOR if draft.blocks_decision else Severity.MINOR
    now = timezone.now()
    who, because = routing.target(
        dataset=dataset,
        severity=severity,
        now=now,
        column=draft.column,
        category=draft.category,
        viewpoint=person.viewpoint.slug,
        blocks_decision=draft.blocks_decision,
    )
    return {
        "dataset": dataset,
        "columns": columns,
        "strange_column": draft.column if draft.column not in {each.name for each in columns} else "",
        "known": known(person, dataset, draft),
        "who": who,
        "who_is_team": isinstance(who, Team),
        "because": because,
        "promise": clocks.promise(dataset=dataset, severity=severity, now=now, who=who),
        "may_pick": (dataset.level_of(person) or 0) >= Level.SEE_ROWS,
        "marked": flag_pick.marked(draft, dataset),
    }
