"""What an issue's page and the queue's right half both show. The issue came through `visible_to`."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from weirdness.models import Attachment, Episode, Flag, Issue, Move, Person
from weirdness.models.issue_words import Fault, Resolution, Severity, Target
from weirdness.models.moves import State, offered
from weirdness.services import disputes, merging, promotions, rewording, splitting
from weirdness.services.triage import CLOSABLE
from weirdness.web import discussion_facts
from weirdness.web.doubts import doubt
from weirdness.web.issue_beside import beside, key, there
from weirdness.web.runs import table
from weirdness.web.takers import takers

ASIDES = ("snooze", "assign", "severity", "split", "dispute", "reword")
FEW, MANY = 50, 1000  # flags that are drawn
HOLDS = timedelta(days=91)  # a caveat, when nobody says otherwise: a quarter of a year


@dataclass(frozen=True)
class Offer:
    """A legal move as the page draws it: a button, or a small form when something must be said with it."""

    move: Move
    typed: dict[str, str]
    problems: dict[str, str]
    is_open: bool = False  # asked for, or refused: its form is shown at once


def visible(person: Person) -> QuerySet[Issue]:
    related = ("dataset", "category", "assignee", "assignee_team", "merged_root")
    return Issue.objects.visible_to(person).select_related(*related)


def facts(issue: Issue, person: Person, said: dict[str, Any] | None = None, *, opened: str = "") -> dict[str, Any]:
    """`said`: what was typed for a verb that was refused (`verb`, `typed`, `problems`). `opened`: a form to unfold."""
    said = said or {"verb": opened, "typed": {}, "problems": {}}
    episode = issue.episode()
    known = there(issue, episode, person)
    flags, more_flags = _flags(issue, episode, MANY if opened == "flags" else FEW)
    roles = issue.roles_of(person, reported=known.reported)
    moves = offered(issue.state, roles)
    judges = "triager" in roles and issue.is_open
    offered_to = cache(lambda: takers(issue))
    has_rows = any(each.copied and each.copied.rows for each in flags)
    return {
        "issue": issue,
        "episode": episode,
        "flags": flags,
        "more_flags": more_flags,
        "copying": any(each.copied and each.copied.state == "wanted" for each in flags),
        "offers": [_offer(move, said) for move in moves],
        "asides": {name: _said(name, said) for name in ASIDES},
        "judges": judges,
        "severities": Severity.choices if judges else [],
        "takers": offered_to,
        "with_whom": with_whom(issue),
        "opened": opened,
        "may_split": judges and sum(each.issue_id == issue.pk for each in flags) > 1,
        "resolutions": [(each.value, each.label) for each in map(Resolution, CLOSABLE)],
        "faults": Fault.choices,
        "said_here": known.counted,
        "may_say_same": issue.state != State.MERGED,
        "may_dispute": issue.is_open or issue.resolution in disputes.DISPUTABLE,
        "may_reword": rewording.may_reword(issue, roles),
        **(doubt(issue, person) if rewording.is_settled(issue) else {}),
        "may_promote": issue.target != Target.METADATA and promotions.may_promote(issue, person),
        "rows_named": any(each.copied and each.copied.keys for each in flags),
        "rows_copied": has_rows,
        "discussion": discussion_facts.shown(issue, person, roles, offered_to),
        **days(),
        **beside(issue, person, known, has_rows=has_rows),
    }


def _offer(move: Move, said: dict[str, Any]) -> Offer:
    ours = said["verb"] == move.verb
    return Offer(move, said["typed"] if ours else {}, said["problems"] if ours else {}, ours)


def _said(verb: str, said: dict[str, Any]) -> dict[str, Any]:
    """What was typed for one of the verbs that move nothing, and what was wrong with it."""
    ours = said["verb"] == verb
    return {"typed": said["typed"] if ours else {}, "problems": said["problems"] if ours else {}, "open": ours}


def with_whom(issue: Issue) -> str:
    """The value of the form's choice for whoever has the issue."""
    if issue.assignee_id:
        return f"p{issue.assignee_id}"
    return f"t{issue.assignee_team_id}" if issue.assignee_team_id else ""


def days() -> dict[str, Any]:
    today = timezone.localdate()
    return {"tomorrow": today + timedelta(days=1), "next_week": today + timedelta(days=7), "holds": today + HOLDS}


def _flags(issue: Issue, episode: Episode, most: int) -> tuple[list[Flag], bool]:
    """The first ones in order, with those of merged issues, and whether there are more.

    Each with `copied`, its evidence or None, and that as a `table`.
    """
    # Joined with all of these, it takes the server longer to plan than everything on the page to answer.
    apart = ("viewpoint", Prefetch("attachments", Attachment.objects.shown()))
    shown = Flag.objects.filter(merging.flags_here(issue)).select_related("person", "evidence")
    found = list(shown.prefetch_related(*apart)[: most + 1])
    episodes = Episode.objects.in_bulk({each.episode_id for each in found} - {episode.pk}) | {episode.pk: episode}
    for flag in found:
        flag.episode = episodes.get(flag.episode_id)
        flag.copied = getattr(flag, "evidence", None)
        flag.is_movable = flag.kind in splitting.MOVABLE and flag.person_id is not None
        flag.table = table(flag.copied.rows, _order(issue, flag), most=50) if flag.copied else None
    return found[:most], len(found) > most


def _order(issue: Issue, flag: Flag) -> list[str]:
    return [*key(issue), *flag.copied.columns]
