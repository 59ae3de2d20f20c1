"""Picking the rows of a flag from the data: a page of its own, which carries the whole draft and gives it back."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from checks.specs import MASK
from weirdness.models import Dataset, Inquiry, Level
from weirdness.services import inquiries, rows
from weirdness.services.questions.pick import PAGE
from weirdness.services.rows import Named
from weirdness.web import flag_draft, flag_kept
from weirdness.web.door import dataset_of, typed, whole_number
from weirdness.web.flag_draft import Draft

RULES = (("contains", "contains"), ("equals", "is exactly"), ("is empty", "is empty"))


@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest) -> HttpResponse:
    """POST of the flag form: the first page. POST of this page: what was ticked is taken, then a page is shown."""
    if not request.user.is_authenticated:
        return flag_kept.log_in_first(request)
    if request.method != "POST":
        return redirect("flag")
    draft = flag_draft.from_form(request.POST)
    dataset = dataset_of(request, draft.dataset.strip())
    if (dataset.level_of(request.user) or 0) < Level.SEE_ROWS:
        raise PermissionDenied(f"Seeing rows of {dataset.key} needs the permission “see rows”. Its owner can ask.")
    draft, filled = taken(request, draft), _filter(request)
    asked = _asked(request) if "again" in request.POST else None
    asked = asked or inquiries.ask(
        kind="pick",
        actor=request.user,
        now=timezone.now(),
        dataset=dataset,
        offset=PAGE * (whole_number(request.POST, "page") or 0),
        only=[filled] if filled["column"] else [],
        column=draft.column,
    )
    return render(request, "web/flag_pick.html", _shown(draft, dataset, asked, filled))


def _shown(draft: Draft, dataset: Dataset, asked: Inquiry, filled: dict[str, str]) -> dict[str, Any]:
    return {
        "draft": draft,
        "carried": [(name, value) for name, value in draft.fields() if name != "rows"],
        "dataset": dataset,
        "columns": dataset.columns.filter(personal=False),
        "inquiry": asked,
        "drawn_by": "web/answers/pick.html",
        "filled": filled,
        "no_column": bool(filled["value"] and not filled["column"]),
        "rules": RULES,
        "is_last": asked.state != Inquiry.State.WAITING and not (asked.answer or {}).get("more"),
        "page": asked.arguments["offset"] // PAGE,
    }


def _filter(request: HttpRequest) -> dict[str, str]:
    rule = typed(request.POST, "find_is")
    rule = rule if rule in dict(RULES) else "contains"
    return {"column": typed(request.POST, "find_in"), "is": rule, "value": typed(request.POST, "find").strip()}


def _asked(request: HttpRequest) -> Inquiry | None:
    """The page that is before the person's eyes."""
    own = Inquiry.objects.of(request.user).filter(kind="pick").select_related("dataset")
    return own.filter(pk=whole_number(request.POST, "asked") or 0).first()


def taken(request: HttpRequest, draft: Draft) -> Draft:
    """The draft with what was ticked: rows by their keys, marked cells; one column marked is the flag's column."""
    asked = _asked(request)
    if asked is None or asked.dataset is None or not asked.answer or "keys" not in asked.answer:
        return draft
    new = _ticked(request, asked.answer)
    if not new:
        return draft
    marks = {name for each in new for name in each.marks}
    column = next(iter(marks)) if len(marks) == 1 and not draft.column else draft.column
    return replace(draft, rows=rows.added(draft.rows, new, asked.dataset.key_columns), column=column)


def _ticked(request: HttpRequest, answer: dict[str, Any]) -> list[Named]:
    """`row` holds the number of a row, `cell` the numbers of a row and a column, as 3-5."""
    cells = [tuple(map(_number, each.split("-", 1))) for each in request.POST.getlist("cell") if "-" in each]
    picked = {_number(each) for each in request.POST.getlist("row")} | {row for row, _ in cells}
    columns = answer["columns"]
    return [
        Named(key, {columns[at]: answer["rows"][n][at] for row, at in cells if row == n and 0 <= at < len(columns)})
        for n, key in enumerate(answer["keys"])
        if n in picked
    ]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else -1


def marked(draft: Draft, dataset: Dataset) -> dict[str, str]:
    """The first marked cell, for the field that asks what it should hold: `column` and `holds`; empty without one."""
    for each in rows.understood(draft.rows, dataset.key_columns):
        for name, value in each.marks.items():
            return {"column": name, "holds": "" if value == MASK else value}
    return {}
