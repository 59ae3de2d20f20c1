"""Query logs: the list, handing one in, what became of it, and taking it back."""

from django.core.exceptions import PermissionDenied
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weirdness.models import LogImport, Source
from weirdness.services import administering
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.query_logs import handing_in, statements, words
from weirdness.services.query_logs.lines import MB
from weirdness.web.door import carry_out, signed_in, typed, whole_number
from weirdness.web.uploads import LogQuota

PAGE = 50
KINDS = {
    LogImport.Kind.CSV: "A CSV file with the columns time, login and table (or statement)",
    LogImport.Kind.POSTGRES_LOG: "A log file of PostgreSQL: csvlog, jsonlog, or lines that say when and who",
}


def guard(request: HttpRequest) -> None:
    if not handing_in.may_hand_in(request.user):
        raise PermissionDenied(
            "Query logs are for administrators and those who answer for a dataset. Ask one of them to hand yours in."
        )


@csrf_exempt  # only until it is said where a large file goes: _hand_in is protected
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    guard(request)
    if request.method == "POST":
        request.upload_handlers = [LogQuota(request), TemporaryFileUploadHandler(request)]
        return _hand_in(request)
    return _draw(request, {}, {"kind": LogImport.Kind.CSV})


@csrf_protect
def _hand_in(request: HttpRequest) -> HttpResponse:
    said = {name: typed(request.POST, name).strip() for name in ("kind", "source", "prefix")}
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise handing_in.too_large() if "file" in getattr(request, "too_large", {}) else _no_file()
        log = handing_in.hand_in(
            actor=request.user,
            kind=said["kind"],
            name=sent.name or "",
            pieces=sent.chunks(MB),
            now=timezone.now(),
            source=databases().filter(pk=whole_number(request.POST, "source") or 0).first(),
            prefix=said["prefix"],
        )
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    except Refused as refused:
        return _draw(request, refused.problems, said, status=422)
    return redirect("query_log", log.pk)


def _no_file() -> Refused:
    return Refused(file="Choose the file of the log.")


def databases() -> QuerySet[Source]:
    return Source.objects.filter(kind="database").order_by("name")


def _draw(request: HttpRequest, problems: dict[str, str], said: dict[str, str], status: int = 200) -> HttpResponse:
    before = whole_number(request.GET, "before")
    found = LogImport.objects.visible_to(request.user).select_related("asked_by", "source")
    logs = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    is_administrator = administering.may_change(request.user)
    sources = list(databases()) if is_administrator else []
    facts = {
        "logs": [(log, words.headline(log)) for log in logs[:PAGE]],
        "later": logs[PAGE - 1].pk if len(logs) > PAGE else None,
        "is_first": before is None,
        "problems": problems,
        "said": said,
        "kinds": KINDS.items(),
        "sources": sources,
        "counting": [(source, statements.is_nightly(source)) for source in sources],
        "is_administrator": is_administrator,
        "most": handing_in.most_megabytes(),
    }
    return render(request, "web/query_logs.html", facts, status=status)


@require_safe
@signed_in
def log(request: HttpRequest, number: int) -> HttpResponse:
    found = _log(request, number)
    over = found.state not in (LogImport.State.WAITING, LogImport.State.READING)
    facts = {
        "log": found,
        "is_over": over,
        "sentences": words.sentences(found),
        "percent": min(99, 100 * found.read // found.size) if found.size else None,
        "may_take_back": found.state == LogImport.State.DONE and handing_in.may_take_back(found, request.user),
        "waits": bool(found.outcome.get("logins") or found.outcome.get("tables")),
    }
    response = render(request, "web/parts/query_log.html" if request.htmx else "web/query_log.html", facts)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _log(request: HttpRequest, number: int) -> LogImport:
    seen = LogImport.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("asked_by", "source"), pk=number)


@require_POST
@signed_in
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    found, now = _log(request, number), timezone.now()
    carry_out(
        request,
        lambda: handing_in.take_back(log_id=found.pk, actor=request.user, now=now),
        done="The log is taken back. Its looks count no more, and the numbers are being made anew.",
    )
    return redirect("query_log", found.pk)


@require_POST
@signed_in
def read_statements(request: HttpRequest, slug: str) -> HttpResponse:
    """`nightly`: on or off; else reads how often statements were called, now."""
    source = get_object_or_404(databases(), slug=slug) if administering.may_change(request.user) else None
    if source is None:
        return get_object_or_404(Source.objects.none())
    now, nightly = timezone.now(), typed(request.POST, "nightly")
    if nightly:
        done = "It is read every night from now on." if nightly == "on" else "It is not read by night any more."
        carry_out(
            request,
            lambda: statements.switch(source_id=source.pk, nightly=nightly == "on", actor=request.user, now=now),
            done=done,
        )
        return redirect("query_logs")
    read = statements.ask(source=source, actor=request.user, now=now)
    return redirect("query_log", read.pk)
