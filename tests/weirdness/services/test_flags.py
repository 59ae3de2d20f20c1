"""Flagging."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.models import Event, Evidence, Flag, Issue, Job, Look, Notification
from weirdness.models.issue_words import Severity
from weirdness.services import datasets, flags, triage
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.flags import Report

pytestmark = pytest.mark.django_db


def test_a_flag_opens_an_issue_with_its_event_its_look_and_its_route(cast: Cast) -> None:
    flag = flagged(cast)
    issue = flag.issue
    assert (issue.state, issue.severity, issue.assignee_team) == ("new", Severity.MINOR, cast.scientists)
    assert "learning" in issue.routing_reason
    assert flag.viewpoint == cast.bench.viewpoint
    assert Look.objects.filter(dataset=cast.dataset, person=cast.bench).count() == 1
    assert Event.objects.filter(issue=issue).get().sentence().startswith("Bea flagged it: The signal of A1")


def test_what_blocks_a_decision_is_major(cast: Cast) -> None:
    assert flagged(cast, blocks_decision=True).issue.severity == Severity.MAJOR


def test_the_same_form_sent_twice_is_one_flag(cast: Cast) -> None:
    submission = uuid4()
    assert flagged(cast, submission=submission) == flagged(cast, submission=submission)
    assert Issue.objects.count() == 1


def test_an_empty_sentence_and_an_unknown_tile_are_refused_beside_their_fields(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        flagged(cast, sentence="  ", category="nonsense")
    assert set(refused.value.problems) == {"sentence", "category"}
    assert not Flag.objects.exists()


def test_ten_megabytes_of_text_are_refused_with_their_length(cast: Cast) -> None:
    with pytest.raises(Refused, match="10,000,000 characters; 500 fit"):
        flagged(cast, sentence="x" * 10_000_000)


def test_a_column_that_the_dataset_does_not_have_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="has no column “signl”"):
        flagged(cast, column="signl")


def test_pasted_rows_become_keys_and_their_copy_is_owed(cast: Cast) -> None:
    flag = flagged(cast, rows="P1,A1\nwell=B2; plate=P1")
    evidence = Evidence.objects.get(flag=flag)
    assert evidence.keys == [{"plate": "P1", "well": "A1"}, {"plate": "P1", "well": "B2"}]
    assert Job.objects.filter(kind="evidence", subject=evidence.pk, state="queued").exists()


def test_a_row_that_cannot_be_read_names_its_line(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"Line 2 \(P1\) does not name a row"):
        flagged(cast, rows="P1,A1\nP1")


def test_a_flag_on_an_unregistered_dataset_waits_and_is_adopted(cast: Cast) -> None:
    report = Report(dataset="lab/spectra", category="missing", sentence="June is gone.")
    flag = flags.raise_flag(person=cast.stranger, report=report, now=NOW)
    assert (flag.dataset, flag.issue) == (None, None)
    assert list(Flag.objects.to_register()) == [flag]
    datasets.register(
        key="lab/spectra",
        title="Spectra",
        description="",
        source=cast.source,
        location="spectra.csv",
        format="csv",
        columns=[],
        key_columns=[],
        key_unique=False,
        owner=cast.owner,
        triage_team=cast.scientists,
        now=NOW,
    )
    flag.refresh_from_db()
    assert flag.dataset.key == "lab/spectra"
    assert flag.issue.state == "new"


def test_a_dataset_that_is_not_ours_to_see_is_kept_as_typed(cast: Cast) -> None:
    flag = flagged(cast, by=cast.stranger)
    assert flag.dataset is None
    assert flag.dataset_name == "lab/plates"


def test_same_here_counts_a_person_once(cast: Cast) -> None:
    issue = flagged(cast).issue
    first = flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW)
    assert flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW) == first
    assert flags.same_here(person=cast.bench, issue_id=issue.pk, now=NOW).kind == "report"
    assert issue.flags.count() == 2


def test_same_here_is_not_for_strangers(cast: Cast) -> None:
    issue = flagged(cast).issue
    with pytest.raises(NotAllowed):
        flags.same_here(person=cast.stranger, issue_id=issue.pk, now=NOW)


def test_the_reporter_hears_of_same_here_and_nobody_of_their_own_deed(cast: Cast) -> None:
    issue = flagged(cast).issue
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW)
    assert [each.person for each in Notification.objects.all()] == [cast.bench]


def test_same_here_opens_a_fixed_issue_again_as_its_next_episode(cast: Cast) -> None:
    issue = flagged(cast).issue
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    triage.verify(issue_id=issue.pk, actor=cast.bench, now=NOW)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW + timedelta(days=3))
    issue.refresh_from_db()
    assert (issue.state, issue.resolution, issue.regressed, issue.episodes.count()) == ("new", "", True, 2)


def test_same_here_on_an_explained_issue_is_counted_and_it_stays_closed(cast: Cast) -> None:
    issue = flagged(cast).issue
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=NOW, explanation="Blanks are subtracted first.")
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW)
    issue.refresh_from_db()
    assert (issue.state, issue.flags.count()) == ("closed", 2)
