"""All datasets that one may see: where they stand, what is missing for stable, and whether oddities dry up."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from weirdness.models import Change, Dataset, Standing
from weirdness.services import eyes, portfolio
from weirdness.web.charts import Chart, Column, chart
from weirdness.web.door import signed_in, typed

PAGE, GRID, CHANGES = 25, 25, 8
FEW = 10  # looks in a month; below, its rate says little
PARTS = {
    "looks": "more uses",
    "people": "more people",
    "viewpoints": "another viewpoint",
    "issues": "verdicts or repairs",
    "checks": "checks that pass",
}
SORTS = {"near": "Nearest to stable", "need": "Most in need of eyes"}


@dataclass(frozen=True)
class Share:
    """A bar of 0 to 100, and what it leads to."""

    name: str
    label: str
    many: int
    width: float
    kind: str
    query: str


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """`state`, `lacks` and `sort` choose what is listed; `after` goes on."""
    chosen, now = chosen_of(request), timezone.now()
    counts = portfolio.counts(request.user)
    found = portfolio.listed(request.user, **chosen, after=typed(request.GET, "after")[:60], most=PAGE + 1)
    later = portfolio.cursor(found[PAGE - 1], chosen["sort"]) if len(found) > PAGE else ""
    months = portfolio.drying_up(request.user, now=now)
    shown: dict[str, Any] = {
        "counts": counts,
        "states": states(counts, chosen),
        "parts": parts(counts, chosen),
        "chosen": chosen,
        "said": said(chosen),
        "sorts": [(name, label, query(chosen | {"sort": name})) for name, label in SORTS.items()],
        "standings": found[:PAGE],
        "later": query(chosen) + "&" + urlencode({"after": later}) if later else "",
        "is_first": not typed(request.GET, "after"),
        "months": months[::-1],
        "drying": drying(months),
        "looks": looks(months),
        "few": FEW,
        "noticed": portfolio.noticed(request.user, now=now),
        "changes": portfolio.newest_changes(request.user, now=now, most=CHANGES),
        "settled": Change.Settled,
    }
    return render(request, "web/portfolio.html", shown)


@require_safe
@signed_in
def who_looked(request: HttpRequest) -> HttpResponse:
    """Viewpoints by dataset, some datasets at a time; in the order of the portfolio."""
    chosen = chosen_of(request)
    found = portfolio.listed(request.user, **chosen, after=typed(request.GET, "after")[:60], most=GRID + 1)
    later = portfolio.cursor(found[GRID - 1], chosen["sort"]) if len(found) > GRID else ""
    shown = {
        "grid": eyes.grid(datasets_of(found[:GRID]), now=timezone.now()),
        "chosen": chosen,
        "said": said(chosen),
        "back": query(chosen),
        "sorts": [(name, label, query(chosen | {"sort": name})) for name, label in SORTS.items()],
        "later": query(chosen) + "&" + urlencode({"after": later}) if later else "",
        "is_first": not typed(request.GET, "after"),
    }
    return render(request, "web/portfolio_eyes.html", shown)


def datasets_of(standings: list[Standing]) -> list[Dataset]:
    return [each.dataset for each in standings]


def chosen_of(request: HttpRequest) -> dict[str, str]:
    state, lacks, sort = (typed(request.GET, name) for name in ("state", "lacks", "sort"))
    return {
        "state": state if state in Dataset.State.values else "",
        "lacks": lacks if lacks in PARTS else "",
        "sort": sort if sort in SORTS else "near",
    }


def query(chosen: dict[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in chosen.items() if value})


def said(chosen: dict[str, str]) -> str:
    """What is listed, in words."""
    which = Dataset.State(chosen["state"]).label if chosen["state"] else "not stable yet"
    lacks = f", missing {PARTS[chosen['lacks']]}" if chosen["lacks"] else ""
    return f"Datasets: {which}{lacks}"


def states(counts: portfolio.Counts, chosen: dict[str, str]) -> list[Share]:
    most = max([1, *counts.states.values()])
    return [
        Share(
            state,
            str(Dataset.State(state).label),
            many,
            round(100 * many / most, 1),
            f"d-{state}",
            query({"state": "" if chosen["state"] == state else state, "sort": chosen["sort"]}),
        )
        for state, many in counts.states.items()
    ]


def parts(counts: portfolio.Counts, chosen: dict[str, str]) -> list[Share]:
    most = max([1, *counts.lacking.values()])
    return [
        Share(
            part,
            label,
            counts.lacking[part],
            round(100 * counts.lacking[part] / most, 1),
            "lack",
            query({"lacks": "" if chosen["lacks"] == part else part, "sort": chosen["sort"]}),
        )
        for part, label in PARTS.items()
    ]


def drying(months: list[portfolio.Drying]) -> Chart | None:
    """New oddities per 100 uses by month; a month of few uses is drawn pale."""
    if not months:
        return None
    return chart(
        [
            Column(each.rate, f"{each.month:%b %y}", f"{each.month:%B %Y}: {_found(each)}", each.looks < FEW)
            for each in months
        ],
        title="New oddities per 100 uses, by month",
        desc="A column for each month, pale where it had few uses; the table has the numbers.",
        beside="new oddities per 100 uses",
    )


def looks(months: list[portfolio.Drying]) -> Chart | None:
    if not months:
        return None
    return chart(
        [Column(each.looks, f"{each.month:%b %y}", f"{each.month:%B %Y}: {each.looks:,} uses") for each in months],
        title="Uses by month",
        desc="A column for each month; the table has the numbers.",
        beside="uses (one person, one day)",
    )


def _found(each: portfolio.Drying) -> str:
    return f"{each.finds:,} new in {each.looks:,} uses, {each.rate:.1f} in 100"
