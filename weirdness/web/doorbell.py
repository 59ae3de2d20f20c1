"""After a request that may have owed work, ring: the row is committed, the bell only makes it quick."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from weirdness import tasks


class DoorbellMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS") and response.status_code < 400:
            tasks.ring()
        return response
