"""The desk against plain Python: whatever people, checks and time do in whatever order, both say the same.

DESK_STEPS and DESK_EXAMPLES make it longer.
"""

import copy
import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.cast import NOW, Cast, flagged, make, suite
from tests.weirdness.services.plain import No, One, Said, World
from tests.weirdness.services.test_findings import found
from weirdness.models import Flag, GroupingKey, Issue, Person, Run
from weirdness.services import ageing, confidence, disputes, flags, runs, snoozing, splitting, triage, undoing
from weirdness.services.errors import Conflict, NotAllowed, Refused

EXAMPLES, STEPS = int(os.environ.get("DESK_EXAMPLES", 12)), int(os.environ.get("DESK_STEPS", 30))
PEOPLE = ("bench", "quality", "manager", "owner")
WORDS: dict[str, dict[str, object]] = {
    "explain": {"explanation": "Blanks are subtracted."},
    "close": {"resolution": "out_of_scope"},
    "reopen": {"reason": "It is back."},
    "ask": {"question": "Which reader was it?"},
}
VERBS = ("confirm", "explain", "accept", "close", "ask", "start", "claim_fixed", "verify", "not_fixed", "reopen")
person, place = st.sampled_from(PEOPLE), st.integers(0, 5)


class Desk(RuleBasedStateMachine):
    """Both worlds; one minute passes between two deeds."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.now, self.nights = NOW, 0
        self.suite = suite(self.cast)
        self.world = World({each: self.someone(each).viewpoint.slug for each in PEOPLE})
        self.numbers: list[int] = []
        self.taking_back: tuple[int, Person, World, bool] | None = None

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def someone(self, name: str) -> Person:
        return getattr(self.cast, name)  # type: ignore[no-any-return]

    def both(
        self, real: Callable[[], object], plain: Callable[[], object], *, undo: tuple[int, Person] | None = None
    ) -> bool:
        """Both do it, or both refuse it."""
        before, self.taking_back = copy.deepcopy(self.world), None
        try:
            plain()
            agreed = True
        except No:
            agreed = False
        try:
            with transaction.atomic():
                real()
            done = True
        except (Refused, Conflict, NotAllowed) as why:
            done, self.why = False, why
        assert done == agreed, (done, agreed, getattr(self, "why", ""))
        if done and undo:
            self.taking_back = (*undo, before, len(self.world.issues) > len(before.issues))
        self.numbers = list(Issue.objects.order_by("pk").values_list("pk", flat=True))
        self.now += timedelta(minutes=1)
        return done

    def pick(self, place: int) -> tuple[int, One]:
        place %= len(self.numbers)
        return self.numbers[place], self.world.issues[place]

    @precondition(lambda self: len(self.numbers) < 6)
    @rule(who=person)
    def flag(self, who: str) -> None:
        self.both(
            lambda: flagged(self.cast, by=self.someone(who), now=self.now), lambda: self.world.flag(who, self.now)
        )

    @precondition(lambda self: self.numbers)
    @rule(who=person, at=place)
    def same(self, who: str, at: int) -> None:
        number, one = self.pick(at)
        self.both(
            lambda: flags.same_here(person=self.someone(who), issue_id=number, now=self.now, sentence="Here, too."),
            lambda: self.world.same(who, one, self.now),
        )

    @precondition(lambda self: self.numbers)
    @rule(who=person, at=place)
    def dispute(self, who: str, at: int) -> None:
        number, one = self.pick(at)
        self.both(
            lambda: disputes.dispute(person=self.someone(who), issue_id=number, now=self.now, sentence="No."),
            lambda: self.world.dispute(who, one, self.now),
        )

    @precondition(lambda self: self.numbers)
    @rule(at=place, doubts=st.booleans())
    def several(self, at: int, doubts: bool) -> None:
        """By chance alone hardly ever do three people say the same of one issue."""
        for who in PEOPLE[1:]:
            (self.dispute if doubts else self.same)(who=who, at=at)

    @precondition(lambda self: self.numbers)
    @rule(verb=st.sampled_from(VERBS), at=place)
    def verdict(self, verb: str, at: int) -> None:
        number, one = self.pick(at)
        until = (self.now + timedelta(days=10)).date() if verb == "accept" else None
        said = {"caveat": "Leave it out.", "caveat_until": until} if verb == "accept" else WORDS.get(verb, {})
        self.both(
            lambda: triage.VERDICTS[verb](issue_id=number, actor=self.cast.scientist, now=self.now, **said),
            lambda: self.world.verdict(verb, one, self.now, until),
            undo=(number, self.cast.scientist),
        )

    @precondition(lambda self: self.numbers)
    @rule(who=person, at=place)
    def reply(self, who: str, at: int) -> None:
        number, one = self.pick(at)
        actor = self.someone(who)

        def plain() -> None:
            family = [each for each in self.world.issues if each is one or (each.into and each.root is one)]
            if not any(said.who == who for each in family for stretch in each.stretches for said in stretch.flags):
                raise No
            self.world.verdict("reply", one, self.now)

        self.both(
            lambda: triage.VERDICTS["reply"](issue_id=number, actor=actor, now=self.now, reply="The old one."),
            plain,
            undo=(number, actor),
        )

    @precondition(lambda self: len(self.numbers) > 1)
    @rule(at=place, into=place)
    def merge(self, at: int, into: int) -> None:
        (number, one), (target, other) = self.pick(at), self.pick(into)
        self.both(
            lambda: triage.VERDICTS["merge"](issue_id=number, actor=self.cast.scientist, now=self.now, into=target),
            lambda: self.world.merge(one, other, self.now),
            undo=(number, self.cast.scientist),
        )

    @precondition(lambda self: any(one.state == "merged" for one in self.world.issues))
    @rule(at=place)
    def unmerge(self, at: int) -> None:
        number, one = self.pick(at)
        self.both(
            lambda: triage.VERDICTS["unmerge"](issue_id=number, actor=self.cast.scientist, now=self.now),
            lambda: self.world.unmerge(one, self.now),
            undo=(number, self.cast.scientist),
        )

    @precondition(lambda self: self.numbers and len(self.numbers) < 9)
    @rule(at=place, which=place)
    def split(self, at: int, which: int) -> None:
        number, one = self.pick(at)
        told = list(Flag.objects.filter(issue=number).order_by("at", "pk"))
        said = sorted((said for stretch in one.stretches for said in stretch.flags), key=lambda each: each.at)
        if told:
            flag, same = told[which % len(told)], said[which % len(said)]
            self.both(
                lambda: splitting.split(flag_id=flag.pk, actor=self.cast.scientist, now=self.now, sentence="Another."),
                lambda: self.world.split(one, same, self.now),
                undo=(number, self.cast.scientist),
            )

    @precondition(lambda self: self.numbers)
    @rule(at=place, days=st.sampled_from([0, 1, 20]))
    def snooze(self, at: int, days: int) -> None:
        number, one = self.pick(at)
        until = self.now + timedelta(days=days) if days else None
        self.both(
            lambda: snoozing.snooze(
                issue_id=number, actor=self.cast.scientist, now=self.now, until=until, till_flag=not days
            ),
            lambda: self.world.snooze(one, until=until, till_flag=not days),
            undo=(number, self.cast.scientist),
        )

    @precondition(lambda self: self.taking_back)
    @rule()
    def undo(self) -> None:
        assert self.taking_back
        number, actor, before, was_split = self.taking_back
        at = self.numbers.index(number)
        soon = self.now - timedelta(seconds=55)

        def plain() -> None:
            self.world = before
            if was_split:
                self.world.unsplit(before.issues[at], soon)

        assert self.both(lambda: undoing.undo(issue_id=number, actor=actor, now=soon), plain)

    @precondition(lambda self: self.numbers and not self.taking_back)
    @rule(at=place)
    def undo_too_late(self, at: int) -> None:
        number, _ = self.pick(at)
        with pytest.raises((Refused, Conflict)), transaction.atomic():
            undoing.undo(issue_id=number, actor=self.cast.scientist, now=self.now)

    @rule(success=st.booleans())
    def night(self, success: bool) -> None:
        self.nights += 1

        def real() -> None:
            run = runs.request(suite=self.suite, now=self.now, trigger=Run.Trigger.SCHEDULE)
            result = found(self.suite, success=success, fingerprint=str(self.nights))
            runs.store(run=run, result=result, now=self.now)

        self.both(real, lambda: self.world.holds(self.now) if success else self.world.fails(self.now))

    @rule(days=st.sampled_from([1, 11, 14, 28, 31]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.both(lambda: ageing.age(now=self.now), lambda: self.world.age(self.now, timezone.localdate(self.now)))

    @invariant()
    def both_worlds_are_the_same(self) -> None:
        stored = list(Issue.objects.select_related("dataset").order_by("pk"))
        assert [real_facts(issue, self.now) for issue in stored] == [
            plain_facts(self.world, one, self.numbers) for one in self.world.issues
        ]
        key = GroupingKey.objects.values_list("issue", flat=True).first()
        assert key == (number_of(self.world, self.world.check.root, self.numbers) if self.world.check else None)
        assert len(confidence.read(self.cast.dataset, now=self.now).finds) == self.world.finds()


def number_of(world: World, one: One, numbers: list[int]) -> int:
    return numbers[next(place for place, each in enumerate(world.issues) if each is one)]


def real_facts(issue: Issue, now: datetime) -> dict[str, object]:
    names = {"bea": "bench", "quinn": "quality", "mia": "manager", "olga": "owner", "": ""}
    assert issue.score == issue.parts.total
    return {
        "state": (issue.state, issue.asked_in, issue.resolution, issue.regressed, issue.flapping),
        "root": issue.merged_root_id,
        "crowd": (issue.people, issue.viewpoints) if issue.state != "merged" else None,
        "asleep": (issue.snoozed_until, issue.snoozed_till_flag),
        "stretches": [
            (
                each.opened_as,
                each.closed_at,
                each.resolution,
                sorted((names[f.person.name.lower() if f.person else ""], f.kind, f.at) for f in each.flags.all()),
            )
            for each in issue.episodes.prefetch_related("flags__person")
        ],
    }


def plain_facts(world: World, one: One, numbers: list[int]) -> dict[str, object]:
    def listed(said: list[Said]) -> list[tuple[str, str, datetime]]:
        return sorted((each.who, each.kind, each.at) for each in said)

    return {
        "state": (one.state, one.asked_in, one.resolution, one.regressed, one.flapping),
        "root": number_of(world, one.root, numbers) if one.into else None,
        "crowd": world.people(one) if one.state != "merged" else None,
        "asleep": (one.asleep_until, one.asleep_till_flag),
        "stretches": [(each.opened_as, each.closed, each.resolution, listed(each.flags)) for each in one.stretches],
    }


@pytest.mark.django_db
def test_the_desk_and_plain_python_say_the_same_whatever_happens() -> None:
    Desk.cast = make()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
