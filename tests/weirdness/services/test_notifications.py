"""The outbox, against a real mail server."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import NOW, Cast, flagged, suite
from tests.postbox import Postbox, postbox
from tests.weirdness.services.test_findings import night
from weirdness.models import Event, Job, Notification, Person
from weirdness.services import jobs, triage, work

pytestmark = pytest.mark.django_db
__all__ = ["postbox"]
LADDER = [1, 5, 15, 60, 240]


@pytest.fixture
def owed(cast: Cast) -> Notification:
    """Bea flagged, Dana confirmed: Bea is owed a letter."""
    triage.confirm(issue_id=flagged(cast).issue_id, actor=cast.scientist, now=NOW)
    return Notification.objects.get(person=cast.bench)


def job_of(owed: Notification) -> Job:
    return Job.objects.get(kind="mail", subject=owed.pk)


def deliver(owed: Notification) -> bool:
    """What a worker does once the letter is due."""
    job = job_of(owed)
    done = work.perform(job_id=job.pk, now=job.due_at)
    owed.refresh_from_db()
    return done


def test_a_letter_that_was_taken_is_sent_and_keeps_its_message_id(owed: Notification, postbox: Postbox) -> None:
    deliver(owed)
    assert (owed.state, job_of(owed).state) == ("sent", "done")
    assert [letter["Message-ID"] for letter in postbox.letters] == [owed.message_id]


def test_mail_about_a_verdict_waits_until_it_can_no_longer_be_undone(owed: Notification, postbox: Postbox) -> None:
    assert job_of(owed).due_at - owed.created_at == timedelta(seconds=15)
    assert work.perform(job_id=job_of(owed).pk, now=NOW + timedelta(seconds=14)) is False
    assert postbox.letters == []


def test_a_second_delivery_of_the_same_job_sends_nothing(owed: Notification, postbox: Postbox) -> None:
    assert deliver(owed) is True
    assert deliver(owed) is False
    assert len(postbox.letters) == 1


def test_a_sent_letter_is_not_sent_again_when_its_job_is_owed_anew(owed: Notification, postbox: Postbox) -> None:
    deliver(owed)
    jobs.enqueue(kind="mail", subject=owed.pk, key=f"mail:{owed.pk}", now=NOW)
    assert deliver(owed) is True
    assert (len(postbox.letters), owed.state) == (1, "sent")


@pytest.mark.parametrize(
    "answer", ["421 too busy", "450 mailbox busy", "451 try later", "452 disk full", "cut", "silent"]
)
def test_a_passing_trouble_is_tried_again_after_1_5_15_60_and_240_minutes(
    owed: Notification, postbox: Postbox, answer: str
) -> None:
    tries = 2 if answer == "silent" else len(LADDER)  # a second each
    postbox.answers = [answer] * tries
    for minutes in LADDER[:tries]:
        deliver(owed)
        wait = job_of(owed).due_at - timezone.now()
        assert abs(wait - timedelta(minutes=minutes)) < timedelta(seconds=10)
        assert (owed.state, job_of(owed).state, job_of(owed).attempts) == ("due", "queued", 0)
        assert owed.error.startswith("The mail server ")
    deliver(owed)
    assert (owed.state, owed.error, len(postbox.letters)) == ("sent", "", 1)


def test_a_trouble_that_does_not_pass_ends_after_the_ladder(owed: Notification, postbox: Postbox) -> None:
    postbox.answers = ["451 try later"] * 6
    for _ in range(6):
        deliver(owed)
    assert (owed.state, job_of(owed).state) == ("failed", "dead")
    assert deliver(owed) is False


@pytest.mark.parametrize("code", ["550", "552"])
def test_a_refusal_is_final_and_goes_into_the_history(owed: Notification, postbox: Postbox, code: str) -> None:
    postbox.answers = [f"{code} no such place"]
    deliver(owed)
    event = Event.objects.get(verb="mail_refused")
    assert (owed.state, job_of(owed).state, postbox.letters) == ("failed", "dead", [])
    assert f"({code})" in owed.error
    assert event.data["to"] == owed.person.email
    assert event.dataset == owed.dataset


@pytest.mark.parametrize(("answer", "state"), [("550 unknown", "failed"), ("451 greylisted", "due")])
def test_a_recipient_who_is_refused_counts_like_a_letter_that_is(
    owed: Notification, postbox: Postbox, answer: str, state: str
) -> None:
    postbox.refuse_recipient = answer
    deliver(owed)
    assert owed.state == state


def test_a_long_address_that_is_refused_is_recorded_whole(owed: Notification, postbox: Postbox) -> None:
    long = f"{'b' * 60}@example.org"
    Person.objects.filter(pk=owed.person_id).update(email=long)
    postbox.answers = ["550 no"]
    deliver(owed)
    assert Event.objects.get(verb="mail_refused").data["to"] == long


def test_without_a_mail_server_a_letter_is_late_not_lost(
    owed: Notification, postbox: Postbox, settings: Settings
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    deliver(owed)
    assert (owed.state, owed.tries) == ("due", 1)
    settings.EMAIL_PORT = port
    deliver(owed)
    assert owed.state == "sent"


def test_permission_withdrawn_between_owing_and_sending_withdraws_the_letter(
    owed: Notification, postbox: Postbox, cast: Cast
) -> None:
    cast.dataset.grants.all().delete()
    deliver(owed)
    assert (owed.state, job_of(owed).state, postbox.letters) == ("withdrawn", "done", [])


def test_a_person_who_left_gets_no_letter(owed: Notification, postbox: Postbox) -> None:
    Person.objects.filter(pk=owed.person_id).update(is_active=False)
    deliver(owed)
    assert (owed.state, postbox.letters) == ("withdrawn", [])


def test_an_owners_digest_goes_to_nobody_who_owns_it_no_more(cast: Cast, postbox: Postbox) -> None:
    night(suite(cast), 0, success=False)
    digest = Notification.objects.get(message="owner_digest")
    cast.dataset.owner, cast.dataset.open_to_all = cast.manager, True
    cast.dataset.save()
    deliver(digest)
    assert (digest.state, postbox.letters) == ("withdrawn", [])


def test_who_covers_for_an_absent_owner_reads_the_digest_without_a_grant(cast: Cast, postbox: Postbox) -> None:
    cast.owner.is_active, cast.owner.covered_by = False, cast.stranger
    cast.owner.save()
    cast.dataset.refresh_from_db()
    night(suite(cast), 0, success=False)
    digest = Notification.objects.get(message="owner_digest")
    deliver(digest)
    assert (digest.person, digest.state) == (cast.stranger, "sent")


def test_a_letter_over_which_the_worker_died_three_times_is_failed_with_the_reason(owed: Notification) -> None:
    Job.objects.filter(pk=job_of(owed).pk).update(due_at=NOW)
    for attempt in range(3):
        assert jobs.claim(job_id=job_of(owed).pk, lease=timedelta(seconds=1), now=NOW + timedelta(minutes=attempt))
    work.sweep(now=NOW + timedelta(hours=1))
    owed.refresh_from_db()
    assert (owed.state, owed.error) == ("failed", "The worker died three times while doing this.")


def test_nobody_hears_of_their_own_deed(cast: Cast) -> None:
    issue = flagged(cast, by=cast.scientist).issue
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    assert not Notification.objects.filter(person=cast.scientist).exists()
