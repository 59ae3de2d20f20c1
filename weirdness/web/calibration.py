"""Do the forecasts hold? How often they did, where, which ones, and what estimates start from."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from defusedcsv import csv
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weirdness.confidence import DiscoveryCurve
from weirdness.confidence import Prior as Start
from weirdness.models import Dataset, Forecast
from weirdness.services import calibration, priors
from weirdness.services.calibration import Calibration, Held
from weirdness.services.forecasts import HORIZONS
from weirdness.web.charts import Chart, Column, chart
from weirdness.web.door import carry_out, signed_in, typed, whole_number
from weirdness.web.queue_export import Line

PAGE = 25
HEAD = ("dataset", "made at", "uses before it", "next uses", "foretold at least", "foretold at most", "found", "held")
HEAD += ("shares no use with another", "tier", "state then", "due at")
TABLES = {"uses": "By how far they look ahead", "tier": "By tier", "state": "By the state when they were made"}


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """`held` (yes, no) and `uses` choose which are listed; `after` goes on."""
    now, chosen = timezone.now(), chosen_of(request)
    told = calibration.calibration(now=now)
    after = typed(request.GET, "after")[:60]
    found = list(calibration.after(calibration.scored(request.user, **chosen), after)[: PAGE + 1])
    shown: dict[str, Any] = {
        "told": told,
        "words": calibration.words(told.whole.alone),
        "tables": [(title, [_named(each, what) for each in told.by[what]]) for what, title in TABLES.items()],
        "places": places(told),
        "shares": _shares(told),
        "chosen": chosen,
        "horizons": HORIZONS,
        "forecasts": found[:PAGE],
        "later": urlencode({**_said(chosen), "after": calibration.cursor(found[PAGE - 1])})
        if len(found) > PAGE
        else "",
        "from_start": urlencode(_said(chosen)),
        "is_first": not after,
        "first_due": None if told.whole.every.scored else calibration.first_due(request.user),
        "starts": starts(now),
        "may_put_back": request.user.is_superuser,
        "fewest": priors.FEWEST,
    }
    return render(request, "web/calibration.html", shown)


def chosen_of(request: HttpRequest) -> dict[str, Any]:
    held, uses = typed(request.GET, "held"), whole_number(request.GET, "uses")
    return {"held": held if held in ("yes", "no") else "", "uses": uses if uses in HORIZONS else None}


def _said(chosen: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in chosen.items() if value}


def _named(held: Held, what: str) -> tuple[str, Held]:
    labels = {"tier": Dataset.Tier, "state": Dataset.State}
    return (str(labels[what](held.name).label) if what in labels else held.name.capitalize()), held


def places(told: Calibration) -> Chart | None:
    """Where what came lay in what was foretold: level when the forecasts are right."""
    every = sum(told.places)
    if not every:
        return None
    tenth = 100 // len(told.places)
    return chart(
        [
            Column(many, f"{at * tenth}–{(at + 1) * tenth} %", f"{at * tenth} to {(at + 1) * tenth} %: {many:,}")
            for at, many in enumerate(told.places)
        ],
        title="Where what came lay in what was foretold",
        desc="Ten columns, one for each tenth of the forecast, from less than expected to more; right forecasts fill "
        "all alike. The table has the numbers.",
        beside="forecasts",
        level=every / len(told.places),
        level_words="dashed: what right forecasts give",
        labels=5,
    )


def _shares(told: Calibration) -> list[tuple[str, int]]:
    tenth = 100 // len(told.places)
    return [(f"{at * tenth} to {(at + 1) * tenth} %", many) for at, many in enumerate(told.places)]


def starts(now: datetime) -> list[dict[str, Any]]:
    """Every version of what estimates start from, the newest first, with what it expects before the first use."""
    return [
        {
            "version": each,
            "expects": [
                (uses, DiscoveryCurve([], 0, Start.from_json(each.content)).forecast(uses)) for uses in HORIZONS
            ],
            "ahead": each.in_force_from > now,
            "holds": holds,
        }
        for each, holds in priors.versions(now)
    ]


@require_POST
@signed_in
def put_back(request: HttpRequest, version: int) -> HttpResponse:
    carry_out(
        request,
        lambda: priors.put_back(version=version, actor=request.user, now=timezone.now()),
        done=f"Version {version} holds again from tomorrow on; administrators are told by mail.",
    )
    return redirect("calibration")


@require_safe
@signed_in
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Those of datasets that this person may see."""
    found = calibration.scored(request.user, **chosen_of(request))
    response = StreamingHttpResponse(_lines(found.iterator(chunk_size=2000)), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="forecasts.csv"'
    return response


def _lines(found: Iterator[Forecast]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield writer.writerow(HEAD)
    for each in found:
        assert each.scored_at is not None
        yield writer.writerow(
            [
                *(each.dataset.key, each.made_at.isoformat(), each.looks, each.uses, each.low, each.high, each.found),
                *("yes" if each.held else "no", "yes" if each.stands_alone else "no", each.tier, each.state),
                each.scored_at.isoformat(),
            ]
        )
