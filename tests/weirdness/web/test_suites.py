"""The pages of a suite, without JavaScript: begin, import, edit by hand, order, versions, stage, schedule."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import NOW, Cast, suite
from tests.weirdness.web.conftest import As, failing_run
from weirdness.models import Suite
from weirdness.services import suite_parts, suite_text, suites

pytestmark = pytest.mark.django_db
SUITES = "/datasets/lab/plates/-/suites/"


def address(name: str, plates: Suite) -> str:
    return reverse(name, args=["lab/plates", plates.pk])


def act(client, plates: Suite, do: str, at: int, version: int = 1):
    said = {"do": do, "mark": suite_parts.mark(plates.expectations[at]), "version": version}
    return client.post(address("expectations", plates), said, follow=True)


def order(plates: Suite) -> list[str]:
    plates.refresh_from_db()
    return [each["kwargs"]["column"] for each in plates.expectations]


def test_a_suite_begins_empty_as_a_draft(cast: Cast, as_: As) -> None:
    page = as_(cast.scientist).post(SUITES, {"name": "nightly"}, follow=True)
    made = Suite.objects.get()
    assert page.redirect_chain[0][0] == address("suite", made)
    assert (made.name, made.stage, made.expectations) == ("nightly", "draft", [])
    assert "This suite asks nothing yet" in page.content.decode()


@pytest.mark.parametrize("by", ["file", "paste"])
def test_a_suite_of_great_expectations_is_imported_and_exported_whole(cast: Cast, as_: As, by: str) -> None:
    document = {**suite(cast).document, "name": "x", "id": None, "meta": {"great_expectations_version": "1.24.1"}}
    text = json.dumps(document)
    said = {"document": text} if by == "paste" else {"file": SimpleUploadedFile("suite.json", text.encode())}
    client = as_(cast.scientist)
    client.post(SUITES, {"name": "", **said})
    file = client.get(address("suite_export", Suite.objects.get(name="x")))
    assert json.loads(file.content) == document
    assert file["Content-Disposition"] == 'attachment; filename="lab-plates-x.json"'


def test_a_suite_from_before_gx_1_is_taken_under_todays_names(cast: Cast, as_: As) -> None:
    old = {
        "expectation_suite_name": "old",
        "ge_cloud_id": None,
        "expectations": [{"expectation_type": "expect_column_values_to_not_be_null", "kwargs": {"column": "well"}}],
    }
    as_(cast.scientist).post(SUITES, {"document": json.dumps(old)})
    made = Suite.objects.get(name="old")
    assert made.document == {
        "name": "old",
        "ge_cloud_id": None,
        "expectations": [{"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "well"}}],
    }


@pytest.mark.parametrize("text", ["{", '{"name": "x", "expectations": [{"type": "expect_magic"}]}'])
def test_an_import_that_is_refused_says_why_and_keeps_what_was_pasted(cast: Cast, as_: As, text: str) -> None:
    page = as_(cast.scientist).post(SUITES, {"document": text})
    assert page.status_code == 422
    assert page.context["said"]["document"] == text
    assert "Not made yet" in page.content.decode()
    assert not Suite.objects.exists()


def test_a_second_suite_of_a_name_is_refused(cast: Cast, as_: As) -> None:
    suite(cast)
    page = as_(cast.scientist).post(SUITES, {"name": "plates"})
    assert (page.status_code, Suite.objects.count()) == (422, 1)


def test_the_page_tells_each_expectation_and_what_the_last_run_said_of_it(cast: Cast, as_: As) -> None:
    run = failing_run(cast)
    page = as_(cast.bench).get(address("suite", run.suite)).content.decode()
    assert "2 of 96 rows fail" in page
    assert "Every <code>well</code> is filled in" in page
    assert "Add an expectation" not in page  # a reader


def test_what_the_last_run_said_of_other_arguments_is_not_said_of_these(cast: Cast, as_: As) -> None:
    plates = failing_run(cast).suite
    other = {**plates.expectations[0], "kwargs": {"column": "signal", "min_value": -9}}
    suites.save(dataset=cast.dataset, document=suite_parts.replaced(plates.document, 0, other), now=NOW)
    page = as_(cast.bench).get(address("suite", plates)).content.decode()
    assert "2 of 96 rows fail" not in page
    assert "changed since the last run" in page


def test_expectations_are_moved_and_removed_each_as_a_version_that_says_so(cast: Cast, as_: As) -> None:
    plates, client = suite(cast), as_(cast.scientist)
    act(client, plates, "down", 0)
    assert order(plates) == ["well", "signal"]
    page = act(client, plates, "remove", 1, version=2)
    assert "Version 2 still has it" in page.content.decode()
    assert order(plates) == ["well"]
    notes = list(plates.versions.values_list("number", "note"))
    assert notes[:2] == [(3, "removed: signal is at least 0"), (2, "reordered: The order of the expectations")]


def test_who_was_overtaken_is_told_and_nothing_happens(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    act(as_(cast.colleague), plates, "down", 0)
    page = act(as_(cast.scientist), plates, "remove", 0).content.decode()
    assert "Dirk saved version 2 of plates" in page
    assert order(plates) == ["well", "signal"]


def test_a_shadow_expectation_is_made_live_and_a_reviewed_one_kept(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    shadow = suite_parts.staged(plates.expectations[0], "shadow")
    plates = suites.save(dataset=cast.dataset, document=suite_parts.replaced(plates.document, 0, shadow), now=NOW)
    act(as_(cast.scientist), plates, "live", 0, version=2)
    plates.refresh_from_db()
    assert suites.stage_of(plates.expectations[0]) == "live"
    act(as_(cast.scientist), plates, "keep", 0, version=3)
    plates.refresh_from_db()
    assert suite_parts.reviewed_at(plates.expectations[0])


def test_the_json_is_edited_by_hand(cast: Cast, as_: As) -> None:
    plates, client = suite(cast), as_(cast.scientist)
    text = suite_text.write({**plates.document, "meta": {"team": "x"}})
    assert client.get(address("suite_json", plates)).context["text"] == suite_text.write(plates.document)
    client.post(address("suite_json", plates), {"document": text, "version": 1, "note": "Whose it is"})
    plates.refresh_from_db()
    assert (plates.document["meta"], plates.versions.first().note) == ({"team": "x"}, "Whose it is")


def test_json_that_is_refused_stays_in_the_field(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    page = as_(cast.scientist).post(address("suite_json", plates), {"document": "{ oops", "version": 1})
    assert (page.status_code, page.context["text"], page.context["version"]) == (422, "{ oops", 1)
    assert "not JSON" in page.content.decode()


def test_of_two_who_edit_the_json_the_second_is_told_and_can_save_on_top(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    act(as_(cast.colleague), plates, "down", 0)
    client, mine = as_(cast.scientist), suite_text.write({**plates.document, "notes": "mine"})
    page = client.post(address("suite_json", plates), {"document": mine, "version": 1})
    assert (page.status_code, page.context["text"], page.context["version"]) == (409, mine, 2)
    assert "Dirk saved version 2" in page.content.decode()
    client.post(address("suite_json", plates), {"document": mine, "version": 2})
    plates.refresh_from_db()
    assert (plates.version, plates.document["notes"]) == (3, "mine")


def test_versions_tell_what_changed_and_lead_back(cast: Cast, as_: As) -> None:
    plates, client = suite(cast), as_(cast.scientist)
    act(client, plates, "remove", 0)
    page = client.get(address("suite_versions", plates)).content.decode()
    assert "<del><code>signal</code> is at least 0</del>" in page
    assert "Dana" in page
    client.post(address("suite_versions", plates), {"to": 1, "version": 2})
    assert order(plates) == ["signal", "well"]
    assert client.post(address("suite_versions", plates), {"to": 9, "version": 3}).status_code == 404


def test_stage_schedule_and_name_are_set_on_the_page(cast: Cast, as_: As) -> None:
    plates, client = suite(cast), as_(cast.owner)
    client.post(address("suite", plates), {"stage": "shadow"})
    client.post(address("suite", plates), {"cron": "30 7 * * 1-5", "time_zone": "Europe/Berlin"})
    client.post(address("suite", plates), {"name": "mornings"})
    plates.refresh_from_db()
    assert (plates.stage, plates.cron, plates.name) == ("shadow", "30 7 * * 1-5", "mornings")
    page = client.get(address("suite", plates))
    assert "07:30" in page.content.decode()
    assert len(page.context["schedule"]["next"]) == 3


def test_a_schedule_that_is_none_is_refused_beside_its_field(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    page = as_(cast.owner).post(address("suite", plates), {"cron": "nightly", "time_zone": "UTC"})
    assert (page.status_code, page.context["said"]["cron"]) == (422, "nightly")
    assert "five fields" in page.content.decode()


@pytest.mark.parametrize("name", ["suite", "suite_json", "suite_versions", "suites"])
def test_a_reader_sees_the_pages_and_may_not_change_them(cast: Cast, as_: As, name: str) -> None:
    plates = suite(cast)
    page = SUITES if name == "suites" else address(name, plates)
    said = {"name": "x", "document": suite_text.write(plates.document), "version": 1, "to": 1}
    assert as_(cast.bench).get(page).status_code == 200
    assert as_(cast.bench).post(page, said).status_code == 403


@pytest.mark.parametrize("name", ["expectations", "expectation"])
def test_the_form_of_an_expectation_is_for_who_may_save(cast: Cast, as_: As, name: str) -> None:
    page = address(name, suite(cast))
    assert as_(cast.bench).get(page).status_code == 403
    assert as_(cast.bench).post(page, {"do": "save"}).status_code == 403
