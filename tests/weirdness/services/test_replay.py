"""Whatever people, checks, logs and time do: each stored estimate comes out the same again, from the history alone.

REPLAY_STEPS and REPLAY_EXAMPLES make it longer.
"""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.cast import NOW, Cast, flagged, make, suite
from tests.weirdness.services.history import call_harmless, import_log, merge_accounts, notice_change
from tests.weirdness.services.test_findings import found
from weirdness.models import Era, Flag, Issue, LogImport, Person, Run, Snapshot
from weirdness.services import (
    ageing,
    confidence,
    disputes,
    eras,
    flags,
    looks,
    people,
    replay,
    runs,
    same_person,
    splitting,
    tiers,
    triage,
    undoing,
)
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.query_logs import handing_in

EXAMPLES, STEPS = int(os.environ.get("REPLAY_EXAMPLES", 6)), int(os.environ.get("REPLAY_STEPS", 30))
PEOPLE = ("bench", "quality", "manager", "owner", "scientist", "second")
VERBS: dict[str, dict[str, object]] = {
    "confirm": {},
    "explain": {"explanation": "Blanks are subtracted."},
    "close": {"resolution": "not_reproducible"},
    "reopen": {"reason": "It is back."},
    "ask": {"question": "Which reader was it?"},
    "start": {},
    "claim_fixed": {},
    "verify": {},
    "not_fixed": {},
    "accept": {"caveat": "Leave it out."},
}
person, place = st.sampled_from(PEOPLE), st.integers(0, 7)


