"""What no rule reached: nothing is unassigned in silence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weirdness.models import Flag
from weirdness.services import administering, unreached
from weirdness.web.door import how_many
from weirdness.web.routing_door import for_triagers


@require_safe
@for_triagers
def index(request: HttpRequest) -> HttpResponse:
    most = how_many(request)
    about = ("dataset", "category", "assignee", "assignee_team")
    caught = list(unreached.issues(request.user).select_related(*about)[: most + 1])
    return render(
        request,
        "web/unreached.html",
        {
            "nobody": unreached.with_nobody(request.user).select_related(*about)[:100],
            "headless": unreached.headless(request.user)[:100],
            "datasets": unreached.datasets(request.user),
            "issues": caught[:most],
            "more": most + 100 if len(caught) > most else None,
            "to_register": Flag.objects.to_register().count() if administering.may_change(request.user) else 0,
        },
    )
