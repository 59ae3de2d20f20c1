"""Where everybody arrives: what waits for me, my datasets, and one big button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weirdness.models import Dataset, Event, Flag, Issue, Person, State, Sweep
from weirdness.web import overview, used
from weirdness.web.door import PAGE, signed_in

NEWS = (
    *("flagged", "same_here", "check_failed", "flag_again", "reopen", "regress", "fix_failed"),
    *("confirm", "explain", "accept", "close", "claim_fixed", "verify", "not_fixed", "recover", "verify_auto"),
    *("severity", "state", "registered", "described", "sweep_closed"),
)


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    person = request.user
    seen = overview.mine_first(person, PAGE)
    used.mark(seen, person)
    triaged = Issue.objects.to_judge(person).waiting()
    return render(
        request,
        "web/home.html",
        {
            "waiting": triaged.by_score().select_related("dataset", "category")[:5],
            "to_verify": _to_verify(person),
            "lists": Sweep.objects.awaiting(person).select_related("dataset", "asked_by").order_by("deadline")[:10],
            "mine": [each for each in seen if each.is_mine],
            "others": [each for each in seen if not each.is_mine],
            "news": _news(person),
            "newcomer": not triaged.exists() and not Flag.objects.of(person).exists(),
        },
    )


def _to_verify(person: Person) -> list[Issue]:
    """Fixes claimed for what this person flagged: "is it fixed for you?"."""
    # Looked up first: joined, all claimed fixes of the installation would be read.
    flagged = Flag.objects.of(person).filter(issue__state=State.FIXED).order_by().values_list("issue", flat=True)
    fixed = Issue.objects.visible_to(person).filter(state=State.FIXED, pk__in=set(flagged))
    return list(fixed.select_related("dataset", "category")[:10])


def _news(person: Person) -> list[Event]:
    events = Event.objects.filter(dataset__in=Dataset.objects.visible_to(person), verb__in=NEWS)
    events = events.exclude(issue__private=True)  # for fewer than the dataset
    return list(events.select_related("actor", "issue", "dataset").order_by("-pk")[:12])
