"""Being away: everybody says so for themselves, and who covers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from weirdness.models import Absence, Person
from weirdness.services import absences, administering
from weirdness.services.errors import Refused
from weirdness.web.door import carry_out, signed_in, typed
from weirdness.web.routing_door import date_of, one_of, people


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, {})
    data, may_change = request.POST, administering.may_change(request.user)
    person = one_of(Person, data, "person") if may_change else None
    said = {name: typed(data, name) for name in ("person", "starts", "ends", "cover")}
    try:
        absences.declare(
            actor=request.user,
            person=person or request.user,
            starts=date_of(data, "starts"),
            ends=date_of(data, "ends"),
            cover=one_of(Person, data, "cover"),
            now=timezone.now(),
        )
    except Refused as refused:
        return _page(request, said, refused.problems, status=422)
    return redirect("absences")


def _page(
    request: HttpRequest, said: dict[str, str], problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """One's own absences; those who triage see everybody's."""
    may_look = administering.may_look(request.user)
    to_come = absences.to_come(timezone.localdate())
    shown = {
        "absences": [
            (each, absences.may_say(request.user, each.person))
            for each in to_come
            if may_look or each.person == request.user
        ],
        "may_look": may_look,
        "may_change": administering.may_change(request.user),
        "people": people(),
        "said": said,
        "problems": problems or {},
    }
    return render(request, "web/absences.html", shown, status=status)


@require_POST
@signed_in
def end(request: HttpRequest, number: int) -> HttpResponse:
    absence = Absence.objects.filter(pk=number).select_related("person").first()
    if absence is None or not absences.may_say(request.user, absence.person):
        raise Http404
    carry_out(
        request,
        lambda: absences.end(absence_id=number, actor=request.user, now=timezone.now()),
        done="Ended: new flags come as before. What was covered meanwhile stays where it is.",
    )
    return redirect("absences")
