"""Saved views of the queue: keeping the filters under a name, renaming, removing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from weirdness.models import SavedView
from weirdness.services import saved_views
from weirdness.web.desk import Desk
from weirdness.web.door import carry_out, signed_in, typed, whole_number


@require_POST
@signed_in
def save(request: HttpRequest) -> HttpResponse:
    desk, name = Desk.said(request.user, typed(request.POST, "queue")), typed(request.POST, "name")
    team = request.user.teams.filter(pk=whole_number(request.POST, "team") or 0).first()
    query = desk.filters.address()
    carry_out(
        request,
        lambda: saved_views.keep(actor=request.user, name=name, query=query, team=team),
        done=f"These filters are kept as “{name.strip()}”.",
    )
    return redirect(f"{reverse('queue')}?{query}")


@require_POST
@signed_in
def change(request: HttpRequest, number: int) -> HttpResponse:
    """`do`: rename or remove."""
    view = get_object_or_404(SavedView.objects.of(request.user), pk=number)
    name, here = typed(request.POST, "name"), Desk.said(request.user, typed(request.POST, "queue")).here
    if typed(request.POST, "do") == "remove":
        carry_out(
            request,
            lambda: saved_views.remove(view_id=view.pk, actor=request.user),
            done=f"The view “{view.name}” is gone; its issues are where they were.",
        )
    else:
        carry_out(
            request,
            lambda: saved_views.rename(view_id=view.pk, actor=request.user, name=name),
            done=f"The view is named “{name.strip()}” now.",
        )
    return redirect(f"{reverse('queue')}?{here}")
