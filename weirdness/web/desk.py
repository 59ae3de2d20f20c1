"""What the triage desk shows: tabs with counts, a page of the list, and the issue in front. Drawn by web/queue.html."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from weirdness.models import Issue, Person, SavedView, Source
from weirdness.models.issue import IssueQuerySet
from weirdness.models.issue_words import Severity
from weirdness.models.judging import datasets_to_judge
from weirdness.web import counting
from weirdness.web.door import typed
from weirdness.web.issue_facts import facts, visible
from weirdness.web.queue_filters import VIEWS, Filters, to_choose
from weirdness.web.queue_page import PAGE, Page, numbers, page

DATASETS = 500


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    address: str
    count: str


@dataclass(frozen=True)
class Desk:
    """One person's queue at a moment, as an address asks for it."""

    person: Person
    filters: Filters
    after: str
    before: str
    now: datetime

    @classmethod
    def of(cls, person: Person, data: QueryDict) -> "Desk":
        return cls(person, Filters.of(data), typed(data, "after")[:60], typed(data, "before")[:60], timezone.now())

    @classmethod
    def said(cls, person: Person, query: str) -> "Desk":
        """From a query string that came back in a form."""
        return cls.of(person, QueryDict(query))

    @property
    def here(self) -> str:
        """The address of this page of the list, without an issue in front."""
        return self.filters.address(after=self.after, before=self.before)

    @cached_property
    def mine(self) -> IssueQuerySet:
        return Issue.objects.to_judge(self.person)

    @cached_property
    def all(self) -> IssueQuerySet:
        """What is this person's to judge and fits the filters, in whatever view."""
        return self.filters.narrow(self.mine, self.person)

    def listed(self) -> IssueQuerySet:
        return self.filters.shown.rule(self.all, self.person, self.now)

    def page(self) -> Page:
        return page(self.listed(), after=self.after, before=self.before)

    def numbers(self) -> list[int]:
        """Of the issues on that page."""
        return numbers(self.listed(), after=self.after, before=self.before)

    def reaching(self, wanted: int | None) -> tuple["Desk", Page]:
        """This desk and its page; if `wanted` is in the view but not on the page, the one that begins with it."""
        found = self.page()
        if wanted is None or found.place_of(wanted) is not None:
            return self, found
        there = self.listed().filter(pk=wanted).values_list("score", flat=True).first()
        if there is None:
            return self, found
        moved = replace(self, after=f"{there!r},{wanted - 1}", before="")
        return moved, moved.page()

    def tabs(self) -> list[Tab]:
        issues = self.all
        lists = {name: view.rule(issues, self.person, self.now) for name, view in VIEWS.items()}
        counts = counting.all_capped(lists, Person.objects.filter(pk=self.person.pk))
        return [
            Tab(name, view.label, self.filters.address(view=name), counting.said(counts[name]))
            for name, view in VIEWS.items()
        ]


def show(
    request: HttpRequest,
    desk: Desk,
    wanted: int | None,
    said: dict[str, Any] | None = None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The desk, or for htmx only the issue in front. `said`, `more`: what a refused verdict leaves (issue_facts)."""
    desk, found = desk.reaching(wanted)
    front = _in_front(desk, found, wanted, refused=said is not None)
    context: dict[str, Any] = {"desk": desk, "filters": desk.filters, "here": desk.here, "in_queue": True}
    context["gone"] = wanted if wanted is not None and (front is None or front.pk != wanted) else None
    if front is not None:
        shown = facts(front, desk.person, said, opened=typed(request.GET, "open"))
        context |= shown | {"following": _following(found, front), "in_list": found.place_of(front.pk) is not None}
    context |= more or {}
    if not request.htmx:
        context |= _around(request, desk, found)
    response = render(
        request, "web/parts/queue_detail.html" if request.htmx else "web/queue.html", context, status=status
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def _in_front(desk: Desk, found: Page, wanted: int | None, *, refused: bool) -> Issue | None:
    """A refused verdict keeps its issue in front, even when it has left the list meanwhile."""
    place = found.place_of(wanted)
    if place is not None:
        return found.issues[place]
    if refused:
        return visible(desk.person).filter(pk=wanted).first()
    return found.issues[0] if found.issues else None


def _following(found: Page, front: Issue) -> int | None:
    """The issue in front after a verdict on this one: the next, or at the end the one before."""
    place = found.place_of(front.pk)
    if place is None:
        return found.issues[0].pk if found.issues else None
    beside = found.issues[place + 1 : place + 2] or found.issues[max(place - 1, 0) : place]
    return beside[0].pk if beside else None


def _around(request: HttpRequest, desk: Desk, found: Page) -> dict[str, Any]:
    """The list, the tabs, and what the filters offer."""
    teams, tabs = list(desk.person.in_teams().values()), desk.tabs()
    saved = list(SavedView.objects.of(desk.person).select_related("team", "person"))
    return {
        "issues": found.issues,
        "page": found,
        "page_size": PAGE,
        "earlier": desk.filters.address(before=found.earlier),
        "later": desk.filters.address(after=found.later),
        "tabs": tabs,
        **_waiting(desk, tabs[0]),
        "chosen": "issue" in request.GET or request.method == "POST",
        "shown_numbers": ".".join(str(each.pk) for each in found.issues),
        "saved_views": saved,
        "current_view": next((each for each in saved if each.query == desk.filters.address()), None),
        "teams_to_save_for": teams,
        "datasets": _datasets(desk.person),
        "severities_to_choose": Severity.choices,
        **to_choose(desk.person, teams),
    }


def _waiting(desk: Desk, tab: Tab) -> dict[str, object]:
    """Without filters the first tab counts what the top of every page counts; the rest of that is asked by itself."""
    if desk.filters.are_narrow:
        return {}
    count = "" if tab.count == "0" else tab.count
    administers = desk.person.is_superuser or Source.objects.administered_by(desk.person).exists()
    return {"waiting_count": count, "administers": administers}


def _datasets(person: Person) -> list[str]:
    return sorted(datasets_to_judge(person).judged.values())[:DATASETS]
