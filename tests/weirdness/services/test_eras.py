"""Eras: announced for now, a past day or a day to come; reset by the owner; taken back within a day."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import failing_run
from weirdness.models import Change, Dataset, Era, Event, Job, Run, Snapshot
from weirdness.services import confidence, era_effect, eras, looks, work
from weirdness.services.errors import Conflict, NotAllowed, Refused

DAY = timedelta(days=1)


def uses(cast: Cast, days: int, *, last: int = 1) -> None:
    """One look a day by each of three people, up to `last` days ago."""
    for ago in range(last, days + last):
        for person in (cast.bench, cast.quality, cast.manager):
            looks.check_in(dataset=cast.dataset, person=person, now=NOW - ago * DAY)


def counted(cast: Cast) -> int:
    return confidence.recompute(dataset_id=cast.dataset.pk, now=NOW).inputs["looks"]


def announce(cast: Cast, **said: object) -> Era:
    about = {"cause": "schema", "reason": "wells are numbered from A01", "actor": cast.owner, "now": NOW}
    return eras.announce(dataset=cast.dataset, **{**about, **said})


def test_a_change_of_now_starts_counting_anew_and_is_told_in_the_history(cast: Cast) -> None:
    uses(cast, 4)
    assert counted(cast) == 12
    era = announce(cast)
    assert (era.kind, era.cause, era.called) == ("changed", "schema", "the schema change")
    assert counted(cast) == 0
    event = Event.objects.get(verb="era_began")
    assert event.sentence() == "Olga announced a change, so that counting starts anew: wells are numbered from A01"
    assert Job.objects.filter(kind="confidence", subject=cast.dataset.pk).exists()


def test_a_past_day_moves_what_counts(cast: Cast) -> None:
    uses(cast, 10)
    announce(cast, day=(NOW - 4 * DAY).date())
    assert counted(cast) == 12
    assert "(since 29 October 2026)" in Event.objects.get(verb="era_began").reason


def test_a_day_before_the_present_era_changes_nothing_today(cast: Cast) -> None:
    uses(cast, 10)
    announce(cast, day=(NOW - 4 * DAY).date())
    before = (NOW - 8 * DAY).date()
    told = era_effect.effect(dataset=cast.dataset, starts=NOW - 8 * DAY, now=NOW).sentences()
    assert told == [
        "Uses are counted since 29 October 2026 already (wells are numbered from A01). Nothing changes today."
    ]
    announce(cast, day=before, reason="an older change")
    assert counted(cast) == 12


def test_a_day_to_come_takes_effect_when_it_is_there(cast: Cast) -> None:
    uses(cast, 4)
    era = announce(cast, day=(NOW + 3 * DAY).date())
    assert counted(cast) == 12
    assert "for 5 November 2026" in Event.objects.get(verb="era_announced").sentence()
    Job.objects.filter(kind="confidence").update(state=Job.State.DONE)
    eras.begin_due(now=NOW + DAY)
    assert not Job.objects.filter(kind="confidence", state=Job.State.QUEUED).exists()
    later = era.started_at + timedelta(minutes=1)
    work.sweep(now=later)
    assert Job.objects.filter(kind="confidence", state=Job.State.QUEUED).exists()
    assert confidence.recompute(dataset_id=cast.dataset.pk, now=later).inputs["looks"] == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 201}, "reason"),
        ({"cause": "weather"}, "cause"),
        ({"day": date(2010, 1, 1)}, "day"),
        ({"day": date(2029, 1, 1)}, "day"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, said: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        announce(cast, **said)
    assert set(refused.value.problems) == {field}


def test_who_may_announce_and_who_may_start_anew(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        announce(cast, actor=cast.bench)
    announce(cast, actor=cast.scientist)
    with pytest.raises(NotAllowed):
        eras.reset(dataset=cast.dataset, reason="a broken log", actor=cast.scientist, now=NOW + DAY)
    with pytest.raises(Refused):
        eras.reset(dataset=cast.dataset, reason="", actor=cast.owner, now=NOW + DAY)
    era = eras.reset(dataset=cast.dataset, reason="a broken log", actor=cast.owner, now=NOW + DAY)
    assert (era.kind, era.called) == ("reset", "the fresh start")


def test_the_same_day_is_announced_once(cast: Cast) -> None:
    day = (NOW - 4 * DAY).date()
    announce(cast, day=day)
    with pytest.raises(Conflict, match="by Olga: wells are numbered"):
        announce(cast, day=day, actor=cast.scientist)


def test_a_mistake_is_taken_back_within_a_day_and_the_state_with_it(cast: Cast) -> None:
    uses(cast, 30)
    Dataset.objects.filter(pk=cast.dataset.pk).update(state="stable")
    stable = confidence.recompute(dataset_id=cast.dataset.pk, now=NOW - timedelta(hours=1))
    Snapshot.objects.filter(pk=stable.pk).update(state="stable", graduated_at=NOW - 2 * DAY)
    run = failing_run(cast)
    change = Change.objects.create(
        dataset=cast.dataset, run=run, at=NOW - DAY, kind="nulls", since="x", sentence="signal is empty", sure=1.0
    )
    era = announce(cast)
    change.refresh_from_db()
    assert change.settled_as == "era"
    assert confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + timedelta(minutes=1)).state == "learning"
    with pytest.raises(NotAllowed):
        eras.revoke(era_id=era.pk, actor=cast.bench, now=NOW + timedelta(minutes=2))
    with pytest.raises(NotAllowed):
        eras.revoke(era_id=era.pk, actor=cast.owner, now=NOW + timedelta(hours=25))
    eras.revoke(era_id=era.pk, actor=cast.owner, now=NOW + timedelta(minutes=2))
    change.refresh_from_db()
    assert change.settled_as == ""
    Change.objects.update(settled_as="harmless", settled_by=cast.owner, settled_at=NOW)
    Run.objects.update(state=Run.State.CANCELLED)
    again = confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + timedelta(minutes=3))
    assert again.inputs["looks"] == 90
    assert again.inputs["previous"] == "stable"
    with pytest.raises(Conflict, match="Olga took this back already"):
        eras.revoke(era_id=era.pk, actor=cast.owner, now=NOW + timedelta(minutes=4))
    announce(cast, now=NOW + timedelta(minutes=5))


def test_what_it_does_is_said_before_it_is_done(cast: Cast) -> None:
    uses(cast, 10)
    flagged(cast, now=NOW - DAY)
    Dataset.objects.filter(pk=cast.dataset.pk).update(state="stable")
    cast.dataset.refresh_from_db()
    told = era_effect.effect(dataset=cast.dataset, starts=NOW, now=NOW).sentences()
    assert told == [
        "30 uses stop counting, and what was found in them.",
        "The dataset goes back to learning and must prove itself again.",
        "1 open issue goes to the data scientists: nobody has judged it yet.",
    ]
    past = era_effect.effect(dataset=cast.dataset, starts=NOW - 4 * DAY, now=NOW)
    assert (past.stops, past.stays) == (18, 12)
    assert "12 uses since then go on counting." in past.sentences()[0]
    ahead = era_effect.effect(dataset=cast.dataset, starts=NOW + 4 * DAY, now=NOW).sentences()
    assert ahead[0].startswith("Until 6 November 2026 everything stays as it is; 30 uses")
