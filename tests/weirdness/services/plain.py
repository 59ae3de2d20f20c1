"""The life of issues in plain Python, without a database: what the verbs are held against.

Written from product.md §4, not from the services. People are names, moments are datetimes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)
UNSETTLED = ("new", "confirmed", "in_progress", "needs_info")
TABLE: dict[str, tuple[tuple[str, ...], str]] = {
    "confirm": (("new",), "confirmed"),
    "merge": (UNSETTLED, "merged"),
    "explain": (UNSETTLED[:3], "closed"),
    "accept": (UNSETTLED[:3], "closed"),
    "close": (UNSETTLED, "closed"),
    "ask": (UNSETTLED[:3], "needs_info"),
    "start": (("confirmed",), "in_progress"),
    "claim_fixed": (("confirmed", "in_progress"), "fixed"),
    "verify": (("fixed",), "closed"),
    "not_fixed": (("fixed",), "confirmed"),
    "reply": (("needs_info",), "asked_in"),
    "reopen": (("closed",), "confirmed"),
    "unmerge": (("merged",), "new"),
}
ENDS = {"explain": "explained", "accept": "accepted", "close": "out_of_scope", "verify": "verified_fixed"}
SETTLED = ("explained", "accepted")
CAME_BACK = ("regress", "flag_again")


class No(Exception):
    """The model refuses."""


@dataclass
class Said:
    who: str  # "" is a check
    kind: str
    at: datetime


@dataclass
class Stretch:
    opened: datetime
    opened_as: str = ""
    by_check: bool = False
    closed: datetime | None = None
    resolution: str = ""
    until: date | None = None
    flags: list[Said] = field(default_factory=list)


@dataclass
class One:
    """An issue. `since`: in its state; `into`: the issue it was merged into."""

    since: datetime
    stretches: list[Stretch]
    state: str = "new"
    asked_in: str = ""
    into: "One | None" = None
    regressed: bool = False
    flapping: bool = False
    fix_asked: datetime | None = None
    asleep_until: datetime | None = None
    asleep_till_flag: bool = False

    @property
    def last(self) -> Stretch:
        return self.stretches[-1]

    @property
    def resolution(self) -> str:
        return self.last.resolution if self.state == "closed" else ""

    @property
    def root(self) -> "One":
        return self.into.root if self.into else self

    def top_since(self) -> datetime:
        """Since when it, or what it was merged into, is merged into the one that stands for both."""
        return self.top_since_of(self)

    def top_since_of(self, one: "One") -> datetime:
        return one.since if one.into is one.root else self.top_since_of(one.into)  # type: ignore[arg-type]

    def move(self, verb: str, now: datetime, target: str, *, resolution: str = "", until: date | None = None) -> None:
        if self.state == "closed":
            self.stretches.append(Stretch(now, verb, by_check=verb == "regress"))
            self.regressed = verb in CAME_BACK
        if resolution:
            self.last.closed, self.last.resolution, self.last.until = now, resolution, until
        before = self.state
        self.state = self.asked_in if target == "asked_in" else target
        self.asked_in = before if self.state == "needs_info" else ""
        self.since, self.fix_asked, self.asleep_until, self.asleep_till_flag = now, None, None, False
        if verb in CAME_BACK and self.returns(now) >= 3:
            self.flapping = True

    def returns(self, now: datetime) -> int:
        return sum(each.opened_as in CAME_BACK and each.opened > now - 30 * DAY for each in self.stretches)


@dataclass
class World:
    """All issues, in the order in which they were opened, and the one check there is."""

    viewpoints: dict[str, str]
    issues: list[One] = field(default_factory=list)
    check: One | None = None
    passes: int = 0

    def flag(self, who: str, now: datetime) -> None:
        self.issues.append(One(now, [Stretch(now, flags=[Said(who, "report", now)])]))

    def flags_of(self, one: One) -> list[Said]:
        """Of the episode under way, with those of what was merged into it."""
        found = [each for each in self._own(one) if each.at >= one.last.opened]
        for other in self.issues:
            if other is not one and other.into and other.root is one and other.top_since() >= one.last.opened:
                found += [each for each in self._own(other) if each.at >= other.last.opened]
        return found

    def _own(self, one: One) -> list[Said]:
        return [each for stretch in one.stretches for each in stretch.flags]

    def crowd(self, flags: list[Said]) -> tuple[int, int]:
        people = {each.who for each in flags if each.who}
        return len(people), len({self.viewpoints[who] for who in people})

    def people(self, one: One) -> tuple[int, int]:
        return self.crowd([each for each in self.flags_of(one) if each.kind != "dispute"])

    def same(self, who: str, one: One, now: datetime) -> None:
        one = one.root
        if one.state == "closed" and one.resolution not in SETTLED:
            one.move("flag_again", now, "new")
        mine = [each for each in one.last.flags if each.who == who]
        if mine and all(each.kind != "dispute" for each in mine):
            return
        self._side(who, one, "same", now)
        if one.asleep_till_flag:
            one.asleep_until, one.asleep_till_flag = None, False
        self._weigh(one, now)

    def dispute(self, who: str, one: One, now: datetime) -> None:
        one = one.root
        if one.state == "closed" and one.resolution not in SETTLED:
            raise No
        said = [each for each in one.last.flags if each.who == who and each.kind == "dispute"]
        if said and not (one.last.closed and said[0].at < one.last.closed):
            return
        self._side(who, one, "dispute", now)
        self._weigh(one, now)

    def _side(self, who: str, one: One, kind: str, now: datetime) -> None:
        one.last.flags = [e for e in one.last.flags if e.who != who or e.kind not in ("same", "dispute")]
        one.last.flags.append(Said(who, kind, now))

    def _weigh(self, one: One, now: datetime) -> None:
        flags = self.flags_of(one)
        if one.state == "new" and not any(each.kind == "dispute" for each in flags) and self._enough(flags):
            one.move("corroborated", now, "confirmed")
        elif one.resolution in SETTLED and one.last.closed:
            doubts = [each for each in one.last.flags if each.kind == "dispute" and each.at >= one.last.closed]
            if self._enough(doubts):
                one.move("disputed", now, "confirmed")

    def _enough(self, flags: list[Said]) -> bool:
        people, viewpoints = self.crowd(flags)
        return people >= 3 and viewpoints >= 2

    def verdict(self, verb: str, one: One, now: datetime, until: date | None = None) -> None:
        sources, target = TABLE[verb]
        if one.state not in sources:
            raise No
        one.move(verb, now, target, resolution=ENDS.get(verb, ""), until=until)
        if one.state == "closed":
            one.flapping = False

    def merge(self, one: One, into: One, now: datetime) -> None:
        target = into.root
        if one.state not in UNSETTLED or target is one:
            raise No
        if target.state == "closed" and target.resolution not in SETTLED:
            raise No
        self.verdict("merge", one, now)
        one.into = target

    def unmerge(self, one: One, now: datetime) -> None:
        if one.state != "merged" or not any(self._own(each) for each in self.issues if self._is_under(each, one)):
            raise No
        self.verdict("unmerge", one, now)
        one.into = None

    def _is_under(self, each: One, one: One) -> bool:
        return each is one or (each.into is not None and self._is_under(each.into, one))

    def split(self, one: One, said: Said, now: datetime) -> None:
        others = [each for each in one.last.flags if each is not said and each.kind != "dispute"]
        if one.state == "closed" or said not in one.last.flags or said.kind == "dispute" or not said.who or not others:
            raise No
        one.last.flags.remove(said)
        self.issues.append(One(now, [Stretch(said.at, flags=[Said(said.who, "report", said.at)])]))

    def unsplit(self, one: One, now: datetime) -> None:
        """What is left of a split that was taken back: a number that leads to the issue, with nothing of its own."""
        self.issues.append(One(now, [Stretch(now)], state="merged", into=one))

    def snooze(self, one: One, *, until: datetime | None, till_flag: bool) -> None:
        if one.state in ("closed", "merged"):
            raise No
        one.asleep_until, one.asleep_till_flag = until, till_flag

    def fails(self, now: datetime) -> None:
        self.passes = 0
        if self.check is None:
            self.check = One(now, [Stretch(now, by_check=True)], state="confirmed")
            self.issues.append(self.check)
        one = self.check.root
        known = one.resolution == "explained" or (one.last.until is not None and now.date() <= one.last.until)
        if one.state == "closed" and not known:
            one.move("regress", now, "confirmed")
        elif one.state == "fixed":
            one.move("check_failed", now, "confirmed")
        one.last.flags.append(Said("", "check", now))

    def holds(self, now: datetime) -> None:
        self.passes += 1
        one = self.check.root if self.check else None
        if one is None or self.passes < 3 or one.flapping:
            return
        met = any(each.who and each.kind != "dispute" for each in self.flags_of(one))
        if one.state == "fixed" or (one.state == "confirmed" and one.last.by_check and not met):
            one.move("passes", now, "closed", resolution="verified_fixed")

    def age(self, now: datetime, today: date) -> None:
        for one in self.issues:
            self._age_one(one, now, today)

    def _age_one(self, one: One, now: datetime, today: date) -> None:
        if one.asleep_until and one.asleep_until <= now:
            one.asleep_until, one.asleep_till_flag = None, False
        one.flapping = one.flapping and one.returns(now) > 0
        if one.state == "needs_info" and one.since <= now - 14 * DAY:
            closes = one.asked_in == "new"
            one.move("", now, "closed" if closes else "asked_in", resolution="no_reply" if closes else "")
        elif one.state == "fixed" and one.fix_asked is None and one.since <= now - 28 * DAY:
            one.fix_asked = now
        elif one.state == "fixed" and one.fix_asked and one.fix_asked <= now - 28 * DAY and not one.flapping:
            one.move("", now, "closed", resolution="unverified_fix")
        elif one.resolution == "accepted" and one.last.until and one.last.until < today:
            one.move("expire_caveat", now, "confirmed")

    def finds(self) -> int:
        """Episodes that a person met first, with what was merged into them."""
        return sum(
            self._is_find(one, place) for one in self.issues if not one.into for place in range(len(one.stretches))
        )

    def _is_find(self, one: One, place: int) -> bool:
        stretch = one.stretches[place]
        if stretch.resolution in ("explained", "not_reproducible", "out_of_scope"):
            return False
        ends = (
            one.stretches[place + 1].opened
            if place + 1 < len(one.stretches)
            else datetime.max.replace(tzinfo=stretch.opened.tzinfo)
        )
        seen = list(stretch.flags)
        for other in self.issues:
            if other is not one and other.into and other.root is one and stretch.opened <= other.top_since() < ends:
                seen += [each for each in self._own(other) if each.at >= other.last.opened]
        first = min((each for each in seen if each.kind != "dispute"), key=lambda each: each.at, default=None)
        return first is not None and bool(first.who)
