"""Blind sweeps: begun, written, handed in, called off; what the clock does."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from tests.weirdness.services.sweeping import NEGATIVE, all_in, begun, crew, line
from weirdness.models import Dataset, Event, Issue, Look, Notification, Person, Sweep, SweepFind
from weirdness.services import looks, people, sweep_clock, sweep_lists, sweep_people, sweeps, work
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.reports import Report


def owed(message: str) -> list[Person]:
    found = Notification.objects.filter(message=message).select_related("person")
    return [each.person for each in found.order_by("person")]


def test_whoever_is_invited_gets_a_letter_with_the_deadline_at_the_end_of_a_business_day(cast: Cast) -> None:
    sweep = begun(cast)
    assert {each.pk for each in owed("sweep_invitation")} == {each.pk for each in crew(cast)}
    assert sweep.deadline.isoformat() == "2026-11-09T17:00:00+00:00"
    event = Event.objects.get(verb="sweep_opened")
    assert (event.actor, event.sentence()) == (cast.owner, "Olga began a blind sweep with 4 reviewers")


def test_a_week_from_a_saturday_ends_on_a_monday(cast: Cast) -> None:
    assert sweeps.usual_deadline(cast.dataset, NOW + timedelta(days=5)).isoformat() == "2026-11-16"


@pytest.mark.parametrize("names", [["bench", "quality", "manager"], ["bench", "quality", "manager", "bench"]])
def test_fewer_than_four_people_are_refused(names: list[str], cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        begun(cast, people=[getattr(cast, name) for name in names])
    assert "Choose at least 4 people; these are 3." in refused.value.problems["people"]


def test_people_of_one_viewpoint_are_refused(cast: Cast) -> None:
    more = [_join(name, "bench-science") for name in ("Berit", "Bodo", "Bruno")]
    cast.readers.members.add(*more)
    with pytest.raises(Refused) as refused:
        begun(cast, people=[cast.bench, *more])
    assert refused.value.problems["people"].startswith("All of them look from")


def test_who_cannot_see_the_dataset_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        begun(cast, people=[*crew(cast), cast.stranger])
    assert refused.value.problems == {
        "people": "Stan can't see lab/plates. Have it granted first, or choose somebody else."
    }
    assert not Notification.objects.filter(message="sweep_invitation").exists()


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "This day is over"), (61, "over 60 days away"), (None, "By which day should")]
)
def test_a_deadline_that_cannot_be_is_refused(days: int | None, words: str, cast: Cast) -> None:
    day = None if days is None else (NOW + timedelta(days=days)).date()
    with pytest.raises(Refused) as refused:
        begun(cast, deadline=day)
    assert words in refused.value.problems["deadline"]


def test_today_is_no_deadline_once_its_business_day_is_over(cast: Cast) -> None:
    with pytest.raises(Refused):
        begun(cast, deadline=NOW.date(), now=NOW + timedelta(hours=8))


def test_readers_cannot_begin_one_and_there_is_one_at_a_time(cast: Cast) -> None:
    day = sweeps.usual_deadline(cast.dataset, NOW)
    with pytest.raises(NotAllowed):
        sweeps.begin(dataset=cast.dataset, actor=cast.bench, people=crew(cast), now=NOW, deadline=day)
    begun(cast)
    with pytest.raises(Conflict, match="Olga began a blind sweep of lab/plates on 2 November"):
        begun(cast)


def test_whom_to_invite_comes_from_viewpoints_that_never_looked(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    looks.check_in(dataset=cast.dataset, person=cast.scientist, now=NOW)
    found = sweep_people.suggested(cast.dataset, now=NOW)
    assert [each.is_missing for each in found[:4]] == [True] * 4
    assert {each.person for each in found[:4]} == {cast.quality, cast.manager, cast.owner, cast.administrator}
    assert cast.stranger not in {each.person for each in found}
    places = {each.person: at for at, each in enumerate(found)}
    assert places[cast.colleague] < places[cast.scientist]


def test_who_sees_a_dataset_is_what_visible_to_says(cast: Cast) -> None:
    everybody = Person.objects.all()
    expected = {each for each in everybody if Dataset.objects.visible_to(each).filter(pk=cast.dataset.pk).exists()}
    assert set(sweep_people.who_sees(cast.dataset)) == expected
    cast.dataset.open_to_all = True
    assert cast.stranger in sweep_people.who_sees(cast.dataset)


def test_a_sweep_is_proposed_where_it_is_quiet_but_too_few_eyes_with_the_missing_viewpoints_named(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    assert sweeps.proposed(cast.dataset, now=NOW) is None
    cast.dataset.state = Dataset.State.QUIET
    proposal = sweeps.proposed(cast.dataset, now=NOW)
    assert proposal is not None
    assert "Quality control" in proposal.missing
    assert "Bench science" not in proposal.missing
    begun(cast)
    assert sweeps.proposed(cast.dataset, now=NOW) is None


def test_a_line_is_written_changed_and_removed_by_its_reviewer_alone(cast: Cast) -> None:
    sweep = begun(cast)
    find = line(sweep, cast.bench, rows="P1,A1", target="rows")
    for other in (cast.quality, cast.owner, cast.administrator):
        assert sweep_lists.mine(sweep, other) == []
        with pytest.raises(NotAllowed):
            sweep_lists.remove(find_id=find.pk, person=other, now=NOW)
    report = Report("lab/plates", "missing", "Half of it is empty.", "column", "well")
    sweep_lists.change(find_id=find.pk, person=cast.bench, report=report, now=NOW + timedelta(hours=2))
    changed = sweep_lists.mine(sweep, cast.bench)[0]
    assert (changed.sentence, changed.column, changed.rows_as_typed, changed.at) == (
        "Half of it is empty.", "well", "", find.at,
    )  # fmt: skip
    sweep_lists.remove(find_id=find.pk, person=cast.bench, now=NOW)
    assert not SweepFind.objects.exists()


def test_a_line_is_held_to_what_a_flag_is_held_to(cast: Cast) -> None:
    sweep = begun(cast)
    with pytest.raises(Refused) as refused:
        line(sweep, cast.bench, "", column="nonsense", category="")
    assert set(refused.value.problems) == {"category", "sentence", "column"}


def test_a_list_has_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_lists, "MOST", 2)
    sweep = begun(cast)
    line(sweep, cast.bench)
    line(sweep, cast.bench)
    with pytest.raises(Refused, match="A list holds 2 lines"):
        line(sweep, cast.bench)


def test_writing_shows_nowhere_and_handing_in_is_one_look_of_that_day(cast: Cast) -> None:
    sweep = begun(cast)
    line(sweep, cast.bench)
    assert not Look.objects.exists()
    assert not Issue.objects.exists()
    for _ in range(2):
        sweep_lists.hand_in(sweep_id=sweep.pk, person=cast.bench, now=NOW + timedelta(days=1))
        sweep_lists.take_back(sweep_id=sweep.pk, person=cast.bench, now=NOW + timedelta(days=1))
    look = Look.objects.get()
    assert (look.person, look.origin, look.day.isoformat()) == (cast.bench, Look.Origin.SWEEP, "2026-11-03")


def test_a_list_that_is_handed_in_is_closed_until_it_is_taken_back(cast: Cast) -> None:
    sweep = begun(cast)
    sweep_lists.hand_in(sweep_id=sweep.pk, person=cast.bench, now=NOW)
    with pytest.raises(Conflict, match="Take it back first"):
        line(sweep, cast.bench)
    sweep_lists.take_back(sweep_id=sweep.pk, person=cast.bench, now=NOW)
    assert line(sweep, cast.bench).pk


def test_with_the_last_list_the_merging_begins_and_whoever_asked_is_told(cast: Cast) -> None:
    sweep = begun(cast)
    line(sweep, cast.bench)
    sweep = all_in(sweep, crew(cast)[:3])
    assert sweep.state == Sweep.State.OPEN
    sweep = all_in(sweep, crew(cast)[3:])
    assert sweep.state == Sweep.State.MERGING
    assert owed("sweep_merging") == [cast.owner]
    with pytest.raises(Conflict, match="lists are being merged"):
        line(sweep, cast.bench)
    with pytest.raises(Conflict):
        sweep_lists.take_back(sweep_id=sweep.pk, person=cast.bench, now=NOW)


def test_the_clock_reminds_once_a_day_before_whoever_is_not_done(cast: Cast) -> None:
    sweep = begun(cast)
    sweep_lists.hand_in(sweep_id=sweep.pk, person=cast.bench, now=NOW)
    work.sweep(now=sweep.deadline - timedelta(days=1, minutes=1))
    assert owed("sweep_reminder") == []
    for minutes in (0, 5, 60):
        work.sweep(now=sweep.deadline - timedelta(days=1) + timedelta(minutes=minutes))
    assert {each.pk for each in owed("sweep_reminder")} == {each.pk for each in crew(cast)[1:]}


def test_at_the_deadline_the_lists_that_are_in_are_merged_and_the_others_stay_their_writers(cast: Cast) -> None:
    sweep = begun(cast)
    line(sweep, cast.bench)
    line(sweep, cast.quality)
    all_in(sweep, [cast.bench])
    with pytest.raises(Conflict, match="The lists were due by Monday 9 November, 17:00"):
        line(sweep, cast.quality, now=sweep.deadline)
    assert sweep_clock.tick(now=sweep.deadline) == 1
    assert sweep_clock.tick(now=sweep.deadline) == 0
    sweep.refresh_from_db()
    assert sweep.state == Sweep.State.MERGING
    kept = SweepFind.objects.filter(item__isnull=False)
    assert [each.reviewer.person for each in kept] == [cast.bench]
    assert [each.sentence for each in sweep_lists.mine(sweep, cast.quality)] == [NEGATIVE]


def test_when_a_reviewer_leaves_the_sweep_goes_on_with_the_rest(cast: Cast) -> None:
    sweep = begun(cast)
    all_in(sweep, crew(cast)[:3])
    cast.scientist.is_active = False
    cast.scientist.save()
    assert sweep_clock.tick(now=NOW + timedelta(days=1)) == 1
    left = [each for each in sweep_people.parts(sweep) if each.has_left]
    assert [each.person for each in left] == [cast.scientist]


def test_a_reviewer_merged_with_another_account_goes_on_with_that_one(cast: Cast) -> None:
    sweep = begun(cast)
    line(sweep, cast.bench)
    other = _join("Beate", "bench-science")
    cast.readers.members.add(other)
    _merge(cast.bench, other)
    assert [each.sentence for each in sweep_lists.mine(sweep, other)] == [NEGATIVE]
    line(sweep, other, "Half of the wells are empty.")
    sweep = all_in(sweep, [other, *crew(cast)[1:]])
    assert sweep.state == Sweep.State.MERGING
    assert SweepFind.objects.filter(item__isnull=False).count() == 2


def test_two_reviewers_who_turn_out_to_be_one_person_are_one_list(cast: Cast) -> None:
    other = _join("Beate", "engineering")
    cast.readers.members.add(other)
    sweep = begun(cast, people=[*crew(cast), other])
    line(sweep, cast.bench)
    line(sweep, other, "Half of the wells are empty.")
    sweep_lists.hand_in(sweep_id=sweep.pk, person=cast.bench, now=NOW)
    _merge(cast.bench, other)
    assert len(sweep_people.parts(sweep)) == 4
    assert len(sweep_lists.mine(sweep, other)) == 2
    sweep = all_in(sweep, [other, *crew(cast)[1:]])
    assert sweep.state == Sweep.State.MERGING


def test_calling_off_needs_a_reason_and_tells_the_reviewers(cast: Cast) -> None:
    sweep = begun(cast)
    with pytest.raises(Refused):
        sweeps.call_off(sweep_id=sweep.pk, actor=cast.owner, reason=" ", now=NOW)
    with pytest.raises(NotAllowed):
        sweeps.call_off(sweep_id=sweep.pk, actor=cast.bench, reason="No.", now=NOW)
    sweeps.call_off(sweep_id=sweep.pk, actor=cast.owner, reason="The plates are read again.", now=NOW)
    assert {each.pk for each in owed("sweep_ended")} == {each.pk for each in crew(cast)}
    with pytest.raises(Conflict, match="Olga called off the blind sweep: The plates are read again"):
        sweeps.call_off(sweep_id=sweep.pk, actor=cast.owner, reason="Again.", now=NOW)
    assert sweeps.under_way(cast.dataset) is None
    begun(cast)


def _join(name: str, viewpoint: str) -> Person:
    return people.join(email=f"{name.lower()}@example.org", name=name, viewpoint=viewpoint, now=NOW)


def _merge(one: Person, into: Person) -> None:
    one.merged_into, one.merged_at, one.is_active = into, NOW, False
    one.save()
