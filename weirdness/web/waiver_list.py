"""All rows of a dataset that are known, until a date: a page at a time, and as CSV."""

from datetime import date
from typing import Any

from defusedcsv import csv
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

import checks
from checks.specs import MASK
from weirdness.models import Column, Dataset, Issue, Person, Waiver
from weirdness.services import known, rows
from weirdness.services import waivers as verbs
from weirdness.web import counting
from weirdness.web.door import dataset_of, signed_in, typed
from weirdness.web.queue_export import Line

PAGE = 50
VIEWS = {"force": "In force", "soon": "End within two weeks", "over": "Over"}
HEAD = ("row", "check", "why it is fine", "until", "made by", "made at", "ended at", "issue", "grouping key")


@require_safe
@signed_in
def index(request: HttpRequest, key: str) -> HttpResponse:
    """`view` is one of VIEWS; `after` the last row of the page before: `until,number`."""
    dataset, today = dataset_of(request, key), timezone.localdate()
    view = typed(request.GET, "view") if typed(request.GET, "view") in VIEWS else "force"
    lists = {name: listed(dataset, name, today) for name in VIEWS}
    found = list(_after(lists[view], typed(request.GET, "after")).select_related("made_by")[: PAGE + 1])
    shown = {
        "dataset": dataset,
        "view": view,
        "views": [(name, VIEWS[name], counting.said(counting.capped(lists[name]))) for name in VIEWS],
        "waivers": said(dataset, request.user, found[:PAGE]),
        "later": f"{found[PAGE - 1].until},{found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "is_first": not typed(request.GET, "after"),
        "soon": today + known.SOON,
        "may_triage": verbs.may_waive(dataset, request.user),
    }
    return render(request, "web/waivers.html", shown)


def listed(dataset: Dataset, view: str, today: date) -> QuerySet[Waiver]:
    """In the order in which they end."""
    mine = Waiver.objects.filter(dataset=dataset).order_by("until", "pk")
    if view == "over":
        return mine.filter(Q(ended_at__isnull=False) | Q(until__lt=today))
    held = mine.in_force(today)
    return held.filter(until__lte=today + known.SOON) if view == "soon" else held


def _after(waivers: QuerySet[Waiver], cursor: str) -> QuerySet[Waiver]:
    """Those after a cursor; all of them when it is none."""
    day, _, number = cursor.partition(",")
    try:
        until = parse_date(day)
    except ValueError:
        return waivers
    if until is None or not number.isdecimal() or len(number) > 18:
        return waivers
    return waivers.filter(Q(until__gt=until) | Q(until=until, pk__gt=int(number)))


def said(dataset: Dataset, person: Person, waivers: list[Waiver]) -> list[Waiver]:
    """Each with its `row` in words, `sentence` of its check ("" when nothing asks it any more), and `shown_issue`.

    What became personal is masked, and a private issue is not named to whom may not see it.
    """
    masked = set(Column.objects.filter(dataset=dataset, personal=True).values_list("name", flat=True))
    asked = {checks.identity(each): each for suite in dataset.suites.all() for each in suite.expectations}
    numbers = Issue.objects.visible_to(person).filter(pk__in={each.issue_id for each in waivers if each.issue_id})
    visible = set(numbers.values_list("pk", flat=True)) if any(each.issue_id for each in waivers) else set()
    for each in waivers:
        named = {name: MASK if name in masked else value for name, value in each.row_key.items()}
        each.row = in_words(named, dataset.key_columns)
        each.sentence = checks.sentence(asked[each.grouping_key]) if each.grouping_key in asked else ""
        each.shown_issue = each.issue_id if each.issue_id in visible else None
    return waivers


def in_words(row_key: dict[str, Any], order: list[str]) -> str:
    """A row without a key of its own is known by its content: the start of its hash is enough to tell it."""
    if set(row_key) != set(rows.HASHED):
        return rows.words(row_key, order)
    return f"The row with the content {str(row_key['row_sha256'])[:12]}… (occurrence {row_key['occurrence']})"


@require_safe
@signed_in
def as_csv(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """Those in force and those that are over, all of them."""
    dataset = dataset_of(request, key)
    every = Waiver.objects.filter(dataset=dataset).select_related("made_by").order_by("until", "pk")
    response = StreamingHttpResponse(_lines(dataset, request.user, list(every)), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="waivers-{dataset.key.replace("/", "-")}.csv"'
    return response


def _lines(dataset: Dataset, person: Person, waivers: list[Waiver]) -> Any:
    writer = csv.writer(Line())
    yield writer.writerow(HEAD)
    for each in said(dataset, person, waivers):
        ended = each.ended_at.isoformat() if each.ended_at else ""
        number = each.shown_issue or ""
        told = (each.row, each.sentence, each.reason, each.until, each.made_by.name, each.made_at.isoformat())
        yield writer.writerow([*told, ended, number, each.grouping_key])
