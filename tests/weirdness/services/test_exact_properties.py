"""The exact properties of confidence, on the real tables through the real verbs, whatever came before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services.history import merge_accounts
from weirdness.models import Dataset, Look, Person
from weirdness.services import confidence, flags, looks, people, replay, triage

pytestmark = pytest.mark.django_db
WHO = ("bench", "quality", "manager", "scientist", "owner")
DAYS = 30
quick = settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
# What people did on each of the last days: who, and whether they found something.
pasts = st.lists(st.tuples(st.sampled_from(WHO), st.booleans(), st.integers(0, 3)), max_size=40)
Past = list[tuple[str, bool, int]]


@contextmanager
def lived(cast: Cast, past: Past) -> Iterator[datetime]:
    """The past, told through the verbs; and then as if it had not been. The moment after it."""
    mark = transaction.savepoint()
    now = NOW - timedelta(days=DAYS)
    for who, finds, hours in past:
        now += timedelta(hours=6 * hours + 1)
        person = getattr(cast, who)
        if finds:
            flagged(cast, by=person, now=now)
        else:
            looks.check_in(dataset=cast.dataset, person=person, now=now)
    # Noon of a later day: nobody has looked on it yet, and an hour more is the same day.
    yield (now + timedelta(days=1)).replace(hour=12, minute=0)
    transaction.savepoint_rollback(mark)


def number(cast: Cast, now: datetime) -> float:
    """The confidence that would be stored; nothing is."""
    mark = transaction.savepoint()
    found = confidence.recompute(dataset_id=cast.dataset.pk, now=now).result["confidence"]
    transaction.savepoint_rollback(mark)
    return float(found)


def all_numbers(cast: Cast, now: datetime) -> dict[str, Any]:
    mark = transaction.savepoint()
    snapshot = confidence.recompute(dataset_id=cast.dataset.pk, now=now)
    transaction.savepoint_rollback(mark)
    return {"inputs": snapshot.inputs, "result": snapshot.result, "state": snapshot.state}


@pytest.fixture
def second(cast: Cast) -> Person:
    """Another account of Bea's."""
    account = people.join(email="bea.two@example.org", name="Bea II", viewpoint="bench-science", now=NOW)
    cast.readers.members.add(account)
    return account


@quick
@given(past=pasts, days=st.integers(0, 400))
def test_time_alone_never_raises_confidence(cast: Cast, past: Past, days: int) -> None:
    with lived(cast, past) as now:
        assert number(cast, now + timedelta(days=days)) <= number(cast, now) + 1e-12


@quick
@given(past=pasts, who=st.sampled_from(WHO))
def test_a_clean_look_never_lowers_it_on_the_day_of_the_last_one(cast: Cast, past: Past, who: str) -> None:
    with lived(cast, past) as now:
        looks.check_in(dataset=cast.dataset, person=cast.administrator, now=now)
        before = number(cast, now)
        assert looks.check_in(dataset=cast.dataset, person=getattr(cast, who), now=now)
        assert number(cast, now) >= before - 1e-12


@quick
@given(past=pasts, who=st.sampled_from(WHO))
def test_a_find_never_raises_it(cast: Cast, past: Past, who: str) -> None:
    with lived(cast, past) as now:
        looks.check_in(dataset=cast.dataset, person=getattr(cast, who), now=now)
        before = number(cast, now)
        flagged(cast, by=getattr(cast, who), now=now)
        assert number(cast, now) <= before + 1e-12


@quick
@given(past=pasts)
def test_same_here_of_everybody_on_every_issue_changes_no_number(cast: Cast, past: Past) -> None:
    with lived(cast, past) as now:
        everybody = [getattr(cast, who) for who in WHO]
        for person in everybody:  # the looks of the day, which "same here" is one of
            looks.check_in(dataset=cast.dataset, person=person, now=now)
        for issue in cast.dataset.issues.all():
            triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=now)
        before = all_numbers(cast, now)
        for issue in cast.dataset.issues.all():
            for person in everybody:
                flags.same_here(person=person, issue_id=issue.pk, now=now)
        assert all_numbers(cast, now) == before


@quick
@given(past=pasts, who=st.sampled_from(WHO), twin=st.integers(0, 40))
def test_what_is_merged_counts_as_never_reported_and_taken_apart_as_before(
    cast: Cast, past: Past, who: str, twin: int
) -> None:
    with lived(cast, [("bench", True, 0), *past]) as now:
        looks.check_in(dataset=cast.dataset, person=getattr(cast, who), now=now)
        never = all_numbers(cast, now)
        issues = list(cast.dataset.issues.order_by("pk").values_list("pk", flat=True))
        again = flagged(cast, by=getattr(cast, who), now=now).issue_id
        told = all_numbers(cast, now)
        triage.VERDICTS["merge"](issue_id=again, actor=cast.scientist, now=now, into=issues[twin % len(issues)])
        assert all_numbers(cast, now) == never
        triage.VERDICTS["unmerge"](issue_id=again, actor=cast.scientist, now=now)
        assert all_numbers(cast, now) == told != never


@quick
@given(past=pasts)
def test_the_history_replayed_gives_the_live_value(cast: Cast, past: Past) -> None:
    with lived(cast, past) as now:
        live = confidence.read(cast.dataset, now=now)
        assert replay.reading(cast.dataset, now=now).inputs() == live


@quick
@given(past=pasts, name=st.text(min_size=1, max_size=20).filter(lambda text: "\x00" not in text))
def test_renaming_people_changes_nothing(cast: Cast, past: Past, name: str) -> None:
    with lived(cast, past) as now:
        before = all_numbers(cast, now)
        for at, person in enumerate(Person.objects.order_by("-pk")):
            Person.objects.filter(pk=person.pk).update(name=f"{name} {at}", email=f"new{at}@example.org")
        assert all_numbers(cast, now) == before


@quick
@given(past=pasts)
def test_two_accounts_of_one_person_count_as_that_person_always_did(cast: Cast, second: Person, past: Past) -> None:
    """Told by two accounts in turn and then merged, a past is what it is told by one."""
    with lived(cast, past) as now:
        by_one = all_numbers(cast, now)
    for at, (who, *rest) in enumerate(past):
        if who == "bench" and at % 2:
            past = [*past[:at], ("stranger", *rest), *past[at + 1 :]]
    two = type(cast)(**{**vars(cast), "stranger": second})
    with lived(two, past) as now:
        merge_accounts(second, cast.bench, cast.administrator, now=now)
        by_two = all_numbers(two, now)
    assert by_two["inputs"] == by_one["inputs"]


def test_one_person_with_500_clean_looks_is_quiet_but_too_few_eyes(cast: Cast) -> None:
    Look.objects.bulk_create(
        Look(
            dataset=cast.dataset,
            person=cast.bench,
            viewpoint=cast.bench.viewpoint,
            day=(NOW - timedelta(days=ago)).date(),
            at=NOW - timedelta(days=ago),
            recorded_at=NOW,
            origin=Look.Origin.CHECK_IN,
        )
        for ago in range(500)
    )
    Dataset.objects.get().eras.update(started_at=NOW - timedelta(days=501))
    snapshot = confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    assert (snapshot.state, snapshot.inputs["looks"]) == ("quiet", 500)
    assert "propose a blind sweep" in " ".join(snapshot.result["reasons"])
    assert "quality control" in " ".join(snapshot.result["missing"]).lower()
