"""The rows of an issue as they are now, asked of the real engine: what changed, what is gone, what is masked."""

from pathlib import Path

from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from tests.weirdness.laboratory import BAD, GOOD, HEAD, answered, engine, plates
from weirdness.models import Evidence, Inquiry, Issue, Job
from weirdness.services import inquiries, merging, work

__all__ = ["engine", "plates"]


def reported(cast: Cast, rows: str) -> Issue:
    flag = flagged(cast, target="rows", column="signal", rows=rows)
    evidence = Evidence.objects.get(flag=flag)
    job = Job.objects.get(kind="evidence", subject=evidence.pk)
    assert work.perform(job_id=job.pk, now=timezone.now())
    return flag.issue


def now(cast: Cast, issue: Issue) -> Inquiry:
    asked = inquiries.ask(kind="rows_now", actor=cast.scientist, now=timezone.now(), dataset=issue.dataset, issue=issue)
    return answered(asked)


def test_rows_that_nobody_touched_are_the_same(cast: Cast, plates: Path) -> None:
    answer = now(cast, reported(cast, "P9,A1\nP9,A2")).answer
    assert (answer["rows"], answer["same"], answer["changed"], answer["gone"]) == (2, 2, 0, 0)


def test_a_mended_cell_is_marked_and_a_row_that_went_is_told(cast: Cast, plates: Path) -> None:
    issue = reported(cast, "P9,A1\nP9,A2")
    plates.write_text(HEAD + GOOD + BAD.replace("P9,A1,-4.5,Kim", "P9,A1,4.5,Ann").replace("P9,A2,-4.5,Lee\n", ""))
    answer = now(cast, issue).answer
    assert answer["head"][:3] == ["plate", "well", "signal"]
    first, second = answer["pairs"]
    changed = [name for name, is_changed in zip(answer["head"], first["changed"], strict=True) if is_changed]
    assert changed == ["signal"]  # the operator is masked, so nobody is told that it changed
    assert (first["then"][2], first["now"][2]) == ("-4.5", "4.5")
    assert second["now"] is None
    assert (answer["same"], answer["changed"], answer["gone"]) == (0, 1, 1)


def test_the_rows_of_a_merged_issue_are_looked_up_with_it_and_each_row_once(cast: Cast, plates: Path) -> None:
    first, second = reported(cast, "P9,A1"), reported(cast, "P9,A1\nP9,A2")
    merging.merge(issue_id=second.pk, actor=cast.scientist, now=timezone.now(), into=first.pk)
    assert now(cast, Issue.objects.get(pk=first.pk)).answer["rows"] == 2


def test_an_issue_without_copied_rows_says_so(cast: Cast, plates: Path) -> None:
    asked = now(cast, flagged(cast, now=NOW).issue)
    assert asked.state == Inquiry.State.FAILED
    assert "nothing to look up again" in asked.message
