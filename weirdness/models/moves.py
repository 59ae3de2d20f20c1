"""The transition table (an issue's life): the only place that knows which moves are legal.

Buttons of a page, the `moves` of the API and the guards of the verbs are all read from it.
"""

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    NEW = "new", "new"
    NEEDS_INFO = "needs_info", "needs information"
    CONFIRMED = "confirmed", "confirmed"
    IN_PROGRESS = "in_progress", "in progress"
    FIXED = "fixed", "fix claimed"
    CLOSED = "closed", "closed"
    MERGED = "merged", "merged"


ASKED_IN = "asked_in"  # the state the question was asked in
OPEN = (State.NEW, State.NEEDS_INFO, State.CONFIRMED, State.IN_PROGRESS, State.FIXED)
TRIAGED = (State.NEW, State.CONFIRMED, State.IN_PROGRESS)


@dataclass(frozen=True)
class Move:
    """One legal step. `by`: triager, assignee, reporter, anyone or system. `needs`: what must be said with it."""

    verb: str
    label: str
    sources: tuple[str, ...]
    target: str
    by: frozenset[str]
    needs: tuple[str, ...] = ()
    key: str = ""
    offered: bool = True  # as a button; False: it happens by itself, or by saying "same here"

    @property
    def is_for_people(self) -> bool:
        return self.by != frozenset({"system"})


def move(verb: str, label: str, sources: tuple[str, ...], target: str, by: str, **more: object) -> Move:
    return Move(verb, label, tuple(map(str, sources)), str(target), frozenset(by.split()), **more)  # type: ignore[arg-type]


S = State
UNSETTLED = (*TRIAGED, S.NEEDS_INFO)
MOVES: tuple[Move, ...] = (
    move("confirm", "Confirm", (S.NEW,), S.CONFIRMED, "triager", key="1"),
    move("merge", "Same as …", UNSETTLED, S.MERGED, "triager", needs=("into",), key="2"),
    move("explain", "Not weird, because …", TRIAGED, S.CLOSED, "triager", needs=("explanation",), key="3"),
    move("ask", "Ask the reporter", TRIAGED, S.NEEDS_INFO, "triager assignee", needs=("question",), key="4"),
    move("accept", "Accept, with a caveat", TRIAGED, S.CLOSED, "triager", needs=("caveat", "caveat_until"), key="5"),
    move("close", "Close", UNSETTLED, S.CLOSED, "triager", needs=("resolution",), key="6"),
    move("start", "Start work", (S.CONFIRMED,), S.IN_PROGRESS, "assignee triager", key="7"),
    move("claim_fixed", "It is fixed", (S.CONFIRMED, S.IN_PROGRESS), S.FIXED, "assignee triager", key="8"),
    move("stop", "Stop work", (S.IN_PROGRESS,), S.CONFIRMED, "assignee"),
    move("verify", "Yes, fixed for me", (S.FIXED,), S.CLOSED, "reporter triager", key="9"),
    move("not_fixed", "Not fixed", (S.FIXED,), S.CONFIRMED, "reporter triager", key="0"),
    move("reply", "Reply", (S.NEEDS_INFO,), ASKED_IN, "reporter", needs=("reply",)),
    move("reopen", "Reopen", (S.CLOSED,), S.CONFIRMED, "triager", needs=("reason",), key="r"),
    move("unmerge", "Unmerge", (S.MERGED,), S.NEW, "triager"),
    move("flag_again", "Flagged again", (S.CLOSED,), S.NEW, "anyone system", offered=False),
    move("disputed", "Several people dispute it", (S.CLOSED,), S.CONFIRMED, "system", offered=False),
    move("corroborated", "Confirmed by several people", (S.NEW,), S.CONFIRMED, "system", offered=False),
    move("expire", "No reply", (S.NEEDS_INFO,), S.CLOSED, "system", offered=False),
    move("expire_question", "No reply, it waits as before", (S.NEEDS_INFO,), ASKED_IN, "system", offered=False),
    move("expire_fix", "Nobody checked the fix", (S.FIXED,), S.CLOSED, "system", offered=False),
    move("expire_caveat", "Its caveat has run out", (S.CLOSED,), S.CONFIRMED, "system", offered=False),
    move("recover", "Recovered", (S.CONFIRMED,), S.CLOSED, "system", offered=False),
    move("verify_auto", "Verified by its check", (S.FIXED,), S.CLOSED, "system", offered=False),
    move("check_failed", "The check fails again", (S.FIXED,), S.CONFIRMED, "system", offered=False),
    move("regress", "It came back", (S.CLOSED,), S.CONFIRMED, "system", offered=False),
)
BY_VERB: dict[str, Move] = {each.verb: each for each in MOVES}


def offered(state: str, roles: set[str]) -> list[Move]:
    """The moves a person in these roles is shown for an issue in this state, in the table's order."""
    return [m for m in MOVES if m.offered and state in m.sources and m.by & roles]
