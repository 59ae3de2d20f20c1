"""One deed on many issues is one letter to each person."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast, flagged
from tests.postbox import Postbox, postbox
from weirdness.mail import letters
from weirdness.models import Dataset, Notification, Person
from weirdness.services import bulk, flags_at_once, jobs, notifications, one_letter, undoing
from weirdness.services.flags_at_once import Wanted
from weirdness.services.reports import Report

pytestmark = pytest.mark.django_db
__all__ = ["postbox"]


def three(cast: Cast) -> list[int]:
    return [flagged(cast, sentence=f"Plate {n} reads below zero.").issue_id for n in range(3)]


def confirmed(cast: Cast) -> list[int]:
    made = three(cast)
    bulk.decide(issue_ids=made, verb="confirm", actor=cast.scientist, now=NOW)
    return made


def owed_to(person: Person) -> list[Notification]:
    return list(Notification.objects.filter(person=person, context__has_key="batch").order_by("pk"))


def send(notification: Notification) -> None:
    later = NOW + timedelta(days=400)
    job = jobs.enqueue(kind="mail", subject=notification.pk, key=f"mail:{notification.pk}", now=NOW)
    claim = jobs.claim(job_id=job.pk, lease=timedelta(seconds=30), now=later)
    assert claim
    notifications.send(claim)


def test_three_verdicts_in_one_go_are_one_letter_that_names_each(cast: Cast, postbox: Postbox) -> None:
    made = confirmed(cast)
    owed = owed_to(cast.bench)
    assert len(owed) == 3
    send(owed[1])
    (letter,) = postbox.letters
    assert "3 issues: confirmed" in str(letter["Subject"])
    body = letter.get_body(("plain",)).get_content()
    assert all(f"#{number} Plate" in body for number in made)
    assert [each.state for each in owed_to(cast.bench)] == ["withdrawn", "sent", "withdrawn"]


def test_whichever_comes_second_sends_nothing_more(cast: Cast) -> None:
    confirmed(cast)
    first, second, _ = owed_to(cast.bench)
    one_letter.gather(first, now=NOW)
    assert one_letter.gather(second, now=NOW).state == "withdrawn"


def test_what_was_taken_back_before_the_letter_went_is_not_in_it(cast: Cast) -> None:
    made = confirmed(cast)
    undoing.undo(issue_id=made[0], actor=cast.scientist, now=NOW + timedelta(seconds=5))
    assert [each.state for each in owed_to(cast.bench)] == ["withdrawn"] * 3


def test_one_alone_is_the_letter_that_it_always_was(cast: Cast) -> None:
    issue = flagged(cast).issue_id
    bulk.decide(issue_ids=[issue], verb="confirm", actor=cast.scientist, now=NOW)
    (owed,) = owed_to(cast.bench)
    assert one_letter.gather(owed, now=NOW).message == "issue_changed"


def test_a_sheet_of_flags_is_one_letter_to_whom_they_go(cast: Cast) -> None:
    report = Report(dataset="lab/plates", category="missing", sentence="It is not there.", target="dataset")
    Dataset.objects.filter(pk=cast.dataset.pk).update(state="stable")
    flags_at_once.send(person=cast.bench, wanted=[Wanted(report)] * 3, submission=uuid4(), now=NOW)
    owed = owed_to(cast.owner)
    assert len(owed) == 3
    assert "3 issues: new, for you to judge" in letters.render(one_letter.gather(owed[0], now=NOW)).subject
