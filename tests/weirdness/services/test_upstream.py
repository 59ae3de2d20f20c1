"""What changed upstream is noticed once, told to the owner, and makes a dataset prove itself again."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.cast import NOW, Cast, suite
from tests.weirdness.laboratory import HEAD, engine, plates
from weirdness.mail import letters
from weirdness.models import Change, Event, Notification, Snapshot, Suite
from weirdness.services import confidence, eras, looks, runs, upstream, work
from weirdness.services.errors import Conflict

__all__ = ["engine", "plates"]
pytestmark = pytest.mark.django_db


def month(seed: int, *, empty: float = 0.0, rows: int = 600) -> str:
    """Wells of one month; a share of the signals is missing."""
    dice = random.Random(seed)
    signals = ["" if dice.random() < empty else f"{dice.gauss(50, 5):.2f}" for _ in range(rows)]
    return HEAD + "".join(f"P{at // 96},W{at},{signal},Kim\n" for at, signal in enumerate(signals))


def ran(plates: Path, text: str) -> None:
    plates.write_text(text)
    run = runs.request(suite=Suite.objects.get(), now=timezone.now(), trigger="person")
    assert run.job is not None
    work.perform(job_id=run.job.pk, now=timezone.now())


@pytest.fixture
def year(cast: Cast, plates: Path) -> Path:
    """Four ordinary months, then one in which a third of the signals is missing."""
    suite(cast)
    for seed in range(4):
        ran(plates, month(seed))
    assert not Change.objects.exists()
    ran(plates, month(5, empty=0.3))
    return plates


def test_an_ordinary_run_says_nothing_and_a_change_is_told_once(cast: Cast, year: Path) -> None:
    (change,) = Change.objects.all()
    assert (change.kind, change.columns) == ("nulls", ["signal"])
    assert "`signal` is empty in" in change.sentence
    assert change.since == f"{timezone.localdate():%-d %B %Y}"
    letter = Notification.objects.get(message="owner_digest")
    assert letter.context["noticed"] == [change.pk]
    ran(year, month(6, empty=0.3))
    assert Change.objects.count() == 1
    assert Event.objects.filter(verb="change_noticed").count() == 1


def test_it_must_prove_itself_again_unless_somebody_calls_it_harmless(cast: Cast, year: Path) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    confidence.recompute(dataset_id=cast.dataset.pk, now=timezone.now())
    assert Snapshot.objects.latest().inputs["since"] == 1
    change = upstream.call_harmless(change_id=Change.objects.get().pk, actor=cast.owner, now=timezone.now())
    confidence.recompute(dataset_id=cast.dataset.pk, now=timezone.now())
    assert Snapshot.objects.latest().inputs["since"] == 0
    with pytest.raises(Conflict):
        upstream.call_harmless(change_id=change.pk, actor=cast.owner, now=timezone.now())


def test_an_announced_change_settles_what_was_noticed(cast: Cast, year: Path) -> None:
    now = timezone.now() + timedelta(seconds=1)
    about = {"dataset": cast.dataset, "cause": "machine", "reason": "the new reader", "actor": cast.owner}
    eras.announce(**about, now=now)
    assert Change.objects.get().settled_as == "era"
    confidence.recompute(dataset_id=cast.dataset.pk, now=now)
    assert Snapshot.objects.latest().inputs["since"] == 0


def test_the_owners_letter_tells_it_in_words(cast: Cast, year: Path) -> None:
    letter = letters.render(Notification.objects.get(message="owner_digest"))
    change = Change.objects.get()
    assert letter.subject.endswith("lab/plates: 1 changed upstream")
    assert "1 change upstream" in letter.body
    assert change.sentence.replace("`", "") in letter.body
    assert f"since {change.since}" in letter.body
