"""A CSV file of uses becomes looks: through the job, on the real tables."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.weirdness.services.query_logs.conftest import HandIn, days_ago, looks_of
from weirdness.models import Event, Job, LogChunk, LogImport, LogUse, Look, Snapshot
from weirdness.services import jobs, log_names, looks, work
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.query_logs import handing_in, reading, words

pytestmark = pytest.mark.django_db
HEAD = "time,login,table\n"


def test_each_person_and_day_is_one_look_with_the_viewpoint_they_have(cast: Cast, hand_in: HandIn) -> None:
    day = days_ago(3)
    lines = f"{day} 08:00,bea@example.org,lab/plates\n{day} 17:00:12,BEA,lab/plates\n{days_ago(2)},quinn,lab/plates\n"
    log = hand_in(HEAD + lines)
    assert log.state == LogImport.State.DONE
    assert looks_of(log) == {("Bea", "lab/plates", day), ("Quinn", "lab/plates", days_ago(2))}
    look = Look.objects.get(log=log, person=cast.bench)
    assert (look.origin, look.viewpoint) == ("query_log", cast.bench.viewpoint)
    assert timezone.localtime(look.at).isoformat()[:19] == f"{day}T00:00:00"
    assert look.recorded_at > look.at + timedelta(days=2)
    assert words.sentences(log) == ["2 people-days of use by 2 people became looks."]
    assert (log.lines, log.outcome["reads"], LogChunk.objects.count(), LogUse.objects.count()) == (3, 3, 0, 0)


def test_a_late_log_moves_the_number_and_the_history_says_so(cast: Cast, hand_in: HandIn) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=timezone.now())
    lines = "".join(f"{days_ago(n)},{who},lab/plates\n" for n in range(1, 20) for who in ("bea", "quinn", "mia"))
    hand_in(HEAD + lines)
    newest = Snapshot.objects.filter(dataset=cast.dataset).latest()
    assert newest.inputs["looks"] == 58
    told = list(Event.objects.filter(dataset=cast.dataset, verb="looks_imported"))
    assert [each.sentence() for each in told] == ["A query log told of 57 looks by 3 people"]
    assert Event.objects.filter(verb="log_imported", actor=cast.administrator, dataset=None).count() == 1


def test_the_same_file_twice_changes_nothing(cast: Cast, hand_in: HandIn) -> None:
    content = f"{HEAD}{days_ago(3)},bea,lab/plates\n{days_ago(2)},bea,lab/plates\n"
    hand_in(content)
    before = list(Look.objects.values_list("pk", "log"))
    again = hand_in(content)
    assert list(Look.objects.values_list("pk", "log")) == before
    assert words.sentences(again) == ["All of it was known: 2 people-days of use."]


def test_a_look_that_was_there_stays_as_it_is(cast: Cast, hand_in: HandIn) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=timezone.now() - timedelta(days=1))
    log = hand_in(f"{HEAD}{days_ago(1)},bea,lab/plates\n{days_ago(2)},bea,lab/plates\n")
    assert looks_of(log) == {("Bea", "lab/plates", days_ago(2))}
    assert words.sentences(log) == ["1 person-day of use by 1 person became looks; 1 was known."]


def test_what_nobody_knows_waits_and_is_counted_at_once_when_somebody_says_it(cast: Cast, hand_in: HandIn) -> None:
    log = hand_in(f"{HEAD}{days_ago(3)},x117,lab/plates\n{days_ago(3)},bea,wells\n{days_ago(2)},x117,wells\n")
    assert looks_of(log) == set()
    assert words.sentences(log)[1:] == [
        "1 login is unknown, with 2 reads.",
        "1 table is no dataset yet, with 2 reads.",
    ]
    who = {"actor": cast.administrator, "now": timezone.now()}
    assert log_names.say_login(login="X117", person=cast.quality, **who) == 1
    assert log_names.say_table(table="we*", dataset=cast.dataset, **who) == 2
    assert looks_of(log) == {
        ("Quinn", "lab/plates", days_ago(3)),
        ("Bea", "lab/plates", days_ago(3)),
        ("Quinn", "lab/plates", days_ago(2)),
    }
    log.refresh_from_db()
    assert words.sentences(log) == ["3 people-days of use by 2 people became looks."]
    assert not LogUse.objects.exists()


def test_service_accounts_are_nobody(cast: Cast, hand_in: HandIn) -> None:
    log = hand_in(HEAD + f"{days_ago(3)},svc_load,lab/plates\n" * 40 + f"{days_ago(3)},nightly-etl,lab/plates\n")
    assert looks_of(log) == set()
    assert words.sentences(log) == ["Nothing of it became a look.", "41 reads by 2 service accounts were left out."]
    who = {"actor": cast.administrator, "now": timezone.now()}
    assert log_names.say_login(login="svc_load", person=cast.manager, **who) == 1  # a pattern may be wrong


def test_lines_that_cannot_be_counted_are_counted_with_their_reason(cast: Cast, hand_in: HandIn) -> None:
    ahead = (timezone.now() + timedelta(hours=2)).isoformat()
    bad = f"{ahead},bea,lab/plates\nsoon,bea,lab/plates\n{days_ago(2)},,lab/plates\n{days_ago(2)}\n"
    log = hand_in((HEAD + bad).encode() + f"{days_ago(2)},b".encode() + b"\xe9a,lab/plates\n")
    assert log.outcome["refused"] == {"future": 1, "time": 1, "incomplete": 1, "broken": 1, "encoding": 1}
    assert log.lines == 5
    assert any("lies in the future" in each or "lie in the future" in each for each in words.sentences(log))


def test_a_log_of_one_person_is_one_person(cast: Cast, hand_in: HandIn) -> None:
    log = hand_in(HEAD + "".join(f"{days_ago(n)},bea,lab/plates\n" for n in range(1, 31)))
    assert words.sentences(log) == ["30 people-days of use by 1 person became looks."]


def test_days_before_the_registration_are_kept_and_said(cast: Cast, hand_in: HandIn) -> None:
    log = hand_in(f"{HEAD}{days_ago(3)},bea,lab/plates\n2020-01-01,bea,lab/plates\n")
    assert words.sentences(log)[1] == "1 of them is from before the registration, and counted in no number now."


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_file_of_another_kind_of_sheet_and_packed_is_read_as_well(
    delimiter: str, cast: Cast, hand_in: HandIn
) -> None:
    lines = f"\ufeffUser Name;Dataset Key;Used at\r\nbea;lab/plates;{days_ago(2)} 08:00\r\n\r\n".replace(";", delimiter)
    log = hand_in(gzip.compress(lines.encode()), name="uses.csv.gz")
    assert looks_of(log) == {("Bea", "lab/plates", days_ago(2))}


def test_a_sheet_of_another_alphabet_of_bytes_is_read_as_well(cast: Cast, hand_in: HandIn) -> None:
    log = hand_in(f"{HEAD}{days_ago(2)},bea,lab/plates\n".encode("utf-16"))
    assert looks_of(log) == {("Bea", "lab/plates", days_ago(2))}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("\n \n", "The log is empty"),
        ("2026-10-01,bea,lab/plates\n", "The columns have no names"),
        ("time,login,color\n2026-10-01,bea,red\n", "No column is the table"),
        ("who;what;when\nbea;lab/plates;2026-10-01\n", "No column is the table"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is no text"),
        (gzip.compress(b"time,login,table\n" * 9, mtime=0)[:-12], "ends in the middle"),
        (b"\x1f\x8b\x08\x00garbage and more of it", "damaged"),
        (
            gzip.compress(
                HEAD.encode() + b"2026-10-01,bea,lab/plates" + b"," * 9_000_000 + b"\n" * 99 + b"x" * 30_000_000,
                mtime=0,
            ),
            "more than 200 times as large",
        ),
    ],
)
def test_what_is_no_log_is_refused_in_words_and_leaves_nothing(
    content: str | bytes, says: str, cast: Cast, hand_in: HandIn
) -> None:
    log = hand_in(content)
    assert log.state == LogImport.State.REFUSED
    assert says in log.trouble
    assert not Look.objects.exists()
    assert not LogUse.objects.exists()
    assert not LogChunk.objects.exists()
    assert Job.objects.get(kind="log").state == Job.State.DONE


def test_an_empty_or_too_large_file_is_refused_at_the_door(cast: Cast, hand_in: HandIn, settings: object) -> None:
    with pytest.raises(Refused, match="empty"):
        hand_in(b"")
    settings.QUERY_LOG_MOST_BYTES = 2_000_000
    with pytest.raises(Refused, match="may have 1 MB"):
        hand_in(b"x" * 2_000_001)
    assert not LogImport.objects.exists()
    assert not LogChunk.objects.exists()


def test_a_log_is_taken_back_with_exactly_its_looks(cast: Cast, hand_in: HandIn) -> None:
    first = hand_in(f"{HEAD}{days_ago(3)},bea,lab/plates\n")
    second = hand_in(f"{HEAD}{days_ago(3)},bea,lab/plates\n{days_ago(2)},bea,lab/plates\n{days_ago(2)},x9,lab/plates\n")
    who = {"actor": cast.administrator, "now": timezone.now()}
    assert handing_in.take_back(log_id=second.pk, **who) == 1
    second.refresh_from_db()
    assert words.sentences(second) == ["It was taken back: 1 look of it counts no more."]
    assert looks_of(first) == {("Bea", "lab/plates", days_ago(3))}
    assert looks_of(second) == set()
    assert not LogUse.objects.exists()
    with pytest.raises(Conflict):
        handing_in.take_back(log_id=second.pk, **who)
    third = hand_in(f"{HEAD}{days_ago(2)},bea,lab/plates\n")
    assert looks_of(third) == {("Bea", "lab/plates", days_ago(2))}


def test_an_owner_hands_in_for_their_datasets_alone(cast: Cast, hand_in: HandIn) -> None:
    log = hand_in(f"{HEAD}{days_ago(2)},bea,lab/plates\n", by=cast.owner)
    assert looks_of(log) == {("Bea", "lab/plates", days_ago(2))}
    type(cast.dataset).objects.update(owner=cast.manager)
    with pytest.raises(NotAllowed):
        hand_in(HEAD, by=cast.owner)
    with pytest.raises(NotAllowed):
        handing_in.take_back(log_id=log.pk, actor=cast.manager, now=timezone.now())


def test_a_killed_workers_log_is_read_again_and_ends_the_same(cast: Cast) -> None:
    lines = "".join(f"{days_ago(n)},bea,lab/plates\n{days_ago(n)},x{n},lab/plates\n" for n in range(1, 10))
    who = {"actor": cast.administrator, "now": timezone.now()}
    log = handing_in.hand_in(kind="csv", name="uses.csv", pieces=[(HEAD + lines).encode()], **who)
    LogUse.objects.create(log=log, login="bea", table="lab/plates", day=days_ago(30), lines=7)  # of a worker that died
    work.drain()
    log.refresh_from_db()
    assert (log.outcome["looks"], log.outcome["logins"], log.outcome["reads"]) == (9, 9, 18)


def test_a_worker_that_lost_its_lease_leaves_nothing(cast: Cast) -> None:
    who = {"actor": cast.administrator, "now": timezone.now()}
    log = handing_in.hand_in(kind="csv", name="u", pieces=[f"{HEAD}{days_ago(1)},bea,lab/plates\n".encode()], **who)
    job = Job.objects.get(kind="log")
    claim = jobs.claim(job_id=job.pk, lease=timedelta(seconds=60), now=timezone.now())
    jobs.call_off(job_id=job.pk, now=timezone.now())
    with pytest.raises(jobs.LeaseLost):
        reading.perform(claim)
    assert not Look.objects.exists()
    assert not LogUse.objects.exists()
    assert LogChunk.objects.filter(log=log).count() == 1
