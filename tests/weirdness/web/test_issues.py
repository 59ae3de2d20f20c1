"""The page of an issue: what is shown to whom, and every verdict as one POST."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

import checks
from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import As, failing_run
from weirdness.models import Evidence, Issue
from weirdness.services import evidence, triage


def offered(response: object) -> list[str]:
    return [offer.move.verb for offer in response.context["offers"]]


def test_the_triager_is_offered_the_legal_moves_and_the_reader_same_here(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    address = reverse("issue", args=[issue.pk])
    assert offered(as_(cast.scientist).get(address)) == ["confirm", "merge", "explain", "ask", "accept", "close"]
    assert offered(as_(cast.owner).get(address)) == ["confirm", "merge", "explain", "ask", "accept", "close"]
    reader = as_(cast.quality).get(address)
    assert offered(reader) == []
    assert "Same here" in reader.content.decode()
    assert "You are counted" in as_(cast.bench).get(address).content.decode()


def test_a_verdict_moves_the_issue_and_says_so(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    response = as_(cast.scientist).post(reverse("act", args=[issue.pk, "confirm"]), {"version": 1}, follow=True)
    assert f"#{issue.pk}</a> is confirmed now." in response.content.decode()
    assert "Dana confirmed it" in response.content.decode()


def test_a_verdict_that_needs_words_is_refused_without_them_and_keeps_the_others(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    address = reverse("act", args=[issue.pk, "accept"])
    response = as_(cast.scientist).post(address, {"caveat": "Edge wells dry out.", "caveat_until": "soon"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Until when does this hold?" in page
    assert "Edge wells dry out." in page
    day = (timezone.now() + timedelta(days=90)).date().isoformat()
    assert as_(cast.scientist).post(address, {"caveat": "Edge wells dry out.", "caveat_until": day}).status_code == 302
    shown = as_(cast.bench).get(reverse("dataset", args=["lab/plates"])).content.decode()
    assert "Edge wells dry out." in shown


def test_an_explanation_is_shown_on_the_issue_and_on_the_dataset(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    said = {"explanation": "Blank wells are subtracted.", "fault": "reader"}
    as_(cast.scientist).post(reverse("act", args=[issue.pk, "explain"]), said)
    for address in (reverse("issue", args=[issue.pk]), reverse("dataset", args=["lab/plates"])):
        assert "Blank wells are subtracted." in as_(cast.bench).get(address).content.decode()


def test_of_two_at_once_the_second_is_told_what_happened_and_keeps_the_text(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    triage.confirm(issue_id=issue.pk, actor=cast.colleague, now=timezone.now(), version=1)
    said = {"explanation": "I know this one.", "version": "1"}
    response = as_(cast.scientist).post(reverse("act", args=[issue.pk, "explain"]), said)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Dirk confirmed it" in page
    assert "I know this one." in page
    assert Issue.objects.get(pk=issue.pk).state == "confirmed"


def test_a_verdict_on_an_issue_closed_meanwhile_gives_the_text_back(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    triage.explain(issue_id=issue.pk, actor=cast.colleague, now=timezone.now(), explanation="Known.")
    said = {"caveat": "Edge wells dry out.", "caveat_until": "2099-01-01", "version": "1"}
    response = as_(cast.scientist).post(reverse("act", args=[issue.pk, "accept"]), said)
    assert response.status_code == 409
    assert "Edge wells dry out." in response.content.decode()


def test_a_reader_may_not_give_a_verdict(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    response = as_(cast.quality).post(reverse("act", args=[issue.pk, "confirm"]))
    assert response.status_code == 403
    assert "is for its triager" in response.content.decode()


def test_the_severity_is_set_by_a_triager(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    address = reverse("act", args=[issue.pk, "severity"])
    assert as_(cast.scientist).post(address, {"severity": "9", "version": "1"}).status_code == 302
    assert Issue.objects.get(pk=issue.pk).severity == 9
    assert as_(cast.scientist).post(address, {"severity": "4"}).status_code == 422


def test_evidence_is_shown_as_it_was_seen_with_the_key_first_and_masks_kept(cast: Cast, as_: As) -> None:
    flag = flagged(cast, rows="P1,A1", target="rows")
    page = as_(cast.bench).get(reverse("issue", args=[flag.issue_id])).content.decode()
    assert "being copied" in page
    row = {"operator": "•••", "signal": "-4", "well": "A1", "plate": "P1"}
    copied = checks.Rows(columns=("plate", "well", "signal", "operator"), rows=(row,))
    evidence.store(evidence=Evidence.objects.get(flag=flag), rows=copied, now=NOW)
    response = as_(cast.bench).get(reverse("issue", args=[flag.issue_id]))
    assert response.context["flags"][0].table.head == ["plate", "well", "signal", "operator"]
    assert ">masked<" in response.content.decode()
    assert "being copied" not in response.content.decode()


def test_an_issue_of_a_check_shows_what_the_check_saw(cast: Cast, as_: As) -> None:
    run = failing_run(cast)
    issue = Issue.objects.get()
    page = as_(cast.scientist).get(reverse("issue", args=[issue.pk])).content.decode()
    assert "<code>signal</code> is at least 0" in page
    assert reverse("run", args=["lab/plates", run.pk]) in page
    assert "2 of 96" in page


@pytest.mark.parametrize("number", [0, 99_999, 10**30])
def test_an_issue_that_is_not_there_is_a_404(number: int, cast: Cast, as_: As) -> None:
    assert as_(cast.bench).get(f"/issues/{number}/").status_code == 404


def test_a_page_never_changes_anything_by_being_opened(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    assert as_(cast.scientist).get(reverse("act", args=[issue.pk, "confirm"])).status_code == 405
