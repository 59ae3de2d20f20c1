"""Each gate of the table of states, against the real tables: what keeps a dataset from stable, and what ends it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.services.history import call_harmless, import_log, notice_change
from tests.weirdness.services.test_findings import found
from weirdness.models import Change, Dataset, Event, Issue, Look, Notification, Run, Snapshot, Suite
from weirdness.models.issue_words import Severity
from weirdness.services import check_health, confidence, eras, looks, runs, triage

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHO = ("bench", "quality", "manager", "scientist", "colleague")


def quiet(cast: Cast, *, days: int = 40, until: datetime = NOW) -> None:
    """Five people of four viewpoints look once a day, up to the day before."""
    for ago in range(days, 0, -1):
        for who in WHO:
            looks.check_in(dataset=cast.dataset, person=getattr(cast, who), now=until - ago * DAY)


def estimated(cast: Cast, now: datetime = NOW) -> Snapshot:
    return confidence.recompute(dataset_id=cast.dataset.pk, now=now)


def state(cast: Cast, now: datetime = NOW) -> str:
    estimated(cast, now)
    return Dataset.objects.get().state


@pytest.fixture
def stable(cast: Cast) -> Cast:
    quiet(cast)
    assert state(cast) == "stable"
    return cast


def night(asked: Suite, success: bool, at: datetime) -> None:
    run = runs.request(suite=asked, now=at, trigger=Run.Trigger.SCHEDULE)
    runs.store(run=run, result=found(asked, success=success, fingerprint=str(run.pk)), now=at)


def confirmed(cast: Cast, severity: int) -> Issue:
    issue = flagged(cast, now=NOW - 40 * DAY).issue
    triage.set_severity(issue_id=issue.pk, actor=cast.scientist, now=NOW - 39 * DAY, severity=severity)
    return triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW - 39 * DAY)


def asked_back(cast: Cast) -> None:
    issue = flagged(cast, now=NOW - 40 * DAY).issue
    triage.VERDICTS["ask"](issue_id=issue.pk, actor=cast.scientist, now=NOW, question="Which plate?")


CLOSED: dict[str, tuple[Callable[[Cast], object], str]] = {
    "a major issue is open": (lambda cast: confirmed(cast, Severity.MAJOR), "1 open major issue"),
    "a critical issue is open": (lambda cast: confirmed(cast, Severity.CRITICAL), "1 open critical issue"),
    "a flag waits for triage": (lambda cast: flagged(cast, now=NOW - 40 * DAY), "1 issue waits for triage"),
    "its reporter was asked and nothing is decided": (asked_back, "1 issue waits for triage"),
    "an important check fails": (lambda cast: night(suite(cast), False, NOW), "1 important check fails"),
    "a change was noticed": (lambda cast: notice_change(suite(cast), now=NOW), "more quiet looks"),
}


@pytest.mark.parametrize("why", CLOSED)
def test_it_does_not_become_stable_while(cast: Cast, why: str) -> None:
    deed, missing = CLOSED[why]
    deed(cast)
    quiet(cast)
    snapshot = estimated(cast)
    assert snapshot.state == "learning"
    assert missing in "; ".join(snapshot.result["missing"])


def test_what_is_minor_and_decided_is_no_hindrance(cast: Cast) -> None:
    confirmed(cast, Severity.MINOR)
    quiet(cast)
    assert state(cast) == "stable"


def test_a_check_that_is_only_tried_out_closes_no_gate(cast: Cast) -> None:
    quiet(cast)
    plates = suite(cast)
    night(plates, False, NOW)
    Run.objects.get().results.update(is_shadow=True)
    Issue.objects.all().update(severity=Severity.MINOR)
    assert estimated(cast).inputs["failing_checks"] == 0


def test_what_a_check_finds_and_people_explained_closes_no_gate(cast: Cast) -> None:
    quiet(cast)
    night(suite(cast), False, NOW)
    issue = Issue.objects.get()
    assert estimated(cast).inputs["failing_checks"] == 1
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=NOW, explanation="Blanks are subtracted.")
    assert estimated(cast).inputs["failing_checks"] == 0


def test_too_few_looks_lately_or_none_for_ninety_days_close_the_gate(cast: Cast) -> None:
    quiet(cast)
    for later, missing in ((95, "a new look"), (200, "a new look")):
        assert missing in "; ".join(estimated(cast, NOW + later * DAY).result["missing"])
    assert Dataset.objects.get().state == "learning"


def test_few_eyes_are_quiet_and_the_reason_proposes_a_sweep_and_names_who_is_missing(cast: Cast) -> None:
    for ago in range(200, 0, -1):
        looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW - ago * DAY)
    snapshot = estimated(cast)
    assert snapshot.state == "quiet"
    assert "propose a blind sweep" in " ".join(snapshot.result["reasons"])
    assert snapshot.inputs["viewpoints_missing"] == sorted(snapshot.inputs["viewpoints_missing"]) != []


def test_it_flaps_from_one_mark_on_and_stops_at_another() -> None:
    unsettled = [True, False] * 4 + [True] * 2
    assert check_health.flaps(unsettled)
    assert check_health.flaps(unsettled + [True] * 8)  # 20 % is behind it, 5 % not reached yet
    assert not check_health.flaps([True] * 16 + [False, True])
    assert not check_health.flaps(unsettled + [True] * 21)


def test_an_important_check_that_flaps_closes_the_gate_although_it_passes_now(cast: Cast) -> None:
    quiet(cast)
    plates = suite(cast)
    for at in range(9):
        night(plates, at % 2 == 0, NOW - (9 - at) * timedelta(minutes=1))
    inputs = estimated(cast).inputs
    assert (inputs["failing_checks"], inputs["flapping_checks"]) == (0, 1)
    assert Dataset.objects.get().state == "learning"


def test_one_minor_flag_does_not_take_it_from_its_owner(stable: Cast) -> None:
    flagged(stable)
    assert state(stable) == "stable"


def test_finds_that_follow_one_another_make_it_relapse(stable: Cast) -> None:
    for who in ("bench", "quality", "manager"):
        flagged(stable, by=getattr(stable, who), now=NOW + timedelta(hours=1))
    snapshot = estimated(stable, NOW + DAY)
    assert snapshot.state == "relapsed"
    assert "3 new oddities came within 3 uses in a row" in " ".join(snapshot.result["reasons"])


ENDED: dict[str, tuple[Callable[[Cast], object], str, str]] = {
    "a critical issue comes": (
        lambda cast: (
            flagged(cast, blocks_decision=True)
            and triage.set_severity(
                issue_id=Issue.objects.get().pk, actor=cast.scientist, now=NOW, severity=Severity.CRITICAL
            )
        ),
        "relapsed",
        "A critical issue came up",
    ),
    "an important check fails": (lambda cast: night(suite(cast), False, NOW), "relapsed", "1 important check fails"),
    "a new era begins": (
        lambda cast: eras.announce(
            dataset=cast.dataset, cause="reload", reason="all anew", actor=cast.owner, now=NOW + timedelta(hours=1)
        ),
        "learning",
        "A new era began",
    ),
    "a run notices a change": (
        lambda cast: notice_change(suite(cast), now=NOW + timedelta(hours=1)),
        "learning",
        "The data changed since it became stable",
    ),
}


@pytest.mark.parametrize("what", ENDED)
def test_it_is_stable_no_more_when(stable: Cast, what: str) -> None:
    deed, after, reason = ENDED[what]
    deed(stable)
    waits = flagged(stable, by=stable.quality, now=NOW + timedelta(hours=1)).issue
    snapshot = estimated(stable, NOW + 2 * timedelta(hours=1))
    assert snapshot.state == after
    told = Event.objects.filter(verb="state").last()
    assert (told.before, told.after) == ("stable", after)
    assert reason in told.reason
    letter = Notification.objects.filter(message="state_changed").last()
    assert (letter.person, letter.context["after"]) == (stable.owner, after)
    waits.refresh_from_db()
    assert waits.assignee_team == stable.scientists


def test_a_change_that_was_harmless_takes_nothing(stable: Cast) -> None:
    notice_change(suite(stable), now=NOW + timedelta(hours=1))
    while Change.objects.unsettled():
        call_harmless(stable, now=NOW + timedelta(hours=2))
    assert state(stable, NOW + timedelta(hours=3)) == "stable"


def test_silence_makes_it_stale_and_looks_bring_it_back_only_through_every_gate(stable: Cast) -> None:
    assert state(stable, NOW + 89 * DAY) == "stable"
    assert state(stable, NOW + 91 * DAY) == "stale"
    graduated = Snapshot.objects.latest().graduated_at
    assert graduated == NOW
    quiet(stable, days=1, until=NOW + 93 * DAY)
    again = estimated(stable, NOW + 93 * DAY)
    assert (again.state, again.graduated_at) in (("stable", NOW + 93 * DAY), ("learning", None))


def test_it_graduates_at_a_moment_and_a_late_log_moves_only_the_position(stable: Cast) -> None:
    before = estimated(stable)
    flagged(stable, now=NOW + DAY)
    import_log(stable, stable.owner, days=20, now=NOW + 2 * DAY)
    after = estimated(stable, NOW + 2 * DAY)
    assert after.graduated_at == before.graduated_at == NOW
    assert (before.inputs["graduated_at"], after.inputs["graduated_at"]) == (200, 201)
    assert (after.inputs["finds"], after.inputs["looks"]) == ([202], 202)


def test_a_log_that_tells_of_tomorrow_and_a_clock_that_runs_ahead_break_nothing(cast: Cast) -> None:
    quiet(cast, days=3)
    before = confidence.read(cast.dataset, now=NOW)
    import_log(cast, cast.owner, days=-3, now=NOW)
    flagged(cast, now=NOW + DAY)
    night(suite(cast), False, NOW + DAY)
    ahead = confidence.read(cast.dataset, now=NOW)
    assert ahead == before
    assert min(ahead.look_age_days or ()) >= 0
    later = confidence.read(cast.dataset, now=NOW + 4 * DAY)
    assert (later.looks, len(later.finds), later.failing_checks) == (17, 1, 1)


def test_who_flags_on_the_day_an_era_begins_has_looked_in_it(cast: Cast) -> None:
    """Their look of the day came before it, and a person has one look a day."""
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    noon = NOW + timedelta(hours=3)
    eras.announce(dataset=cast.dataset, cause="reload", reason="all anew", actor=cast.owner, now=noon)
    assert confidence.read(cast.dataset, now=noon).looks == 0
    flagged(cast, now=noon + timedelta(hours=1))
    inputs = confidence.read(cast.dataset, now=noon + timedelta(hours=2))
    assert (inputs.looks, inputs.finds, inputs.looks_by_person) == (1, (1,), (1,))


def test_a_stable_sandbox_that_becomes_a_key_dataset_is_judged_afresh(stable: Cast) -> None:
    Dataset.objects.update(tier="key")
    snapshot = estimated(stable, NOW + timedelta(hours=1))
    assert snapshot.inputs["previous"] is None
    assert snapshot.state == ("stable" if snapshot.result["quiet_run"]["passed"] else "learning")
    if snapshot.state == "stable":
        assert snapshot.graduated_at == NOW + timedelta(hours=1)


def test_what_was_merged_into_a_later_episode_is_no_find_of_an_earlier_one(cast: Cast) -> None:
    first = flagged(cast, now=NOW).issue
    triage.VERDICTS["close"](issue_id=first.pk, actor=cast.scientist, now=NOW, resolution="no_reply")
    other = flagged(cast, by=cast.quality, now=NOW + DAY).issue
    triage.reopen(issue_id=first.pk, actor=cast.scientist, now=NOW + 2 * DAY, reason="It is back.")
    triage.VERDICTS["merge"](issue_id=other.pk, actor=cast.scientist, now=NOW + 2 * DAY, into=first.pk)
    triage.explain(issue_id=first.pk, actor=cast.scientist, now=NOW + 3 * DAY, explanation="A blank.")
    assert confidence.read(cast.dataset, now=NOW + 4 * DAY).finds == (1,)
    assert Look.objects.count() == 2
