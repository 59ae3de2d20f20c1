"""A folder of parts: a run reads those that are new, adds what is known of the others, and says so."""

from pathlib import Path

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.weirdness.services.test_runs import BAD, GOOD, done, engine, months, plates
from weirdness.models import Dataset, Profile
from weirdness.services import plans, suites

pytestmark = pytest.mark.django_db
__all__ = ["engine", "months", "plates"]


def write(months: Dataset, name: str, text: str) -> None:
    (Path(plans.source_of(months).to_dict()["root"]) / name).write_text(text)


def test_of_a_folder_only_the_new_part_is_read_and_the_page_says_so(
    cast: Cast, months: Dataset, client: Client
) -> None:
    first = done()
    assert first.message == ""
    write(months, "2026-04.csv", BAD.replace("P1,A3,-2.0", "P4,A3,-9.0"))
    second = done()
    assert second.message == f"4 parts: 3 unchanged since run {first.pk}, 1 read (2026-04.csv)."
    assert (second.state, second.row_count, second.unchanged_since) == ("failed", 10, None)
    result = second.results.get(position=1)
    assert (result.element_count, result.unexpected_count) == (10, 2)
    assert [each["plate"] for each in result.keys] == ["P1", "P4"]
    assert Profile.objects.get(run=second).partition == "2026-04.csv"
    first.refresh_from_db()
    assert set(first.progress) == {"engine"}
    assert done().unchanged_since == second
    client.force_login(cast.bench)
    page = client.get(f"/datasets/lab/plates/-/runs/{second.pk}/").content.decode()
    assert second.message in page


def test_a_suite_that_does_not_add_up_reads_every_part(cast: Cast, months: Dataset) -> None:
    unique = {"type": "expect_compound_columns_to_be_unique", "kwargs": {"column_list": ["plate", "well"]}}
    suites.save(dataset=cast.dataset, document={"name": "plates", "expectations": [unique]}, now=NOW)
    done()
    write(months, "2026-04.csv", GOOD)
    run = done()
    assert (run.message, run.row_count, "parts" in run.progress) == ("", 9, False)
