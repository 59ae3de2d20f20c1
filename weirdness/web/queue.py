"""The triage queue: the list in score order on the left, the evidence on the right, worked from the keyboard."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from weirdness.models import Dataset, Issue, State
from weirdness.models.issue import IssueQuerySet
from weirdness.models.issue_words import Severity
from weirdness.models.moves import OPEN
from weirdness.web.door import how_many, signed_in, typed, whole_number
from weirdness.web.issue_facts import facts, visible

WAITING = Q(state__in=[State.NEW, State.CONFIRMED], judged_at__isnull=True)
VIEWS: dict[str, tuple[str, Q]] = {
    "waiting": ("Waiting", WAITING),
    "confirmed": ("Confirmed", Q(state=State.CONFIRMED)),
    "in_progress": ("In progress", Q(state=State.IN_PROGRESS)),
    "fixed": ("Fix claimed", Q(state=State.FIXED)),
    "open": ("All open", Q(state__in=OPEN)),
}


@dataclass(frozen=True)
class Filters:
    """What the address says; its words are those of the form."""

    view: str
    dataset: str
    severity: int | None
    q: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        view, severity = typed(request.GET, "view"), whole_number(request.GET, "severity")
        return cls(
            view if view in VIEWS else "waiting",
            typed(request.GET, "dataset"),
            severity if severity in Severity.values else None,
            typed(request.GET, "q").strip()[:200],
        )

    def address(self, **other: object) -> str:
        """These filters as a query string; empty ones are left out."""
        said = {"view": self.view, "dataset": self.dataset, "severity": self.severity, "q": self.q} | other
        return urlencode({name: value for name, value in said.items() if value})

    def narrow(self, issues: IssueQuerySet) -> IssueQuerySet:
        """Everything but the view."""
        if self.dataset:
            issues = issues.filter(dataset__key=self.dataset)
        if self.severity:
            issues = issues.filter(severity=self.severity)
        if self.q:
            issues = issues.filter(_about(self.q))
        return issues


def _about(text: str) -> Q:
    number = text.removeprefix("#")
    by_number = Q(pk=int(number)) if number.isdecimal() and len(number) < 10 else Q()
    return by_number | Q(title__icontains=text) | Q(column__icontains=text)


@require_safe
@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    filters, most = Filters.of(request), how_many(request)
    triaged = filters.narrow(Issue.objects.visible_to(request.user).triaged_by(request.user))
    scored = triaged.filter(VIEWS[filters.view][1]).by_score()
    issues = list(scored.select_related("dataset", "category", "assignee", "assignee_team")[: most + 1])
    wanted = whole_number(request.GET, "issue")
    shown = _selected(issues, wanted)
    context = {"filters": filters, "here": filters.address()}
    context["gone"] = wanted if shown is not None and wanted not in (None, shown.pk) else None
    if shown is not None:
        context |= facts(visible(request.user).get(pk=shown.pk), request.user)
        context |= {"row": shown, "following": _following(issues, shown), "in_queue": True}
    if not request.htmx:
        context |= {
            "issues": issues[:most],
            "more": most + 100 if len(issues) > most else None,
            "views": _views(triaged, filters.address),
            "datasets": _datasets(request),
            "severities_to_choose": Severity.choices,
            "chosen": "issue" in request.GET,
        }
    response = render(request, "web/parts/queue_detail.html" if request.htmx else "web/queue.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _selected(issues: list[Issue], wanted: int | None) -> Issue | None:
    return next((each for each in issues if each.pk == wanted), issues[0] if issues else None)


def _following(issues: list[Issue], shown: Issue) -> int | None:
    """The issue in front after a verdict on this one: the next, or at the end the one before."""
    place = issues.index(shown)
    beside = issues[place + 1 : place + 2] or issues[max(place - 1, 0) : place]
    return beside[0].pk if beside else None


def _views(triaged: QuerySet[Issue], address: Callable[..., str]) -> list[tuple[str, str, str, int]]:
    """(name, label, address, count) of each view."""
    counts = triaged.aggregate(**{name: Count("pk", filter=condition) for name, (_, condition) in VIEWS.items()})
    return [(name, label, address(view=name), counts[name]) for name, (label, _) in VIEWS.items()]


def _datasets(request: HttpRequest) -> list[str]:
    mine = Issue.objects.triaged_by(request.user).open().values("dataset")
    keys = Dataset.objects.visible_to(request.user).filter(pk__in=mine).values_list("key", flat=True)
    return list(keys[:200])
