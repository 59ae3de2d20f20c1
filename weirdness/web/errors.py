"""Pages for what went wrong: plain sentences that say what to do."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from weirdness.web.door import NoSuchDataset


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "web/errors/413.html", status=413)
    return render(request, "web/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/errors/403.html", {"said": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    key = exception.key if isinstance(exception, NoSuchDataset) else ""
    return render(request, "web/errors/404.html", {"dataset_name": key}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: whatever failed (the database, say) must not fail again while saying so."""
    return HttpResponse(loader.get_template("web/errors/500.html").render(), status=500)
