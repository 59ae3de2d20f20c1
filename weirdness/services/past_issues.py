"""Issues as the history tells them: its events folded in their order, without looking at the issues' own rows.

What is kept of each is what an estimate needs: state, severity, resolution, episodes, their flags, and merges.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from weirdness.models import Event, Flag
from weirdness.models.issue_words import Severity
from weirdness.models.moves import BY_VERB, State

OPENING = ("flagged", "check_failed", "split_off")
FLAGGING = ("same_here", "dispute", "doubt")
MOVING = (set(BY_VERB) - {"check_failed"}) | {"fix_failed"}
TOLD = {*OPENING, *FLAGGING, *MOVING, "severity", "split", "undo"}
SEVERITIES = {str(label): value for value, label in Severity.choices}


class Untold(Exception):
    """The history is from before it kept what a replay needs; the text says which event of it."""


@dataclass
class PastFlag:
    at: datetime
    kind: str
    person: int
    viewpoint: int


@dataclass
class PastEpisode:
    number: int
    opened_at: datetime
    resolution: str = ""
    flags: dict[int, PastFlag] = field(default_factory=dict)


@dataclass
class PastIssue:
    """`since`: in its state; `into`, `root`: numbers of the issue it was merged into, and of the one that stands."""

    number: int
    severity: int
    state: str
    since: datetime
    opened_at: datetime
    episodes: list[PastEpisode]
    into: int = 0
    root: int = 0
    asked_in: str = ""

    @property
    def last(self) -> PastEpisode:
        return self.episodes[-1]

    @property
    def resolution(self) -> str:
        return self.last.resolution if self.state == State.CLOSED else ""


@dataclass
class PastIssues:
    """All issues of one dataset after the events that were told so far. `viewpoints`: of flags, by number."""

    viewpoints: dict[int, int]
    issues: dict[int, PastIssue] = field(default_factory=dict)
    told: dict[int, Event] = field(default_factory=dict)

    def tell(self, event: Event) -> None:
        """The next event; raises Untold."""
        try:
            self._tell(event)
        except KeyError as missing:
            raise Untold(f"Event {event.pk} ({event.verb}) does not say its {missing}.") from missing
        if "was" in event.data:
            self.told[event.pk] = event

    def _tell(self, event: Event) -> None:
        if event.verb in OPENING:
            self._open(event)
        elif event.verb in FLAGGING:
            self._flag(event)
        elif event.verb == "severity":
            self._of(event).severity = SEVERITIES[event.after]
        elif event.verb == "undo":
            self._undo(event)
        elif event.verb in MOVING:
            self._move(event)

    def _of(self, event: Event) -> PastIssue:
        assert event.issue_id is not None
        return self.issues[event.issue_id]

    def _open(self, event: Event) -> None:
        data, number = event.data, event.issue_id
        assert number is not None
        opened = datetime.fromisoformat(data["opened_at"])
        state = State.CONFIRMED if event.verb == "check_failed" else State.NEW
        issue = PastIssue(number, data["severity"], state, event.at, opened, [PastEpisode(1, opened)])
        self.issues[number] = issue
        if event.verb == "flagged":
            self._put(issue.last, event, Flag.Kind.REPORT)
        elif event.verb == "split_off":
            flag = self.issues[data["issue"]].last.flags.pop(data["flag"])
            flag.kind = Flag.Kind.REPORT
            issue.last.flags[data["flag"]] = flag

    def _put(self, episode: PastEpisode, event: Event, kind: str) -> None:
        """One person's flag; said anew, it takes the place of what they said before."""
        flag, at = event.data["flag"], event.data.get("at")
        moment = datetime.fromisoformat(at) if at else event.at
        episode.flags[flag] = PastFlag(moment, kind, event.actor_id or 0, self.viewpoints.get(flag, 0))

    def _flag(self, event: Event) -> None:
        issue = self._of(event)
        if "opened_at" in event.data:  # seen before it could be told: its episode is dated back
            issue.opened_at = issue.last.opened_at = datetime.fromisoformat(event.data["opened_at"])
        kind = Flag.Kind.SAME if event.verb == "same_here" else Flag.Kind.DISPUTE
        self._put(issue.last, event, kind)

    def _move(self, event: Event) -> None:
        issue = self._of(event)
        if event.before == State.CLOSED:
            issue.episodes.append(PastEpisode(issue.last.number + 1, event.at))
            issue.opened_at = event.at
        if event.verb == "merge":
            self._point(issue, event.data["into"], event.data["into"])
            issue.state = State.MERGED
        else:
            if event.verb == "unmerge":
                self._release(issue)
            issue.state = event.after
        issue.since, issue.asked_in = event.at, event.before if issue.state == State.NEEDS_INFO else ""
        if issue.state == State.CLOSED:
            issue.last.resolution = event.data["resolution"]

    def _below(self, number: int) -> Iterator[PastIssue]:
        for other in self.issues.values():
            if other.into == number:
                yield other
                yield from self._below(other.number)

    def _point(self, issue: PastIssue, into: int, root: int) -> None:
        below = list(self._below(issue.number))
        issue.into, issue.root = into, root
        for other in below:
            other.root = root

    def _release(self, issue: PastIssue) -> None:
        below = list(self._below(issue.number))
        issue.into = issue.root = 0
        for other in below:
            other.root = issue.number

    def _undo(self, event: Event) -> None:
        if "version" not in event.data:  # the same undo, told of the other issue that it concerned
            return
        issue, undone = self._of(event), self.told[event.data["undid"]]
        was: dict[str, Any] = undone.data["was"]
        self._merge_back(issue, undone)
        if issue.last.number > was["episode"]:
            issue.episodes.pop()
        elif was["state"] != State.CLOSED:
            issue.last.resolution = ""
        issue.state, issue.severity, issue.asked_in = was["state"], was["severity"], was["asked_in"]
        issue.since, issue.opened_at = (datetime.fromisoformat(was[name]) for name in ("state_since", "opened_at"))
        if undone.verb == "split":
            self._split_back(issue, undone.data, event.at)

    def _merge_back(self, issue: PastIssue, undone: Event) -> None:
        if undone.verb == "merge":
            self._release(issue)
        elif undone.verb == "unmerge":
            parent = undone.data["was"]["merged_into_id"]
            self._point(issue, parent, self.issues[parent].root or parent)

    def _split_back(self, issue: PastIssue, data: dict[str, Any], at: datetime) -> None:
        new = self.issues[data["issue"]]
        flag = new.last.flags.pop(data["flag"])
        flag.kind = data["kind"]
        issue.last.flags[data["flag"]] = flag
        new.state, new.since, new.into, new.root = State.MERGED, at, issue.number, issue.root or issue.number

    def merged_since(self, issue: PastIssue) -> datetime:
        """Since when it is merged into the issue that stands for it, directly or with another."""
        while issue.into != issue.root:
            issue = self.issues[issue.into]
        return issue.since

    def families(self) -> dict[int, list[PastIssue]]:
        found: dict[int, list[PastIssue]] = defaultdict(list)
        for issue in self.issues.values():
            if issue.state == State.MERGED:
                found[issue.root].append(issue)
        return found
