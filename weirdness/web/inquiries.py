"""What a page asked of the data: it waits with a moving bar, then shows the answer in place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from weirdness.models import Inquiry
from weirdness.web.door import signed_in, whole_number


@require_safe
@signed_in
def inquiry(request: HttpRequest, number: int) -> HttpResponse:
    """The fragment for a page that polls it, or a page of its own; templates/web/answers/<kind>.html draws it."""
    asked = Inquiry.objects.of(request.user).select_related("dataset", "source", "issue")
    found = get_object_or_404(asked, pk=number)
    if address := onward(found):
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    facts = {"inquiry": found, "drawn_by": f"web/answers/{found.kind}.html"}
    response = render(request, "web/parts/inquiry.html" if request.htmx else "web/inquiry.html", facts)
    patch_vary_headers(response, ["HX-Request"])
    return response


def named(request: HttpRequest, kind: str, **about: object) -> Inquiry | None:
    """The inquiry that `?asked=` names, when it is this person's, of this kind and about this."""
    number = whole_number(request.GET, "asked") or 0
    asked = Inquiry.objects.of(request.user).select_related("dataset", "source")
    return asked.filter(pk=number, kind=kind, **about).first()


def onward(found: Inquiry) -> str:
    """Where an ended registration or promotion leads: to the page that goes on from what became of it; else ""."""
    if found.kind == "guard" and found.state != Inquiry.State.WAITING:
        return f"{reverse('promote', args=[found.issue_id])}?guard={found.pk}"
    if found.kind != "register" or found.state == Inquiry.State.WAITING or found.source is None:
        return ""
    return f"{reverse('register', args=[found.source.slug])}?asked={found.pk}"
