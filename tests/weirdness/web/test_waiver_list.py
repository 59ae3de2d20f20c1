"""The page of the rows that are known: in pages, as a file, and never with what became personal."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, suite
from tests.weirdness.laboratory import GOOD, HEAD, engine, plates
from tests.weirdness.web.conftest import As, failing_run
from weirdness.models import Column, Result, Run, Suite, Waiver
from weirdness.services import runs, waivers, work

__all__ = ["engine", "plates"]
pytestmark = pytest.mark.django_db
KEY = ["lab/plates"]


def waived(cast: Cast, result: Result, *, days: int = 90, reason: str = "A blank well") -> list[Waiver]:
    until = timezone.localdate() + timedelta(days=days)
    said = {"reason": reason, "until": until, "actor": cast.scientist, "now": timezone.now()}
    return waivers.make(result=result, rows=range(len(result.keys)), **said)


def stored(cast: Cast, rows: int) -> Result:
    """A failing result whose rows can be accepted."""
    run = failing_run(cast, rows=rows)
    Result.objects.filter(run=run, position=1).update(value_hashes=[f"{n:064}" for n in range(rows)])
    return Result.objects.select_related("run__dataset").get(run=run, position=1)


def ran() -> Run:
    run = runs.request(suite=Suite.objects.get(), now=timezone.now(), trigger="person")
    assert run.job is not None
    work.perform(job_id=run.job.pk, now=timezone.now())
    run.refresh_from_db()
    return run


def listed(as_: As, who: object, **said: str) -> str:
    return as_(who).get(reverse("waivers", args=KEY), said).content.decode()


def test_sixty_known_rows_come_in_pages_and_as_one_file(cast: Cast, as_: As) -> None:
    waived(cast, stored(cast, 60))
    client, address = as_(cast.bench), reverse("waivers", args=KEY)
    first = client.get(address)
    later = client.get(address, {"after": first.context["later"]})
    seen = [each.pk for each in (*first.context["waivers"], *later.context["waivers"])]
    assert (len(seen), len(set(seen)), later.context["later"]) == (60, 60, "")
    told = b"".join(client.get(reverse("waivers_csv", args=KEY))).decode().splitlines()
    assert len(told) == 61
    assert "plate P1, well A1" in told[1]
    assert "`signal` is at least 0" in told[1]
    assert "End it" not in first.content.decode()


@pytest.mark.parametrize("nonsense", ["", "x", "2026-13-40,1", "2026-11-01,x", "2026-11-01," + "9" * 40])
def test_a_cursor_that_is_none_begins_at_the_first(nonsense: str, cast: Cast, as_: As) -> None:
    waived(cast, stored(cast, 2))
    assert listed(as_, cast.bench, after=nonsense, view="nonsense").count("A blank well") == 2


def test_what_ends_within_two_weeks_stands_on_the_dataset_with_its_button(cast: Cast, as_: As) -> None:
    waived(cast, stored(cast, 2), days=14, reason="Soon over")
    shown = as_(cast.scientist).get(reverse("dataset", args=KEY)).content.decode()
    assert "These end within two weeks" in shown
    assert shown.count("Soon over") == 2
    assert "Soon over" in listed(as_, cast.bench, view="soon")
    waiver = Waiver.objects.order_by("pk").first()
    assert waiver is not None
    ended = as_(cast.scientist).post(reverse("waiver_end", args=[*KEY, waiver.pk]), {"from": "waivers"})
    assert ended.url == reverse("waivers", args=KEY)
    assert listed(as_, cast.bench, view="over").count("Soon over") == 1


def test_what_holds_longer_is_only_counted_on_the_dataset(cast: Cast, as_: As) -> None:
    waived(cast, stored(cast, 2), days=15)
    shown = as_(cast.scientist).get(reverse("dataset", args=KEY)).content.decode()
    assert "2 failing rows are accepted as known" in shown
    assert "A blank well" not in shown


def test_a_row_without_a_key_is_known_by_its_content_until_that_changes(cast: Cast, plates: Path, as_: As) -> None:
    cast.dataset.key_columns = []
    cast.dataset.save()
    suite(cast)
    plates.write_text(HEAD + GOOD + "P9,A1,-4.5,Kim\n")
    waived(cast, ran().results.get(position=1))
    assert ran().state == "passed"
    assert "The row with the content" in listed(as_, cast.bench)
    plates.write_text(HEAD + GOOD + "P9,A1,-4.5,Lee\n")
    assert ran().state == "failed"


def test_a_value_that_became_personal_is_known_still_and_shown_nowhere(cast: Cast, plates: Path, as_: As) -> None:
    suite(cast)
    plates.write_text(HEAD + GOOD + "P9,A1,-4.5,Kim\n")
    waived(cast, ran().results.get(position=1))
    Column.objects.filter(name="signal").update(personal=True)
    run = ran()
    assert (run.state, run.results.get(position=1).waived_count) == ("passed", 1)
    assert "-4.5" not in listed(as_, cast.scientist)


def test_a_key_that_became_personal_is_masked_and_its_row_fires_again(cast: Cast, plates: Path, as_: As) -> None:
    """Its rows are named by their content from then on, so nothing says any more that the row is the known one."""
    suite(cast)
    plates.write_text(HEAD + GOOD + "P9,A1,-4.5,Kim\n")
    waived(cast, ran().results.get(position=1))
    Column.objects.filter(name="plate").update(personal=True)
    assert ran().state == "failed"
    told = b"".join(as_(cast.scientist).get(reverse("waivers_csv", args=KEY))).decode()
    for shown in (listed(as_, cast.scientist), told):
        assert "A1" in shown
        assert "P9" not in shown
