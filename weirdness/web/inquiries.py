"""What a page asked of the data: it waits with a moving bar, then shows the answer in place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from weirdness.models import Inquiry
from weirdness.web.door import signed_in


@require_safe
@signed_in
def inquiry(request: HttpRequest, number: int) -> HttpResponse:
    """The fragment for a page that polls it, or a page of its own; templates/web/answers/<kind>.html draws it."""
    asked = Inquiry.objects.of(request.user).select_related("dataset", "source", "issue")
    found = get_object_or_404(asked, pk=number)
    facts = {"inquiry": found, "drawn_by": f"web/answers/{found.kind}.html"}
    response = render(request, "web/parts/inquiry.html" if request.htmx else "web/inquiry.html", facts)
    patch_vary_headers(response, ["HX-Request"])
    return response
