""" "I used it, all fine": the button on pages, and the link that chats and dashboards carry. A GET counts nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from weirdness.models import Dataset, Look, Person
from weirdness.services import looks
from weirdness.services.errors import Conflict
from weirdness.web.door import dataset_of, signed_in, typed

LATELY = timedelta(days=60)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def used(request: HttpRequest, key: str) -> HttpResponse:
    """What a link opens: asks once, or says that the use of today is counted. The page's script presses its button."""
    about, now = dataset_of(request, key), timezone.now()
    if request.method == "POST":
        if "take_back" in request.POST:
            _take_back(request, about, now)
        else:
            looks.check_in(dataset=about, person=request.user, now=now, origin=Look.Origin.LINK)
        return redirect("used", about.key)
    look = looks.of_today(about, request.user, now)
    shown = {
        "dataset": about,
        "look": look,
        "stays": looks.why_it_stays(look) if look else "",
        # Whoever took it back, and comes here again with the Back button, is not counted by that.
        "at_once": look is None and not looks.taken_back_today(about, request.user, now),
        "again": timezone.localdate(now) + timedelta(days=1),
    }
    return render(request, "web/used.html", shown)


@require_POST
@signed_in
def look(request: HttpRequest, key: str) -> HttpResponse:
    """The button of a page, which is shown again (`next`); without it the dataset's page."""
    about, now = dataset_of(request, key), timezone.now()
    if "take_back" in request.POST:
        if _take_back(request, about, now):
            messages.success(request, f"Taken back: your use of {about.title} today is not counted.")
    elif looks.check_in(dataset=about, person=request.user, now=now):
        messages.success(
            request, f"Thank you. Your use of {about.title} today is counted: quiet uses make a dataset stable."
        )
    else:
        messages.info(
            request, f"Thank you. Your use of {about.title} today was counted already; each person counts once a day."
        )
    return _back(request, about)


def _take_back(request: HttpRequest, about: Dataset, now: datetime) -> bool:
    try:
        looks.take_back(dataset=about, person=request.user, now=now)
    except Conflict as conflict:
        messages.info(request, str(conflict))
        return False
    return True


def _back(request: HttpRequest, about: Dataset) -> HttpResponse:
    onward = typed(request.POST, "next")
    if onward and url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()):
        return redirect(onward)
    return redirect("dataset", about.key)


def mark(datasets: Iterable[Dataset], person: Person) -> None:
    """Gives each `used`: "today", "lately" or "", from this person's looks. One question for all of them."""
    shown, today = {each.pk: each for each in datasets}, timezone.localdate()
    mine = Look.objects.counted().filter(person=person, dataset__in=list(shown), day__gte=today - LATELY)
    last: dict[int, object] = {}
    for dataset, day in mine.order_by("day").values_list("dataset", "day"):
        last[dataset] = day
    for number, each in shown.items():
        each.used = "" if number not in last else "today" if last[number] == today else "lately"
