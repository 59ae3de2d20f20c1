"""Registering a dataset, and changing later what was said of it: one form, two doors."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from weirdness.models import Dataset, Inquiry, Level, Source
from weirdness.services import datasets, inquiries, registration
from weirdness.services.errors import Conflict, Refused
from weirdness.web import inquiries as asked_pages
from weirdness.web import registration_draft as drafts
from weirdness.web.door import dataset_of, signed_in, whole_number
from weirdness.web.registration_draft import Draft
from weirdness.web.sources import beside, source_of

SEEN_AGAIN = "What was seen of the data is forgotten after a day. Please look at them again, then register them."


@dataclass(frozen=True)
class Sheet:
    """The form to be drawn: of `source` (to register) or of `dataset` (to change)."""

    draft: Draft
    problems: dict[str, str]
    source: Source | None = None
    looked: Inquiry | None = None
    dataset: Dataset | None = None
    trouble: str = ""
    key_asked: Inquiry | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """`looked` names the inquiry after the columns; `asked` a registration that waits, or was refused."""
    source = source_of(request, slug)
    if request.method != "POST" and "asked" in request.GET:
        return _asked(request, source)
    said = request.POST if request.method == "POST" else request.GET
    looked = _looked(request, source, whole_number(said, "looked"))
    if looked is None:
        messages.info(request, SEEN_AGAIN)
        return redirect("source", slug)
    known = drafts.from_look(looked, beside(request, looked, "rows"))
    if request.method != "POST":
        return _draw(request, Sheet(known, {}, source, looked))
    sheet = Sheet(drafts.from_form(request.POST, known), {}, source, looked)
    return _check_key(request, sheet) if "check" in request.POST else _register(request, sheet)


def _check_key(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Asks the data whether the ticked columns name each row once, before anything is registered."""
    assert sheet.looked is not None
    place, ticked = sheet.looked.arguments, [each.name for each in sheet.draft.columns if each.is_key]
    if not ticked:
        return _draw(request, replace(sheet, problems={"key_columns": "Tick the columns of the key first."}), 422)
    asked = inquiries.ask(
        kind="key",
        actor=request.user,
        now=timezone.now(),
        source=sheet.source,
        location=place["location"],
        format=place["format"],
        key_columns=ticked,
    )
    if request.htmx:
        return render(request, "web/parts/inquiry.html", {"inquiry": asked, "drawn_by": "web/answers/key.html"})
    return _draw(request, replace(sheet, key_asked=asked))


def _looked(request: HttpRequest, source: Source, number: int | None) -> Inquiry | None:
    looks = Inquiry.objects.of(request.user).filter(kind="columns", source=source, state=Inquiry.State.ANSWERED)
    return looks.select_related("source").filter(pk=number or 0).first()


def _register(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """What the form alone can tell is refused at once; whether the key is one, the data say in a moment."""
    assert sheet.source is not None
    assert sheet.looked is not None
    place = sheet.looked.arguments
    said = sheet.draft.registration(place["location"], place["format"])
    try:
        registration.accept(said)
    except Refused as refused:
        return _draw(request, replace(sheet, problems=refused.problems), status=422)
    asked = inquiries.ask(
        kind="register",
        actor=request.user,
        now=timezone.now(),
        source=sheet.source,
        said=said.to_dict(),
        looked=sheet.looked.pk,
    )
    return redirect(f"{reverse('register', args=[sheet.source.slug])}?asked={asked.pk}")


def _asked(request: HttpRequest, source: Source) -> HttpResponse:
    asked = asked_pages.named(request, "register", source=source)
    if asked is None:
        return redirect("source", source.slug)
    if asked.state == Inquiry.State.WAITING:
        return render(request, "web/registering.html", {"source": source, "inquiry": asked})
    if asked.state == Inquiry.State.ANSWERED:
        messages.success(request, f"{asked.answer['key']} is registered. Anybody who may see it can flag it now.")
        return redirect("dataset", asked.answer["key"])
    looked = _looked(request, source, asked.arguments["looked"])
    if looked is None:
        messages.info(request, SEEN_AGAIN)
        return redirect("source", source.slug)
    draft = drafts.from_said(asked.arguments["said"], drafts.from_look(looked, beside(request, looked, "rows")))
    problems = (asked.answer or {}).get("problems", {})
    return _draw(request, Sheet(draft, problems, source, looked, trouble="" if problems else asked.message))


def own(request: HttpRequest, key: str) -> Dataset:
    """The dataset whose registration this person may change; else 404, or 403 for who may see it."""
    dataset = dataset_of(request, key)
    if not datasets.may_change(request.user, dataset):
        raise PermissionDenied(f"Only the owner of {dataset.key} and administrators may change its registration.")
    return dataset


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, key: str) -> HttpResponse:
    dataset = own(request, key)
    known = drafts.from_dataset(dataset)
    if request.method != "POST":
        return _draw(request, Sheet(known, {}, dataset=dataset))
    draft = drafts.from_form(request.POST, known)
    try:
        left = registration.change(dataset=dataset, said=draft.registration(), actor=request.user, now=timezone.now())
    except Refused as refused:
        return _draw(request, Sheet(draft, refused.problems, dataset=dataset), status=422)
    if left:
        messages.warning(request, f"Rules of routing that name the old key and fit no more: {', '.join(left)}.")
    messages.success(request, "Saved. The history keeps what was said before.")
    return redirect("dataset", dataset.key)


@require_POST
@signed_in
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Asks the data which columns they have now."""
    dataset = own(request, key)
    asked = inquiries.ask(kind="schema", actor=request.user, now=timezone.now(), dataset=dataset)
    return redirect(f"{reverse('registration', args=[dataset.key])}?asked={asked.pk}")


@require_POST
@signed_in
def take_over(request: HttpRequest, key: str) -> HttpResponse:
    dataset = own(request, key)
    answers = Inquiry.objects.of(request.user).filter(kind="schema", dataset=dataset, state=Inquiry.State.ANSWERED)
    asked = get_object_or_404(answers, pk=whole_number(request.POST, "asked") or 0)
    try:
        registration.take_over(
            dataset=dataset,
            found=[(name, kind) for name, kind in asked.answer["columns"]],
            actor=request.user,
            now=timezone.now(),
        )
    except Conflict as conflict:
        messages.info(request, str(conflict))
    else:
        messages.success(request, "The columns are those of the data now. Please say what the new ones mean.")
    return redirect("registration", dataset.key)


@require_POST
@signed_in
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The first rows, for who may see rows; personal columns masked."""
    dataset = dataset_of(request, key)
    if (dataset.level_of(request.user) or 0) < Level.SEE_ROWS:
        raise PermissionDenied(f"Seeing rows of {dataset.key} needs the permission “see rows”. Its owner can ask.")
    asked = inquiries.ask(kind="preview", actor=request.user, now=timezone.now(), dataset=dataset)
    return redirect("inquiry", asked.pk)


def _draw(request: HttpRequest, sheet: Sheet, status: int = 200) -> HttpResponse:
    facts = drafts.choices() | vars(sheet)
    if sheet.dataset:
        facts["inquiry"] = asked_pages.named(request, "schema", dataset=sheet.dataset)
    return render(request, "web/registration.html", facts, status=status)
