"""The two screens of a dataset's confidence, the form of an era, and the tier."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import As, failing_run
from weirdness.mail import letters
from weirdness.models import Change, Era, Issue, Notification, Snapshot
from weirdness.services import confidence, looks

DAY = timedelta(days=1)
KEY = ["lab/plates"]


def page(client: Client, name: str = "confidence", ask: str = "") -> str:
    answer = client.get(reverse(name, args=KEY) + ask)
    assert answer.status_code == 200
    return b"".join(answer).decode()


def learned(cast: Cast, days: int = 8) -> Snapshot:
    """Looks of three people over some days until now, and two oddities; estimated."""
    now = timezone.now()
    for ago in range(days, 0, -1):
        for person in (cast.bench, cast.quality, cast.manager):
            looks.check_in(dataset=cast.dataset, person=person, now=now - ago * DAY)
    flagged(cast, now=now - 3 * DAY)
    flagged(cast, by=cast.manager, now=now - 2 * DAY, column="well", sentence="There is a well I13 on a plate of 96.")
    return confidence.recompute(dataset_id=cast.dataset.pk, now=now)


def test_before_anybody_looked_no_number_is_shown(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    for _ in range(2):
        shown = page(client)
        assert "Nobody has looked yet." in shown
        assert '<svg class="curve' not in shown
        confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    assert "Nobody has looked yet" in page(client, "confidence_numbers")


def test_the_lay_screen_says_it_in_a_sentence_a_picture_and_four_bars(cast: Cast, as_: As) -> None:
    snapshot = learned(cast)
    shown = page(as_(cast.bench))
    for sentence in snapshot.result["sentences"]:
        assert sentence in shown
    assert '<svg class="curve large"' in shown
    assert "Oddity 2, at use 21: " in shown
    assert "Project management" in shown
    for words in ("of 4", "of 1.5", "2 in the way", "2 issues that nobody judged", "at today"):
        assert words in shown
    assert "The signal of A1 is negative" in shown


def test_what_is_in_the_way_is_only_what_a_person_may_see(cast: Cast, as_: As) -> None:
    learned(cast)
    flagged(cast, private=True, sentence="Only those who judge may read this.", now=timezone.now())
    assert "Only those who judge" not in page(as_(cast.quality))
    assert "Only those who judge" in page(as_(cast.scientist))


def test_few_looks_show_a_range_only(cast: Cast, as_: As) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    shown = page(as_(cast.bench))
    assert "It is too early for one figure" in shown
    assert "Confidence " not in shown
    assert "it is too early to say when that will be" in shown


def test_a_noticed_change_is_told_with_its_day_and_run_until_it_is_harmless(cast: Cast, as_: As) -> None:
    learned(cast)
    run = failing_run(cast)
    change = Change.objects.create(
        dataset=cast.dataset,
        run=run,
        at=timezone.now() - DAY,
        kind="nulls",
        since="x",
        sentence="`signal` is empty in a third of the rows",
        sure=1.0,
    )
    client = as_(cast.owner)
    shown = page(client)
    assert f">run {run.pk}</a>" in shown
    assert "quiet uses are counted from there" in shown
    assert "Change noticed" in shown
    client.post(reverse("change_harmless", args=[*KEY, change.pk]))
    assert "quiet uses are counted from there" not in page(client)


def test_names_are_shown_to_those_who_triage_alone(cast: Cast, as_: As) -> None:
    learned(cast)
    for person, named in ((cast.bench, False), (cast.scientist, True), (cast.owner, True)):
        client = as_(person)
        assert ("Quinn" in page(client, "confidence_numbers")) == named
        assert ("Quinn" in page(client, "looks_csv")) == named


def test_the_expert_screen_shows_every_number_with_its_method(cast: Cast, as_: As) -> None:
    snapshot = learned(cast)
    failing_run(cast)
    shown = page(as_(cast.bench), "confidence_numbers")
    for method in snapshot.result["methods"]:
        assert f"<code>{method}</code>" in shown
    for words in ("Gamma(a, b)", "Laplace z", "Crow–AMSAA β", "If another rate were tolerated", "Quiet run", "Relapse"):
        assert words in shown
    assert "Every <code>well</code> is filled in" in shown
    assert "112" in shown


def test_the_uses_are_listed_by_position_and_go_on(cast: Cast, as_: As) -> None:
    learned(cast, days=30)
    client = as_(cast.owner)
    first = page(client, "confidence_numbers")
    assert '<th scope="row">90</th>' in first
    assert "looks=41#looks" in first
    second = page(client, "confidence_numbers", "?looks=41")
    assert '<th scope="row">40</th>' in second
    assert "Earlier uses" not in second
    lines = page(client, "looks_csv").splitlines()
    assert len(lines) == 91
    assert lines[0].startswith("position,day,viewpoint")


def test_it_is_told_as_it_stood_on_a_day(cast: Cast, as_: As) -> None:
    now = timezone.now()
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=now - 10 * DAY)
    confidence.recompute(dataset_id=cast.dataset.pk, now=now - 9 * DAY)
    learned(cast)
    client = as_(cast.owner)
    day = timezone.localdate(now - 5 * DAY)
    assert "As it stood on" in page(client, "confidence_numbers", f"?on={day}")
    assert "Based on 1 use by 1 person" in page(client, "confidence_numbers", f"?on={day}")
    assert "Nothing was estimated up to that day." in page(client, "confidence_numbers", "?on=2020-01-01")
    assert "This is no day." in page(client, "confidence_numbers", "?on=2026-02-31")


def test_every_estimate_is_in_the_history_and_its_file(cast: Cast, as_: As) -> None:
    now = timezone.now()
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=now - 60 * DAY)
    for ago in range(40, 0, -1):
        confidence.recompute(dataset_id=cast.dataset.pk, now=now - ago * DAY)
    client = as_(cast.bench)
    before = Snapshot.objects.order_by("-pk")[29].pk
    assert f"history={before}#history" in page(client, "confidence_numbers")
    older = page(client, "confidence_numbers", f"?history={before}")
    assert "Earlier estimates" not in older
    lines = page(client, "snapshots_csv").splitlines()
    assert len(lines) == 41
    assert "Not every condition for stable holds yet." in lines[1]


def post(client: Client, **said: str) -> str:
    return client.post(reverse("era", args=KEY), said, follow=True).content.decode()


def test_an_announcement_says_what_it_does_before_it_is_made(cast: Cast, as_: As) -> None:
    learned(cast)
    client = as_(cast.scientist)
    said = {"cause": "schema", "reason": "wells are numbered from A01"}
    assert "What this does" not in page(client, "era")
    shown = post(client, **said)
    assert "24 uses stop counting, and what was found in them." in shown
    assert Era.objects.count() == 1
    done = post(client, **said, do="yes")
    assert "It can be taken back here within a day." in done
    era = Era.objects.latest("pk")
    client.post(reverse("era_revoke", args=[*KEY, era.pk]))
    era.refresh_from_db()
    assert era.revoked_by == cast.scientist


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Say what changed"),
        ({"reason": "x"}, "Choose what kind of change it was."),
        ({"reason": "x", "cause": "schema", "day": "2026-02-31"}, "This is no day."),
        ({"reason": "x", "cause": "schema", "day": "2001-01-01"}, "Give a later day."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(cast: Cast, as_: As, said: dict[str, str], words: str) -> None:
    answer = as_(cast.scientist).post(reverse("era", args=KEY), {**said, "do": "yes"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Era.objects.count() == 1


def test_only_the_owner_may_start_counting_anew(cast: Cast, as_: As) -> None:
    assert as_(cast.bench).get(reverse("era", args=KEY)).status_code == 403
    assert as_(cast.scientist).get(reverse("era", args=KEY) + "?anew=yes").status_code == 403
    client = as_(cast.owner)
    assert "Start counting anew" in page(client, "era", "?anew=yes")
    assert "What this does" in post(client, anew="yes", reason="a broken log")
    post(client, anew="yes", reason="a broken log", do="yes")
    assert Era.objects.latest("pk").kind == "reset"


def test_the_owner_changes_the_tier_from_the_screen(cast: Cast, as_: As) -> None:
    learned(cast)
    shown = page(as_(cast.owner))
    assert "at most 1 use in 50 turns up something new" in shown
    assert "Make it key" in shown
    assert "Make it key" not in page(as_(cast.scientist))
    assert as_(cast.scientist).post(reverse("tier", args=KEY), {"tier": "key"}).status_code == 403
    as_(cast.owner).post(reverse("tier", args=KEY), {"tier": "key"})
    cast.dataset.refresh_from_db()
    assert cast.dataset.tier == "key"


@pytest.mark.parametrize("state", ["stable", "quiet", "relapsed", "stale"])
def test_each_state_says_what_it_means(cast: Cast, as_: As, state: str) -> None:
    learned(cast)
    type(cast.dataset).objects.filter(pk=cast.dataset.pk).update(state=state)
    assert "ew flags go to" in page(as_(cast.bench))


def test_a_quiet_dataset_gets_a_blind_sweep_proposed_to_those_who_may_begin_one(cast: Cast, as_: As) -> None:
    learned(cast)
    type(cast.dataset).objects.filter(pk=cast.dataset.pk).update(state="quiet")
    assert "Invite people to a blind sweep" in page(as_(cast.scientist))
    shown = page(as_(cast.bench))
    assert "A blind sweep would help" in shown
    assert "Invite people to a blind sweep" not in shown


def test_who_has_not_looked_can_be_asked_by_viewpoint(cast: Cast, as_: As) -> None:
    learned(cast)
    asking = '<button class="plain" name="viewpoint" value="data-science">'
    assert asking in page(as_(cast.owner))
    assert asking not in page(as_(cast.bench))


def test_the_letter_of_a_new_state_leads_to_the_screen(cast: Cast, as_: As) -> None:
    now = timezone.now()
    snapshot = learned(cast)
    dataset = type(cast.dataset).objects.get()
    type(dataset).objects.update(state="stable")
    Snapshot.objects.filter(pk=snapshot.pk).update(state="stable", graduated_at=now - DAY)
    flag = flagged(cast, now=now, sentence="All of it is wrong.", blocks_decision=True)
    Issue.objects.filter(pk=flag.issue_id).update(severity=9)
    confidence.recompute(dataset_id=dataset.pk, now=now + DAY)
    letter = letters.render(Notification.objects.get(message="state_changed"))
    assert "/datasets/lab/plates/-/confidence/" in letter.body
    assert "WHAT IS MISSING FOR STABLE" in letter.body
    assert "Based on 25 uses" in letter.body
