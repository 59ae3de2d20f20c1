"""What an issue's page and the queue's right half both show. The issue came through `visible_to`."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from weirdness.models import Event, Flag, Issue, Move, Person, Result, Waiver
from weirdness.models.issue_words import Fault, Resolution, Severity, Target
from weirdness.models.moves import State
from weirdness.services import findings, promotions, rows
from weirdness.services.triage import CLOSABLE
from weirdness.web.runs import table

RUNS, HISTORY = 5, 200
SILENT = ("check_still_fails",)


@dataclass(frozen=True)
class Offer:
    """A legal move as the page draws it: a button, or a small form when something must be said with it."""

    move: Move
    typed: dict[str, str]
    problems: dict[str, str]

    @property
    def is_open(self) -> bool:
        """Something was typed or refused: show it again."""
        return bool(self.typed or self.problems)


def visible(person: Person) -> QuerySet[Issue]:
    return Issue.objects.visible_to(person).select_related("dataset", "category", "assignee", "assignee_team")


def facts(issue: Issue, person: Person, said: dict[str, Any] | None = None) -> dict[str, Any]:
    """`said`: what was typed for a verb that was refused (`verb`, `typed`, `problems`)."""
    said = said or {"verb": "", "typed": {}, "problems": {}}
    flags = _flags(issue)
    episode = issue.episode()
    roles = issue.roles_of(person)
    return {
        "issue": issue,
        "episode": episode,
        "flags": flags,
        "copying": any(each.copied and each.copied.state == "wanted" for each in flags),
        "offers": [_offer(move, said) for move in issue.moves_for(person)],
        "severities": Severity.choices if "triager" in roles and issue.is_open else [],
        "resolutions": [(each.value, each.label) for each in map(Resolution, CLOSABLE)],
        "faults": Fault.choices,
        "said_here": any(each.person_id == person.pk and each.episode_id == episode.pk for each in flags),
        "may_say_same": issue.state != State.MERGED,
        "results": _results(issue),
        "history": _history(issue),
        "may_promote": issue.target != Target.METADATA and promotions.may_promote(issue, person),
        "rows_named": any(each.copied and each.copied.keys for each in flags),
        "passes": findings.passes_of(issue),
        "passes_needed": findings.PASSES,
        "waivers": _waivers(issue),
    }


def _offer(move: Move, said: dict[str, Any]) -> Offer:
    ours = said["verb"] == move.verb
    return Offer(move, said["typed"] if ours else {}, said["problems"] if ours else {})


def _flags(issue: Issue) -> list[Flag]:
    """In order; each with `copied`, its evidence or None, and that evidence as a `table`."""
    found = list(issue.flags.select_related("person", "viewpoint", "run", "category", "evidence", "episode"))
    for flag in found:
        flag.copied = getattr(flag, "evidence", None)
        flag.table = table(flag.copied.rows, _order(issue, flag), most=50) if flag.copied else None
    return found


def _key(issue: Issue) -> list[str]:
    """What names a row, then what the issue is about: what a reader looks for first."""
    return [*issue.dataset.key_columns, issue.column]


def _order(issue: Issue, flag: Flag) -> list[str]:
    return [*_key(issue), *flag.copied.columns]


def _results(issue: Issue) -> list[Result]:
    """The last results of the expectations that guard or raised it, newest first; a table with the newest failure."""
    keys = issue.grouping_keys.values("key")
    results = Result.objects.filter(run__dataset=issue.dataset_id, grouping_key__in=keys).select_related("run")
    found = list(results.order_by("-run_id", "position")[:RUNS])
    failing = next((each for each in found if each.success is False), None)
    for each in found:
        each.table = table(each.examples or each.keys, _key(issue)) if each is failing else None
    return found


def _history(issue: Issue) -> list[Event]:
    """Newest first; what a check merely found again every night is left to its results."""
    events = Event.objects.filter(issue=issue).exclude(verb__in=SILENT).select_related("actor")
    return list(events.order_by("-pk")[:HISTORY])


def _waivers(issue: Issue) -> list[Waiver]:
    """Those in force, each with its `row` in words."""
    found = list(issue.waivers.in_force(timezone.now().date()).select_related("made_by"))
    for each in found:
        each.row = rows.words(each.row_key, issue.dataset.key_columns)
    return found
