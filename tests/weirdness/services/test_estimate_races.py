"""A batch of estimates beside whoever writes meanwhile: it waits for nobody, and nothing is missed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, transaction

from tests.cast import NOW, Cast, flagged, make
from tests.committed import committed, database_for_tests
from tests.weirdness.services.test_estimates import another
from tests.weirdness.services.test_races import at_once
from weirdness.models import Dataset, Event, Snapshot
from weirdness.services import confidence, events, looks, replay, tiers

__all__ = ["committed", "database_for_tests"]
HOUR = timedelta(hours=1)
ROUNDS = 10


@pytest.fixture
def everybody(committed: None) -> Cast:
    return make()


@contextmanager
def busy(dataset: Dataset) -> Iterator[None]:
    """Somebody else writes its history meanwhile."""
    held, done = Signal(), Signal()

    def hold() -> None:
        with transaction.atomic():
            events.hold(dataset.pk)
            held.set()
            done.wait(30)
        connection.close()

    other = Thread(target=hold)
    other.start()
    assert held.wait(30)
    yield
    done.set()
    other.join()


def test_a_batch_waits_for_nobody(everybody: Cast) -> None:
    more = another(everybody, 1)
    both = [everybody.dataset.pk, more.pk]
    with busy(everybody.dataset):
        assert confidence.recompute_many(both, now=NOW) == (1, [everybody.dataset.pk])
    assert confidence.recompute_many(both, now=NOW + HOUR) == (2, [])


def test_whatever_is_written_while_estimates_are_made_each_can_be_made_again_from_the_history(everybody: Cast) -> None:
    """Those who write say when they began; the estimate in between is of a later moment and knows nothing of them."""
    who = [everybody.bench, everybody.quality, everybody.manager, everybody.scientist]
    dataset = everybody.dataset

    def deed(number: int, at: datetime, tier: str) -> None:
        soon, person = at + timedelta(seconds=1), who[number % 4]
        if number < 4:
            confidence.recompute(dataset_id=dataset.pk, now=soon)
        elif number == 4:
            confidence.recompute_many([dataset.pk], now=soon)
        elif number == 5:
            tiers.change(dataset=Dataset.objects.get(), to=tier, actor=everybody.owner, now=at)
        elif number % 2:
            flagged(everybody, by=person, now=at, sentence=f"Odd thing {number}")
        else:
            looks.check_in(dataset=dataset, person=person, now=at)

    for number in range(ROUNDS):
        at_once(partial(deed, at=NOW + number * HOUR, tier=["key", "sandbox"][number % 2]), callers=12)
    verdicts = list(replay.check(Dataset.objects.get(), Snapshot.objects.all()))
    assert len(verdicts) >= 4 * ROUNDS
    assert [each.differs or each.untold for each in verdicts if not each.holds] == []
    assert Event.objects.filter(verb="tier_changed").count() >= 1
