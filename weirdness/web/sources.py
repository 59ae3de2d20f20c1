"""Sources: the list, the form of one, its page with what it holds, and a look at a file or table."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weirdness.models import Inquiry, Source
from weirdness.services import guess, inquiries, sources
from weirdness.services.errors import Refused
from weirdness.web import inquiries as asked_pages
from weirdness.web import source_form
from weirdness.web.door import signed_in, typed

NAME = 120  # characters of a dataset's name that travel from "to register" to the form


def source_of(request: HttpRequest, slug: str) -> Source:
    """The source that this person may administer, else 404."""
    return get_object_or_404(Source.objects.administered_by(request.user), slug=slug)


def wanted(request: HttpRequest) -> str:
    """The name under which people flagged a dataset that is to be registered; "" when none is meant."""
    return typed(request.POST if request.method == "POST" else request.GET, "for")[:NAME].strip()


def named(address: str, name: str, **more: object) -> str:
    """An address with the wanted name carried along."""
    said = {**more, **({"for": name} if name else {})}
    return f"{address}?{urlencode(said)}" if said else address


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    found = Source.objects.administered_by(request.user).annotate(dataset_count=Count("datasets"))
    if not found and not request.user.is_superuser:
        raise PermissionDenied("Sources are registered by administrators. Ask one of them for the data that you miss.")
    return render(request, "web/sources.html", {"sources": found, "name": wanted(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@signed_in
def new(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in source_form.KINDS:
        raise Http404
    if not request.user.is_superuser:
        raise PermissionDenied("A source is registered by an administrator of the whole installation.")
    return _form(request, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@signed_in
def change(request: HttpRequest, slug: str) -> HttpResponse:
    source = source_of(request, slug)
    if not request.user.is_superuser:
        raise PermissionDenied("Where a source is may only be said by an administrator of the whole installation.")
    return _form(request, "database" if source.is_database else "folder", source)


def _form(request: HttpRequest, kind: str, source: Source | None) -> HttpResponse:
    """GET: the form. POST: registers or changes, then tests the connection at once."""
    if request.method != "POST":
        place = source_form.stored(source) if source else source_form.empty(kind)
        return _draw(request, kind, source, place, {})
    place = source_form.from_form(request.POST)
    try:
        saved = _save(request, kind, source, place)
    except Refused as refused:
        return _draw(request, kind, source, place, refused.problems, status=422)
    return _ask(request, saved, "browse", at="")


def _save(request: HttpRequest, kind: str, source: Source | None, place: sources.Place) -> Source:
    now = timezone.now()
    if source:
        return sources.change(source=source, place=place, actor=request.user, now=now)
    return sources.register(kind=source_form.KINDS[kind], place=place, actor=request.user, now=now)


def _draw(
    request: HttpRequest,
    kind: str,
    source: Source | None,
    place: sources.Place,
    problems: dict[str, str],
    status: int = 200,
) -> HttpResponse:
    facts = {"kind": kind, "source": source, "place": place, "problems": problems, "name": wanted(request)}
    return render(request, "web/source_form.html", facts | source_form.choices(source), status=status)


@require_safe
@signed_in
def source(request: HttpRequest, slug: str) -> HttpResponse:
    found = source_of(request, slug)
    facts = {
        "source": found,
        "inquiry": asked_pages.named(request, "browse", source=found),
        "datasets": found.datasets.select_related("owner", "owner_team"),
        "name": wanted(request),
    }
    return render(request, "web/source.html", facts)


@require_POST
@signed_in
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """`browse`: a folder or schema to open. `look`: format, colon, path or table. Else `pattern` and `format`."""
    found = source_of(request, slug)
    if "browse" in request.POST:
        return _ask(request, found, "browse", at=typed(request.POST, "browse")[:1000])
    form, _, location = typed(request.POST, "look").partition(":")
    location = (location or typed(request.POST, "pattern")).strip().strip("/")[:300]
    form = form or typed(request.POST, "format") or guess.format_of(location)
    if not location or (form not in guess.FORMATS and not found.is_database):
        raise Http404
    return _look(request, found, location, "table" if found.is_database else form)


def _ask(request: HttpRequest, source: Source, kind: str, **arguments: object) -> HttpResponse:
    name = wanted(request)
    said = inquiries.ask(
        kind=kind, actor=request.user, now=timezone.now(), source=source, **{**arguments, "name": name}
    )
    return redirect(named(reverse("source", args=[source.slug]), name, asked=said.pk))


def _look(request: HttpRequest, source: Source, location: str, form: str) -> HttpResponse:
    now, about = timezone.now(), {"location": location, "format": form}
    rows = inquiries.ask(kind="first_rows", actor=request.user, now=now, source=source, **about)
    more = {"rows": rows.pk, "name": wanted(request)}
    if "*" in location:
        more["parts"] = inquiries.ask(kind="parts", actor=request.user, now=now, source=source, **about).pk
    columns = inquiries.ask(kind="columns", actor=request.user, now=now, source=source, **about, **more)
    return redirect(f"{reverse('source_look', args=[source.slug])}?asked={columns.pk}")


def beside(request: HttpRequest, columns: Inquiry, what: str) -> Inquiry | None:
    """The inquiry after the first `rows`, or the `parts`, that was made together with the one after the columns."""
    return Inquiry.objects.of(request.user).filter(pk=columns.arguments.get(what, 0)).first()


@require_safe
@signed_in
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """The columns and the first rows of what may become a dataset."""
    found = source_of(request, slug)
    columns = asked_pages.named(request, "columns", source=found)
    if columns is None:
        return redirect("source", slug)
    rows, parts = beside(request, columns, "rows"), beside(request, columns, "parts")
    waiting = any(each and each.state == Inquiry.State.WAITING for each in (columns, rows, parts))
    facts = {"source": found, "columns": columns, "rows": rows, "parts": parts, "waiting": waiting}
    return render(request, "web/source_look.html", facts)
