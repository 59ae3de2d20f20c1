"""What became of my flags; my looks; the datasets that are mine."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weirdness.models import Dataset, Event, Flag, Look, Person
from weirdness.web import overview
from weirdness.web.door import PAGE, signed_in, whole_number

SILENT = ("evidence_copied", "evidence_unreadable")


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    after = whole_number(request.GET, "after")
    flags = _flags(request.user, after)
    return render(
        request,
        "web/me.html",
        {
            "flags": flags[:PAGE],
            "after": after,
            "later": flags[PAGE - 1].pk if len(flags) > PAGE else None,
            "looks": Look.objects.filter(person=request.user).select_related("dataset").order_by("-day", "-pk")[:30],
            "mine": overview.mine(request.user, PAGE),
        },
    )


def _flags(person: Person, after: int | None) -> list[Flag]:
    """A page and one more, newest first, below the flag `after`; each with `last`: what happened last to its issue."""
    seen = Event.objects.filter(dataset__in=Dataset.objects.visible_to(person)).exclude(verb__in=SILENT)
    newest = seen.filter(issue=OuterRef("issue")).order_by("-pk").values("pk")[:1]
    theirs = Flag.objects.of(person).order_by("-pk")
    theirs = theirs.filter(pk__lt=after) if after else theirs
    # Which they are first: joined with their issues, all that somebody ever flagged would be sorted.
    flags = Flag.objects.filter(pk__in=theirs.values("pk")[: PAGE + 1]).select_related("issue", "dataset", "category")
    found = list(flags.annotate(last_event=Subquery(newest)).order_by("-pk"))
    events = Event.objects.select_related("actor").in_bulk([flag.last_event for flag in found if flag.last_event])
    for flag in found:
        flag.last = events.get(flag.last_event)
    return found
