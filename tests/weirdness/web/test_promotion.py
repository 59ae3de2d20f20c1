"""Promotion, waivers, suggestions and changes in pages, without JavaScript, with a real check engine."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, flagged, suite
from tests.weirdness.laboratory import GOOD, HEAD, engine, plates
from tests.weirdness.web.conftest import As, failing_run
from weirdness.models import Change, Issue, Suite, Waiver
from weirdness.services import runs, work

__all__ = ["engine", "plates"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(cast: Cast, plates: Path) -> Issue:
    found = flagged(cast, rows="P9, A1").issue
    work.drain()
    assert found is not None
    return found


def shown(client: Client, address: str) -> str:
    """The page that a browser ends on."""
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def posted(client: Client, address: str, **said: object) -> str:
    """Sends a form, lets the workers work, and returns the address that it led to."""
    response = client.post(address, said)
    assert response.status_code == 302, response.content.decode()
    work.drain()
    return response.url


def test_two_clicks_from_an_issue_to_a_live_check(cast: Cast, issue: Issue, as_: As) -> None:
    client, page = as_(cast.scientist), reverse("promote", args=[issue.pk])
    assert f'action="{page}"' in shown(client, reverse("issue", args=[issue.pk]))
    address = posted(client, page)
    proposals = shown(client, address)
    assert "<code>signal</code> is at least 0" in proposals
    assert "Finds the reported row" in proposals
    asked = re.search(r'name="asked" value="(\d+)"', proposals)
    at = re.search(r'is at least 0.*?name="at" value="(\d+)"', proposals, re.DOTALL)
    assert asked is not None
    assert at is not None
    done = shown(client, posted(client, page, asked=asked[1], at=at[1], stage="live"))
    assert f"#{issue.pk} is guarded." in done
    assert "guarded" in shown(client, reverse("issue", args=[issue.pk]))
    assert Suite.objects.get().expectations[0]["kwargs"] == {"column": "signal", "min_value": 0}


def test_a_refused_promotion_says_why_and_offers_the_others_again(cast: Cast, issue: Issue, as_: As) -> None:
    client, page = as_(cast.scientist), reverse("promote", args=[issue.pk])
    proposals = shown(client, posted(client, page))
    asked = re.search(r'name="asked" value="(\d+)"', proposals)
    at = re.search(r'is at least 0.*?name="at" value="(\d+)"', proposals, re.DOTALL)
    assert asked is not None
    assert at is not None
    suite(cast, min_value=-100)
    refused = shown(client, posted(client, page, asked=asked[1], at=at[1], stage="live"))
    assert "Not added" in refused
    assert "asks it with other limits" in refused
    assert "Add it, live" in refused


def test_a_question_that_is_asked_already_offers_to_merge_into_its_issue(cast: Cast, issue: Issue, as_: As) -> None:
    client, page = as_(cast.scientist), reverse("promote", args=[issue.pk])
    proposals = shown(client, posted(client, page))
    suite(cast)
    work.perform(
        job_id=runs.request(suite=Suite.objects.get(), now=timezone.now(), trigger="api", actor=cast.scientist).job.pk,
        now=timezone.now(),
    )
    (keeper,) = Issue.objects.exclude(pk=issue.pk)
    asked = re.search(r'name="asked" value="(\d+)"', proposals)
    at = re.search(r'is at least 0.*?name="at" value="(\d+)"', proposals, re.DOTALL)
    assert asked is not None
    assert at is not None
    refused = shown(client, posted(client, page, asked=asked[1], at=at[1], stage="live"))
    again = shown(client, posted(client, page))
    for answer in (refused, again):
        assert f"#{issue.pk} is the same as #{keeper.pk}: merge it" in answer
    said = {"into": keeper.pk, "version": Issue.objects.get(pk=issue.pk).version}
    merged = client.post(reverse("act", args=[issue.pk, "merge"]), said, follow=True).content.decode()
    assert f"is the same as #{keeper.pk} now" in merged.replace("</a>", "")
    assert Issue.objects.get(pk=issue.pk).merged_root == keeper


def test_who_does_not_triage_sees_no_button_and_may_not_ask(cast: Cast, issue: Issue, as_: As) -> None:
    client, page = as_(cast.bench), reverse("promote", args=[issue.pk])
    assert page not in shown(client, reverse("issue", args=[issue.pk]))
    assert client.post(page).status_code == 403
    assert client.post(reverse("alike", args=[issue.pk])).status_code == 403
    assert client.post(reverse("suggest", args=["lab/plates"])).status_code == 403


def test_rows_that_look_the_same_are_ticked_and_confirmed(cast: Cast, issue: Issue, as_: As) -> None:
    client, page = as_(cast.scientist), reverse("alike", args=[issue.pk])
    address = posted(client, page)
    found = shown(client, address)
    assert "plate P9, well A2" in found
    asked = re.search(r'name="asked" value="(\d+)"', found)
    assert asked is not None
    empty = client.post(page, {"asked": asked[1]})
    assert empty.status_code == 422
    assert "Tick the rows" in empty.content.decode()
    posted(client, page, asked=asked[1], row="m0")
    assert issue.flags.filter(kind="same", person=cast.scientist).exists()


def test_a_dataset_without_a_suite_offers_one_and_one_click_makes_it(cast: Cast, plates: Path, as_: As) -> None:
    many = "".join(f"P{plate},A{well},{plate + well / 10},Kim\n" for plate in range(1, 41) for well in range(1, 13))
    plates.write_text(HEAD + many)
    client, page = as_(cast.scientist), reverse("suggest", args=["lab/plates"])
    assert "Suggest checks" in shown(client, reverse("dataset", args=["lab/plates"]))
    proposals = shown(client, posted(client, page))
    asked = re.search(r'name="asked" value="(\d+)"', proposals)
    assert asked is not None
    nothing = client.post(page, {"asked": asked[1], "name": "nightly", "stage": "live"})
    assert nothing.status_code == 422
    assert 'value="nightly"' in nothing.content.decode()
    posted(client, page, asked=asked[1], name="nightly", stage="live", keep="0", daily="on")
    made = Suite.objects.get()
    assert (made.name, made.stage, len(made.expectations), made.cron) == ("nightly", "live", 1, "0 6 * * *")


def test_failing_rows_are_accepted_from_the_run_and_listed_on_the_dataset(cast: Cast, plates: Path, as_: As) -> None:
    plates.write_text(HEAD + GOOD + "P9,A1,-4.5,Kim\n")
    run = runs.request(suite=suite(cast), now=timezone.now(), trigger="person")
    work.drain()
    client, page = as_(cast.scientist), reverse("waive", args=["lab/plates", run.pk, 1])
    assert page in shown(client, reverse("run", args=["lab/plates", run.pk]))
    assert "plate P9, well A1, signal -4.5" in shown(client, page)
    wrong = client.post(page, {"row": "0", "reason": "", "until": "yesterday"})
    assert wrong.status_code == 422
    assert 'value="yesterday"' in wrong.content.decode()
    assert re.search(r'value="0" checked', wrong.content.decode())
    until = str(timezone.now().date() + timedelta(days=30))
    posted(client, page + "?from=issue", row="0", reason="A blank well", until=until)
    assert "1 failing row is accepted as known" in shown(client, reverse("dataset", args=["lab/plates"]))
    assert "A blank well" in shown(client, reverse("waivers", args=["lab/plates"]))
    waiver = Waiver.objects.get()
    posted(client, reverse("waiver_end", args=["lab/plates", waiver.pk]))
    assert "Rows that are known" not in shown(client, reverse("dataset", args=["lab/plates"]))


def test_a_change_is_on_the_pages_of_dataset_and_column_until_somebody_settles_it(cast: Cast, as_: As) -> None:
    said = {"kind": "nulls", "columns": ["signal"], "since": "3 March 2026", "sure": 0.9}
    changes = [
        Change.objects.create(
            dataset=cast.dataset, run=run, at=timezone.now(), sentence=f"`signal` is empty in {n} % of the rows", **said
        )
        for n, run in [(20, failing_run(cast)), (30, failing_run(cast))]
    ]
    client, page = as_(cast.owner), reverse("dataset", args=["lab/plates"])
    assert "<code>signal</code> is empty in 20 % of the rows" in shown(client, page)
    assert "is empty in 30 %" in shown(client, reverse("column", args=["lab/plates", "signal"]))
    posted(client, reverse("change_harmless", args=["lab/plates", changes[0].pk]))
    posted(client, reverse("era", args=["lab/plates"]), cause="machine", reason="the new reader", do="yes")
    assert not Change.objects.unsettled().exists()
    assert "the new reader" in shown(client, reverse("confidence", args=["lab/plates"]))
    assert as_(cast.bench).post(reverse("era", args=["lab/plates"]), {"reason": "x"}).status_code == 403


def test_an_issue_says_how_many_passes_are_still_needed(cast: Cast, plates: Path, as_: As) -> None:
    made = suite(cast)
    plates.write_text(HEAD + GOOD + "P9,A1,-4.5,Kim\n")
    runs.request(suite=made, now=timezone.now(), trigger="person")
    work.drain()
    page = reverse("issue", args=[Issue.objects.get().pk])
    plates.write_text(HEAD + GOOD)
    for passes in (1, 2):
        runs.request(suite=made, now=timezone.now(), trigger="person")
        work.drain()
        assert f"{passes} of 3 passes in a row" in shown(as_(cast.scientist), page)
    runs.request(suite=made, now=timezone.now(), trigger="person")
    work.drain()
    assert Issue.objects.get().state == "closed"
