"""Twenty callers per verb on one version: one wins, nineteen are told; then all verbs at once, and no deadlock.

DESK_ROUNDS=200 is the whole storm (`make storm`); the suite runs a short one.
"""

import os
import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import NOW, Cast, flagged, suite
from tests.committed import committed, database_for_tests
from tests.weirdness.services.test_findings import found
from tests.weirdness.services.test_races import CALLERS, at_once, everybody
from tests.weirdness.services.test_triage import brought_to, words
from weirdness.models import Event, Flag, Issue, Run
from weirdness.models.moves import BY_VERB
from weirdness.services import (
    ageing,
    assigning,
    bulk,
    confidence,
    disputes,
    flags,
    runs,
    scoring,
    splitting,
    trail,
    triage,
    undoing,
)
from weirdness.services.errors import Conflict, NotAllowed, Refused

__all__ = ["committed", "database_for_tests", "everybody"]
ROUNDS = int(os.environ.get("DESK_ROUNDS", 1))
BESIDE: dict[str, dict[str, Any]] = {"severity": {"severity": 9}, "snooze": {"till_flag": True}, "assign": {}}


def storm(call: Callable[[], object]) -> None:
    answers = at_once(lambda _: call())
    lost = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(lost) == CALLERS - 1, answers
    assert all(str(conflict) for conflict in lost)


@pytest.mark.parametrize("verb", triage.VERDICTS)
def test_of_twenty_who_give_the_same_verdict_one_wins(everybody: Cast, verb: str) -> None:
    state = BY_VERB[verb].sources[0]
    for number in range(ROUNDS):
        issue = brought_to(state, everybody)
        actor = everybody.bench if verb == "reply" else everybody.scientist
        if verb == "stop":
            issue = assigning.assign(issue_id=issue.pk, actor=actor, now=NOW, to=actor)
        said = words(verb, everybody)
        seen = Issue.objects.get(pk=issue.pk).version
        storm(lambda: triage.VERDICTS[verb](issue_id=issue.pk, actor=actor, now=NOW, version=seen, **said))  # noqa: B023
        assert Event.objects.filter(verb=verb, issue=issue).count() == 1, number
    assert trail.verify().broken == []


@pytest.mark.parametrize("verb", BESIDE)
def test_of_twenty_who_change_what_is_no_state_one_wins(everybody: Cast, verb: str) -> None:
    said = {"to": everybody.colleague} if verb == "assign" else BESIDE[verb]
    for _ in range(ROUNDS):
        issue = flagged(everybody).issue
        storm(lambda: bulk.VERBS[verb](issue_id=issue.pk, actor=everybody.scientist, now=NOW, version=1, **said))  # noqa: B023
        assert Event.objects.filter(verb=verb, issue=issue).count() == 1


def test_of_twenty_who_split_one_flag_off_one_wins(everybody: Cast) -> None:
    for _ in range(ROUNDS):
        issue = flagged(everybody).issue
        flag = flags.same_here(person=everybody.quality, issue_id=issue.pk, now=NOW, sentence="Plate 9.")
        storm(lambda: splitting.split(flag_id=flag.pk, actor=everybody.scientist, now=NOW, version=1))  # noqa: B023
        assert Event.objects.filter(verb="split", issue=issue).count() == 1


def test_of_twenty_who_take_a_verdict_back_one_does(everybody: Cast) -> None:
    for _ in range(ROUNDS):
        issue = brought_to("confirmed", everybody)
        storm(lambda: undoing.undo(issue_id=issue.pk, actor=everybody.scientist, now=NOW))  # noqa: B023
        assert Event.objects.filter(verb="undo", issue=issue).count() == 1


def test_twenty_clocks_and_twenty_disputes_do_each_thing_once(everybody: Cast) -> None:
    for _ in range(ROUNDS):
        issue = brought_to("needs_info", everybody)
        at_once(lambda _: ageing.age(now=NOW + 2 * ageing.REPLY_WITHIN))
        assert Event.objects.filter(verb="expire", issue=issue).count() == 1
        other = flagged(everybody).issue
        at_once(lambda _: disputes.dispute(person=everybody.quality, issue_id=other.pk, now=NOW))  # noqa: B023
        assert Flag.objects.filter(issue=other, kind="dispute").count() == 1


def test_whatever_twenty_do_at_once_nobody_waits_for_ever_and_every_count_is_right(everybody: Cast) -> None:
    plates = suite(everybody)
    numbers = [flagged(everybody, by=everybody.manager).issue_id for _ in range(4)]
    for seed in range(3 * ROUNDS):
        at_once(lambda caller: _anything(everybody, plates, numbers, random.Random(f"{seed} {caller}")))  # noqa: B023
    for issue in Issue.objects.select_related("dataset"):
        stored = (issue.people, issue.viewpoints, issue.score)
        scoring.refresh(issue)
        assert stored == (issue.people, issue.viewpoints, issue.score), issue
        assert issue.episodes.filter(closed_at=None).count() == (issue.state != "closed")
    assert trail.verify().broken == []


def _anything(cast: Cast, plates: Any, numbers: list[int], choice: random.Random) -> None:
    number, other = choice.sample(numbers, 2)
    person = choice.choice([cast.bench, cast.quality, cast.manager, cast.owner])
    actor = choice.choice([cast.scientist, cast.colleague])
    verb = choice.choice([verb for verb in triage.VERDICTS if verb != "reply"])
    said = {"into": other} if verb == "merge" else words(verb, cast)

    def night() -> None:
        run = runs.request(suite=plates, now=NOW, trigger=Run.Trigger.API)
        result = found(plates, success=choice.random() < 0.5, fingerprint=str(choice.random()))
        runs.store(run=run, result=result, now=NOW)

    deeds: list[Callable[[], object]] = [
        lambda: triage.VERDICTS[verb](issue_id=number, actor=actor, now=NOW, **said),
        lambda: triage.VERDICTS[verb](issue_id=number, actor=actor, now=NOW, **said),
        lambda: undoing.undo(issue_id=number, actor=actor, now=NOW),
        lambda: flags.same_here(person=person, issue_id=number, now=NOW),
        lambda: disputes.dispute(person=person, issue_id=number, now=NOW, sentence="No."),
        lambda: bulk.decide(issue_ids=[other, number], verb="confirm", actor=actor, now=NOW),
        lambda: flagged(cast, by=person),
        lambda: confidence.recompute(dataset_id=cast.dataset.pk, now=NOW),
        lambda: ageing.age(now=NOW + 3 * ageing.REPLY_WITHIN),
        night,
    ]
    try:
        choice.choice(deeds)()
    except (Conflict, NotAllowed, Refused):
        return
