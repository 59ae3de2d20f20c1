"""The form of one expectation: its sentence as it is typed, what it finds now and would have found, and saving it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

import checks
from checks import forms
from checks.arguments import Argument
from weirdness.models import Dataset, Inquiry, Suite
from weirdness.services import back_test, inquiries, suite_parts, suites
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.web import expectation_draft as drafts
from weirdness.web import suite_facts as facts
from weirdness.web.door import signed_in, typed, whole_number
from weirdness.web.expectation_draft import Draft
from weirdness.web.expectations import GONE, keep

MOST_PARTS = 6


@dataclass(frozen=True)
class Field:
    """One argument in the form. `options`: value and words of what can be chosen."""

    name: str
    argument: Argument
    value: drafts.Typed
    problem: str
    options: list[tuple[str, str]]

    @property
    def is_fine_tuning(self) -> bool:
        """Seldom needed: folded away until something stands in it."""
        seldom = self.argument.field in ("switch", "choice", "where") or self.name == "mostly"
        return seldom and not self.argument.required


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def expectation(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """`?type=&column=` a new one, `?mark=` one of the suite. POST `do`: show, try, history or save."""
    found = facts.suite_of(request, key, number)
    facts.must_edit(request, found)
    if request.method != "POST":
        return _opened(request, found)
    wanted = typed(request.POST, "mark")
    at = suite_parts.position_of(found.document, wanted) if wanted else None
    original = found.expectations[at] if at is not None else {}
    kind = _kind(original.get("type") or typed(request.POST, "type"))
    draft = drafts.of_form(kind, original, request.POST, found.dataset.columns.all(), found.dataset.key)
    _check_named(request, found, draft)
    do = typed(request.POST, "do")
    if do == "save":
        return _saved(request, found, draft, at)
    more: dict[str, Any] = {"tried": _asked(request)}
    if not draft.problems:
        more |= _looked_back(request, found.dataset, draft) if do == "history" else {}
        more |= {"tried": _try(request, found.dataset, draft)} if do == "try" else {}
    return _form(request, found, draft, **more)


def _check_named(request: HttpRequest, found: Suite, draft: Draft) -> None:
    """Asking the data about a dataset that one may not see would tell what is in it."""
    if draft.problems:
        return
    try:
        suites.check_named({"expectations": [draft.expectation]}, request.user, found.document)
    except Refused as refused:
        draft.problems["expectation"] = str(refused)


def _looked_back(request: HttpRequest, dataset: Dataset, draft: Draft) -> dict[str, Any]:
    """From what is kept; of a folder the parts that were chosen, or first which there are."""
    chosen = [each.replace("\x00", "") for each in request.POST.getlist("part")][:MOST_PARTS]
    looked: dict[str, Any] = {"history": back_test.over_profiles(dataset, draft.expectation)}
    if chosen:
        looked["parts"] = [(each, _try(request, dataset, draft, each)) for each in chosen]
    elif dataset.has_parts:
        looked["choice"] = inquiries.ask(kind="last_parts", actor=request.user, now=timezone.now(), dataset=dataset)
    return looked


def _opened(request: HttpRequest, found: Suite) -> HttpResponse:
    if wanted := typed(request.GET, "mark"):
        at = suite_parts.position_of(found.document, wanted)
        if at is None or found.expectations[at]["type"] not in checks.KINDS:
            messages.error(request, GONE)
            return redirect("suite", found.dataset.key, found.pk)
        return _form(request, found, drafts.of_expectation(found.expectations[at]))
    kind, column = _kind(typed(request.GET, "type")), typed(request.GET, "column")
    return _form(request, found, drafts.of_kind(kind, column))


def _kind(name: str) -> Any:
    if name not in checks.KINDS:
        raise Http404
    return checks.KINDS[name]


def _asked(request: HttpRequest) -> Inquiry | None:
    """What was tried before, so that the form shows its answer without a script, too."""
    number = whole_number(request.POST, "tried")
    return Inquiry.objects.of(request.user).filter(pk=number, kind="try").first() if number else None


def _try(request: HttpRequest, dataset: Dataset, draft: Draft, partition: str = "") -> Inquiry:
    said = {"expectation": draft.expectation, "partition": partition}
    return inquiries.ask(kind="try", actor=request.user, now=timezone.now(), dataset=dataset, **said)


def _saved(request: HttpRequest, found: Suite, draft: Draft, at: int | None) -> HttpResponse:
    if draft.problems:
        return _form(request, found, draft, status=422)
    old, version = found.document, facts.seen(request)
    if at is None:
        document = suite_parts.added(old, draft.expectation)
    else:
        document = suite_parts.replaced(old, at, draft.expectation)
    try:
        keep(found, document, version, request, typed(request.POST, "why").strip())
    except NotAllowed as no:
        raise facts.refused(no) from no
    except Refused as refused:
        draft.problems = {"expectation": " ".join(refused.problems.values())}
        return _form(request, found, draft, status=422)
    except Conflict as conflict:
        found.refresh_from_db()
        return _form(request, found, draft, conflict=str(conflict), status=409)
    messages.success(request, "Saved.")
    page = reverse("suite", args=[found.dataset.key, found.pk])
    return redirect(f"{page}#e{suite_parts.mark(draft.expectation)}")


def _form(
    request: HttpRequest, found: Suite, draft: Draft, *, conflict: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    fields = _fields(request, found.dataset, draft)
    is_fresh = request.method != "POST" or conflict
    shown = {
        "dataset": found.dataset,
        "suite": found,
        "draft": draft,
        "fields": [each for each in fields if not each.is_fine_tuning],
        "fine": [each for each in fields if each.is_fine_tuning],
        "is_tuned": any(each.value or each.problem for each in fields if each.is_fine_tuning),
        "severities": drafts.SEVERITIES.items(),
        "stages": drafts.STAGES.items(),
        "mark": suite_parts.mark(draft.original) if draft.original else "",
        "version": found.version if is_fresh else facts.seen(request),
        "why": typed(request.POST, "why"),
        "conflict": conflict,
        "advice": draft.kind.advice,
        **more,
    }
    return render(request, "web/expectation.html", shown, status=status)


def _fields(request: HttpRequest, dataset: Dataset, draft: Draft) -> list[Field]:
    names = [(each.name, f"{each.name} ({each.type})") for each in dataset.columns.all()]
    return [
        Field(
            name,
            argument,
            draft.said.get(name, ""),
            draft.problems.get(name, ""),
            _options(request, argument, names, draft.said.get(name, "")),
        )
        for name, argument in forms.fields(draft.kind).items()
    ]


def _options(
    request: HttpRequest, argument: Argument, columns: list[tuple[str, str]], said: drafts.Typed
) -> list[tuple[str, str]]:
    """What stands there already can be chosen again, although the dataset has it no more."""
    if argument.field == "choice":
        return [(each, each.replace("_", " ")) for each in argument.options]
    if argument.field == "dataset":
        found = Dataset.objects.visible_to(request.user).values_list("key", "title")
    elif argument.field in ("column", "columns"):
        found = columns
    else:
        return []
    offered = list(found)
    known = {value for value, _ in offered}
    return offered + [
        (each, each) for each in ([said] if isinstance(said, str) else said) if each and each not in known
    ]