class History(RuleBasedStateMachine):
    """One dataset; an hour passes between two deeds. What somebody may not do is no deed."""

    cast: Cast
    second: Person

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        self.cast.dataset.refresh_from_db()
        self.now = NOW
        self.suite = suite(self.cast)
        self.last: tuple[int, Person] | None = None

    def teardown(self) -> None:
        self.cast.dataset.refresh_from_db()
        verdicts = list(replay.check(self.cast.dataset, Snapshot.objects.filter(dataset=self.cast.dataset)))
        wrong = [(each.snapshot.pk, each.differs, each.untold) for each in verdicts if not each.holds]
        transaction.savepoint_rollback(self.savepoint)
        assert wrong == []

    def someone(self, name: str) -> Person:
        who = self.second if name == "second" else getattr(self.cast, name)
        return Person.objects.get(pk=who.pk)

    def does(self, deed: Callable[[], object], undo: tuple[int, Person] | None = None) -> None:
        self.last = None
        try:
            with transaction.atomic():
                deed()
            self.last = undo
        except (Refused, Conflict, NotAllowed):
            return
        confidence.recompute(dataset_id=self.cast.dataset.pk, now=self.now)
        self.now += timedelta(hours=1)

    def issue(self, at: int) -> int:
        numbers = list(Issue.objects.order_by("pk").values_list("pk", flat=True))
        return numbers[at % len(numbers)] if numbers else 0

    @rule()
    def read_by_the_clock(self) -> None:
        snapshot = confidence.recompute(dataset_id=self.cast.dataset.pk, now=self.now)
        assert replay.reading(self.cast.dataset, now=self.now).inputs().finds == tuple(snapshot.inputs["finds"])
        self.now += timedelta(hours=1)

    @rule(deed=st.sampled_from(["verdict", "merge", "split", "severity"]), at=place, other=place)
    def done_and_undone(self, deed: str, at: int, other: int) -> None:
        if deed == "verdict":
            self.verdict(verb=sorted(VERBS)[other], at=at)
        elif deed == "severity":
            self.severity(at=at, severity=9)
        elif deed == "merge":
            self.merge(at=at, into=other, apart=False)
        else:
            self.split(at=at, which=other)
        if self.last:
            self.undo()

    @rule(who=person, blocks=st.booleans())
    def flag(self, who: str, blocks: bool) -> None:
        self.does(lambda: flagged(self.cast, by=self.someone(who), now=self.now, blocks_decision=blocks))

    @rule(who=person, at=place, doubts=st.booleans())
    def same(self, who: str, at: int, doubts: bool) -> None:
        say = disputes.dispute if doubts else flags.same_here
        if number := self.issue(at):
            self.does(lambda: say(person=self.someone(who), issue_id=number, now=self.now, sentence="No."))

    @rule(verb=st.sampled_from(sorted(VERBS)), at=place)
    def verdict(self, verb: str, at: int) -> None:
        until = {"caveat_until": (self.now + timedelta(days=10)).date()} if verb == "accept" else {}
        number, actor = self.issue(at), self.cast.scientist
        if number:
            self.does(
                lambda: triage.VERDICTS[verb](issue_id=number, actor=actor, now=self.now, **VERBS[verb], **until),
                undo=(number, actor),
            )

    @rule(at=place, severity=st.sampled_from([1, 3, 9]))
    def severity(self, at: int, severity: int) -> None:
        if number := self.issue(at):
            actor = self.cast.scientist
            self.does(
                lambda: triage.set_severity(issue_id=number, actor=actor, now=self.now, severity=severity),
                undo=(number, actor),
            )

    @rule(at=place, into=place, apart=st.booleans())
    def merge(self, at: int, into: int, apart: bool) -> None:
        number, target, actor = self.issue(at), self.issue(into), self.cast.scientist
        said = {} if apart else {"into": target}
        if number:
            verb = triage.VERDICTS["unmerge" if apart else "merge"]
            self.does(lambda: verb(issue_id=number, actor=actor, now=self.now, **said), undo=(number, actor))

    @rule(at=place, which=place)
    def split(self, at: int, which: int) -> None:
        number, actor = self.issue(at), self.cast.scientist
        told = list(Flag.objects.filter(issue=number).order_by("pk").values_list("pk", flat=True))
        if told:
            flag = told[which % len(told)]
            self.does(
                lambda: splitting.split(flag_id=flag, actor=actor, now=self.now, sentence="Another."),
                undo=(number, actor),
            )

    @precondition(lambda self: self.last)
    @rule()
    def undo(self) -> None:
        """Within seconds of the verdict, and so before the estimate that was made after it."""
        assert self.last
        number, actor = self.last
        self.now += timedelta(seconds=5) - timedelta(hours=1)
        self.does(lambda: undoing.undo(issue_id=number, actor=actor, now=self.now))

    @rule(who=person, days=st.integers(0, 4))
    def uses(self, who: str, days: int) -> None:
        for _ in range(days):
            self.now += timedelta(days=1)
            self.does(lambda: looks.check_in(dataset=self.cast.dataset, person=self.someone(who), now=self.now))

    @rule(who=person)
    def take_back(self, who: str) -> None:
        self.does(lambda: looks.take_back(dataset=self.cast.dataset, person=self.someone(who), now=self.now))

    @rule(who=person, days=st.integers(0, 20))
    def late_log(self, who: str, days: int) -> None:
        self.does(lambda: import_log(self.cast, self.someone(who), days=days, now=self.now))

    @rule()
    def log_back(self) -> None:
        if log := LogImport.objects.filter(state=LogImport.State.DONE).first():
            self.does(lambda: handing_in.take_back(log_id=log.pk, actor=self.cast.administrator, now=self.now))

    @rule(days=st.integers(-5, 3))
    def era(self, days: int) -> None:
        said = {"cause": "reload", "reason": "all anew", "day": timezone.localdate(self.now + timedelta(days=days))}
        self.does(lambda: eras.announce(dataset=self.cast.dataset, actor=self.cast.owner, now=self.now, **said))

    @rule()
    def revoke(self) -> None:
        if era := Era.objects.filter(revoked_at=None).exclude(kind=Era.Kind.REGISTERED).last():
            self.does(lambda: eras.revoke(era_id=era.pk, actor=self.cast.owner, now=self.now))

    @rule(passes=st.lists(st.booleans(), min_size=1, max_size=9))
    def nights(self, passes: list[bool]) -> None:
        for success in passes:
            self.does(lambda: self.night(success))  # noqa: B023

    def night(self, success: bool) -> None:
        run = runs.request(suite=self.suite, now=self.now, trigger=Run.Trigger.SCHEDULE)
        runs.store(run=run, result=found(self.suite, success=success, fingerprint=str(run.pk)), now=self.now)

    @rule()
    def change(self) -> None:
        self.does(lambda: notice_change(self.suite, now=self.now))

    @rule()
    def harmless(self) -> None:
        self.does(lambda: call_harmless(self.cast, now=self.now))

    @rule(tier=st.sampled_from(["key", "standard", "sandbox"]))
    def tier(self, tier: str) -> None:
        self.cast.dataset.refresh_from_db()
        self.does(lambda: tiers.change(dataset=self.cast.dataset, to=tier, actor=self.cast.owner, now=self.now))

    @rule(into=st.sampled_from(["bench", "quality"]))
    def one_person(self, into: str) -> None:
        other, actor = self.someone("second"), self.cast.administrator
        if other.merged_into is None:
            self.does(lambda: merge_accounts(other, self.someone(into), actor, now=self.now))
        else:
            self.does(lambda: same_person.take_apart(other=other, actor=actor, now=self.now))

    @rule(days=st.sampled_from([14, 28, 91]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.does(lambda: ageing.age(now=self.now))


@pytest.mark.django_db
def test_each_stored_estimate_comes_out_the_same_from_the_history_whatever_happened() -> None:
    History.cast = make()
    History.second = people.join(email="bea.two@example.org", name="Bea II", viewpoint="bench-science", now=NOW)
    History.cast.readers.members.add(History.second)
    for ago in range(25, 0, -1):  # quiet enough for stable, so that there is something to lose
        for who in (History.cast.bench, History.cast.quality, History.cast.manager, History.cast.scientist):
            looks.check_in(dataset=History.cast.dataset, person=who, now=NOW - timedelta(days=ago))
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
