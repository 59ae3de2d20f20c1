"""One digest per owner after a run that changed something: what broke, since when, how much, what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weirdness.mail import confidence_line, ending, finding, links, words
from weirdness.models import Change, Dataset, Flag, Issue, Notification, Run

SHOWN = 5
HEAD = 16  # characters of the chain's head: enough to find it again, short enough to read out


@dataclass(frozen=True)
class Open:
    """An issue that is open still: how long, and whose it is."""

    issue: Issue
    url: str
    age: str
    who: str


@dataclass(frozen=True)
class Said:
    """What a person said about the dataset since the last digest."""

    issue: Issue
    url: str
    who: str
    what: str
    sentence: str


def facts(notification: Notification) -> dict[str, Any]:
    """Context: run, new, came_back, recovered, still (ids of issues), noticed (ids of changes), to_review
    (sentences), trail_head.
    """
    owed, at = notification.context, notification.created_at
    run = Run.objects.select_related("dataset", "suite").get(pk=owed["run"])
    broken = {*owed["new"], *owed["came_back"]}
    people, still = _people_say(notification), _still_open(run.dataset, broken, now=at)
    return {
        "run": run,
        "run_at": words.moment(run.asked_at),
        "run_url": links.run(run),
        "dataset": run.dataset,
        "dataset_url": links.dataset(run.dataset),
        "counts": counts(owed),
        "verdict": verdict(run, owed),
        "new": [finding.of(issue, run) for issue in _issues(owed["new"])],
        "came_back": [finding.of(issue, run) for issue in _issues(owed["came_back"])],
        "recovered": [(issue, links.issue(issue)) for issue in _issues(owed["recovered"])],
        "noticed": list(Change.objects.filter(pk__in=owed.get("noticed", [])).order_by("-sure", "pk")),
        "to_review": owed.get("to_review", []),
        "suite_url": links.suite(run.suite),
        "people": people[:SHOWN],
        "more_people": max(0, len(people) - SHOWN),
        "still": still[:SHOWN],
        "more_still": max(0, len(still) - SHOWN),
        "ending": ending.soon(run.dataset, at),
        "confidence": confidence_line.of(run.dataset, at),
        "trail_head": owed["trail_head"][:HEAD],
    }


def counts(owed: dict[str, Any]) -> str:
    """`2 new, 1 still failing, 3 recovered`: the subject's numbers, without the zeros."""
    named = {
        "new": owed["new"],
        "came back": owed["came_back"],
        "still failing": owed["still"],
        "recovered": owed["recovered"],
        "changed upstream": owed.get("noticed", []),
        "to review": owed.get("to_review", []),
    }
    return ", ".join(f"{len(ids)} {word}" for word, ids in named.items() if ids)


def verdict(run: Run, owed: dict[str, Any]) -> str:
    """One sentence: how many checks passed, and what is different from the run before."""
    held = run.results.filter(success=True).count()
    different = [
        words.counted(len(owed["new"]), "new problem") if owed["new"] else "",
        f"{words.counted(len(owed['came_back']), 'problem')} came back" if owed["came_back"] else "",
        f"{words.counted(len(owed['recovered']), 'problem')} went away" if owed["recovered"] else "",
        f"{words.counted(len(owed['noticed']), 'change')} upstream" if owed.get("noticed") else "",
        f"{words.counted(len(owed['to_review']), 'check')} to review" if owed.get("to_review") else "",
    ]
    changes = ", ".join(part for part in different if part)
    return f"{held} of {words.counted(run.results.count(), 'check')} passed: {changes}."


def _issues(ids: list[int]) -> list[Issue]:
    return list(Issue.objects.filter(pk__in=ids).select_related("dataset").order_by("-severity", "pk"))


def _people_say(notification: Notification) -> list[Said]:
    flags = Flag.objects.filter(
        dataset=notification.dataset, person__isnull=False, issue__isnull=False, at__lte=notification.created_at
    )
    before = Notification.objects.filter(
        message=notification.message,
        person=notification.person,
        dataset=notification.dataset,
        created_at__lt=notification.created_at,
    ).order_by("created_at")
    if last := before.last():
        flags = flags.filter(at__gt=last.created_at)
    return [_said(flag) for flag in flags.select_related("issue", "person", "viewpoint").order_by("-at", "-pk")]


def _said(flag: Flag) -> Said:
    what = "same here" if flag.kind == Flag.Kind.SAME else flag.get_kind_display()
    who = f"{flag.person.name} ({flag.viewpoint.name.lower()})"
    return Said(flag.issue, links.issue(flag.issue), who, what, flag.sentence or flag.issue.title)


def _still_open(dataset: Dataset, fresh: set[int], *, now: datetime) -> list[Open]:
    waiting = dataset.issues.open().exclude(pk__in=fresh).select_related("assignee", "assignee_team")
    return [
        Open(issue, links.issue(issue), words.age(issue.opened_at, now), str(issue.responsible or "nobody yet"))
        for issue in waiting.order_by("-severity", "opened_at", "pk")
    ]
