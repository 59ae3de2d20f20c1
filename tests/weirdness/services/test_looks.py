"""Looks: said once a day, taken back the same day."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.models import Event, Job, Look
from weirdness.services import flags, looks
from weirdness.services.errors import Conflict

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def owed(cast: Cast) -> bool:
    return Job.objects.filter(dedupe_key=f"confidence:{cast.dataset.pk}", state=Job.State.QUEUED).exists()


def test_a_use_counts_once_a_day_whatever_said_it(cast: Cast) -> None:
    assert looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW, origin=Look.Origin.LINK)
    assert not looks.check_in(dataset=cast.dataset, person=cast.bench, now=LATER)
    assert looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW + timedelta(days=1))
    assert list(Look.objects.values_list("origin", flat=True)) == ["link", "check_in"]
    assert Event.objects.filter(verb="looked").count() == 2


def test_what_was_taken_back_counts_no_more_is_kept_and_owes_an_estimate(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    Job.objects.all().delete()
    looks.take_back(dataset=cast.dataset, person=cast.bench, now=LATER)
    assert not Look.objects.counted().exists()
    assert Look.objects.get().withdrawn_at == LATER
    assert Event.objects.get(verb="look_taken_back").sentence() == "Bea took back a look"
    assert looks.taken_back_today(cast.dataset, cast.bench, LATER)
    assert owed(cast)


def test_what_was_taken_back_can_be_said_again(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    looks.take_back(dataset=cast.dataset, person=cast.bench, now=LATER)
    assert looks.check_in(dataset=cast.dataset, person=cast.bench, now=LATER)
    assert Look.objects.counted().count() == 1


def test_only_the_use_of_today_can_be_taken_back(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    with pytest.raises(Conflict, match="No use of Plates by you is counted today"):
        looks.take_back(dataset=cast.dataset, person=cast.bench, now=NOW + timedelta(days=1))
    with pytest.raises(Conflict, match="No use"):
        looks.take_back(dataset=cast.dataset, person=cast.quality, now=LATER)
    assert Look.objects.counted().count() == 1


def test_a_use_on_whose_day_its_person_flagged_stays_and_the_reason_is_said(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    first = flagged(cast, now=LATER)
    flags.same_here(person=cast.quality, issue_id=first.issue_id, now=NOW)
    for person in (cast.bench, cast.quality):
        with pytest.raises(Conflict, match="who flags has looked"):
            looks.take_back(dataset=cast.dataset, person=person, now=LATER)


def test_an_older_flag_does_not_hold_the_use_of_another_day(cast: Cast) -> None:
    flagged(cast)
    tomorrow = NOW + timedelta(days=1)
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=tomorrow)
    looks.take_back(dataset=cast.dataset, person=cast.bench, now=tomorrow)
    assert Look.objects.counted().get().origin == "flag"
