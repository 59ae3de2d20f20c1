"""What stands beside an issue: what its checks saw, its history, what is merged into it, what it may be the same as."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils import timezone

from weirdness.models import Column, Episode, Event, Flag, Inquiry, Issue, Person, Result, Sweep, Waiver
from weirdness.services import findings, look_alikes, merging, rows, why_me
from weirdness.web.runs import table

RUNS, HISTORY = 5, 100
SILENT = ("check_still_fails",)
FRESH = timedelta(minutes=10)  # rows that were looked up a moment ago are not asked for again


@dataclass(frozen=True)
class There:
    """What there is to look up of an issue, asked in one question. `reported`, `counted`: by this person."""

    reported: bool  # they flagged it, or what was merged into it
    counted: bool  # they did so in its last episode
    results: bool
    waivers: bool
    family: bool
    column: bool
    sweep: bool


def there(issue: Issue, episode: Episode, person: Person) -> There:
    mine = Flag.objects.filter(merging.flags_here(issue), person=person)
    asked = {
        "reported": mine,
        "counted": mine.filter(episode=episode),
        "results": issue.grouping_keys.all(),
        "waivers": issue.waivers.all(),
        "family": Issue.objects.filter(merged_root=issue),
        "column": Column.objects.filter(dataset=issue.dataset_id, name=issue.column),
        "sweep": _sweeps(issue),
    }
    found = Issue.objects.filter(pk=issue.pk).values_list(*map(Exists, asked.values())).get()
    return There(**dict(zip(asked, found, strict=True)))


def beside(issue: Issue, person: Person, known: There, *, has_rows: bool) -> dict[str, Any]:
    return {
        "results": results(issue) if known.results else [],
        "history": history(issue),
        "waivers": waivers(issue) if known.waivers else [],
        "passes": findings.passes_of(issue),
        "passes_needed": findings.PASSES,
        "why": why_me.why(issue, person),
        "near": cache(lambda: look_alikes.near_issue(issue, person)),
        "family": family(issue) if known.family else [],
        "has_column": known.column,
        "sweep": _sweeps(issue).latest("pk") if known.sweep else None,
        "rows_asked": rows_asked(issue, person) if has_rows else None,
    }


def _sweeps(issue: Issue) -> QuerySet[Sweep]:
    """The blind sweeps that found it. What is linked while lists are merged is not shown before the end."""
    return Sweep.objects.filter(items__issue=issue, state=Sweep.State.CLOSED)


def key(issue: Issue) -> list[str]:
    """What names a row, then what the issue is about: what a reader looks for first."""
    return [*issue.dataset.key_columns, issue.column]


def results(issue: Issue) -> list[Result]:
    """The last results of the expectations that guard or raised it, newest first; a table with the newest failure."""
    keys = issue.grouping_keys.values("key")
    asked = Result.objects.filter(run__dataset=issue.dataset_id, grouping_key__in=keys).select_related("run")
    found = list(asked.order_by("-run_id", "position")[:RUNS])
    failing = next((each for each in found if each.success is False), None)
    for each in found:
        each.table = table(each.examples or each.keys, key(issue)) if each is failing else None
    return found


def family(issue: Issue) -> list[Issue]:
    """What is merged into it, the first ones."""
    return list(Issue.objects.filter(merged_root=issue).select_related("merged_into").order_by("pk")[:HISTORY])


def history(issue: Issue) -> list[Event]:
    """Newest first; what a check merely found again every night is left to its results."""
    events = Event.objects.filter(issue=issue).exclude(verb__in=SILENT).select_related("actor")
    return list(events.order_by("-pk")[:HISTORY])


def waivers(issue: Issue) -> list[Waiver]:
    """Those in force, each with its `row` in words."""
    found = list(issue.waivers.in_force(timezone.now().date()).select_related("made_by"))
    for each in found:
        each.row = rows.words(each.row_key, issue.dataset.key_columns)
    return found


def rows_asked(issue: Issue, person: Person) -> Inquiry | None:
    """This person's last look at the rows as they are now, when it was a moment ago."""
    asked = Inquiry.objects.of(person).filter(kind="rows_now", issue=issue, asked_at__gt=timezone.now() - FRESH)
    return asked.first()
