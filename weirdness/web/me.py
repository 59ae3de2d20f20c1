"""What became of my flags; my looks; the datasets that are mine."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weirdness.models import Dataset, Event, Flag, Look, Person
from weirdness.web import overview
from weirdness.web.door import PAGE, how_many, signed_in

SILENT = ("evidence_copied", "evidence_unreadable")


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    most = how_many(request)
    flags = _flags(request.user, most + 1)
    return render(
        request,
        "web/me.html",
        {
            "flags": flags[:most],
            "more": most + 100 if len(flags) > most else None,
            "looks": Look.objects.filter(person=request.user).select_related("dataset").order_by("-day", "-pk")[:30],
            "mine": overview.mine(request.user, PAGE),
        },
    )


def _flags(person: Person, most: int) -> list[Flag]:
    """Newest first, each with `last`: the event that happened last to its issue."""
    seen = Event.objects.filter(dataset__in=Dataset.objects.visible_to(person)).exclude(verb__in=SILENT)
    newest = seen.filter(issue=OuterRef("issue")).order_by("-pk").values("pk")[:1]
    flags = Flag.objects.visible_to(person).filter(person=person).select_related("issue", "dataset", "category")
    found = list(flags.annotate(last_event=Subquery(newest)).order_by("-at", "-pk")[:most])
    events = Event.objects.select_related("actor").in_bulk([flag.last_event for flag in found if flag.last_event])
    for flag in found:
        flag.last = events.get(flag.last_event)
    return found
