"""Building an expectation from words, without JavaScript: choose, fill in, try, look back, save."""

import pytest
from django.test import Client
from django.urls import reverse

import checks
from tests.cast import NOW, Cast, suite
from tests.weirdness.web.conftest import As
from weirdness.models import Inquiry, Profile, Suite
from weirdness.services import datasets, suite_parts, suites
from weirdness.services.datasets import ColumnSpec

pytestmark = pytest.mark.django_db
BETWEEN = "expect_column_values_to_be_between"
IN_SET = "expect_column_values_to_be_in_set"


def form(client: Client, plates: Suite, **said: object):
    return client.post(reverse("expectation", args=["lab/plates", plates.pk]), said)


def filled(**said: object) -> dict[str, object]:
    return {"type": BETWEEN, "a-column": "signal", "a-min_value": "-5", "severity": "info", "version": 1, **said}


def test_every_kind_is_offered_as_a_sentence_in_a_group(cast: Cast, as_: As) -> None:
    page = as_(cast.scientist).get(reverse("expectations", args=["lab/plates", suite(cast).pk]))
    shown = page.content.decode()
    for sentence in ("Every <code>…</code> is filled in", "<code>…</code> is one of …", "is between … and …"):
        assert sentence in shown
    assert list(page.context["groups"])[:2] == ["Each value of a column", "A column as a whole"]


@pytest.mark.parametrize(
    ("words", "kind"), [("filled", "not_be_null"), ("one of", IN_SET), ("rows between", "row_count")]
)
def test_kinds_are_found_by_their_words(cast: Cast, as_: As, words: str, kind: str) -> None:
    page = as_(cast.scientist).get(reverse("expectations", args=["lab/plates", suite(cast).pk]), {"q": words})
    found = [each.name for offers in page.context["groups"].values() for each in offers]
    assert any(kind in name for name in found)
    assert len(found) < len(checks.KINDS) / 3


def test_the_chosen_column_stands_in_the_sentence_and_in_the_form(cast: Cast, as_: As) -> None:
    plates, client = suite(cast), as_(cast.scientist)
    chooser = client.get(reverse("expectations", args=["lab/plates", plates.pk]), {"column": "well"}).content.decode()
    assert f"?type={IN_SET}&amp;column=well" in chooser
    page = client.get(reverse("expectation", args=["lab/plates", plates.pk]), {"type": IN_SET, "column": "well"})
    assert '<option value="well" selected>' in page.content.decode()


def test_the_sentence_is_shown_as_it_is_typed_and_nothing_is_saved(cast: Cast, as_: As) -> None:
    page = form(as_(cast.scientist), suite(cast), **filled(do="show", **{"a-max_value": "9"}))
    assert "<code>signal</code> is between -5 and 9" in page.content.decode()
    assert Suite.objects.get().version == 1


def test_it_is_saved_with_its_severity_note_and_a_line_for_the_versions(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    said = filled(do="save", notes="A blank is never below.", stage="shadow", why="After the audit")
    assert form(as_(cast.scientist), plates, **said).status_code == 302
    plates.refresh_from_db()
    assert plates.expectations[2] == {
        "type": BETWEEN,
        "kwargs": {"column": "signal", "min_value": -5},
        "severity": "info",
        "notes": "A blank is never below.",
        "meta": {"weirdness": {"stage": "shadow"}},
    }
    assert plates.versions.first().note == "After the audit"


def test_texts_of_a_text_column_stay_texts(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    form(as_(cast.scientist), plates, type=IN_SET, do="save", version=1, **{"a-column": "well", "a-value_set": "7\n08"})
    plates.refresh_from_db()
    assert plates.expectations[2]["kwargs"]["value_set"] == ["7", "08"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"a-column": ""}, "Column is needed"),
        ({"a-min_value": "low"}, "At least must be a number"),
        ({"a-min_value": ""}, "needs min_value, max_value or both"),
        ({"a-column": "gone"}, "which lab/plates does not have"),
        ({"a-mostly": "95"}, "must be a number from 0 to 1"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, as_: As, wrong: dict[str, str], words: str) -> None:
    page = form(as_(cast.scientist), suite(cast), **filled(do="save", notes="kept", **wrong))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "kept" in page.content.decode()
    assert Suite.objects.get().version == 1


def test_a_change_keeps_what_the_form_does_not_know(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    odd = {
        "type": BETWEEN,
        "kwargs": {"column": "signal", "min_value": 0.0, "max_value": 1e3, "strict_min": False},
        "id": "7",
        "strange": [1],
        "meta": {"team": "x", "notes": "old"},
        "severity": "critical",
    }
    plates = suites.save(dataset=cast.dataset, document=suite_parts.added(plates.document, odd), now=NOW)
    client, mark = as_(cast.scientist), suite_parts.mark(odd)
    page = client.get(reverse("expectation", args=["lab/plates", plates.pk]), {"mark": mark})
    shown = {f"a-{each.name}": each.value for each in page.context["fields"] if each.value}
    form(client, plates, **shown, mark=mark, version=2, do="save", severity="critical", notes="old")
    plates.refresh_from_db()
    assert plates.expectations[2] == odd
    form(client, plates, **{**shown, "a-max_value": "5"}, mark=mark, version=3, do="save", severity="info", notes="new")
    plates.refresh_from_db()
    assert plates.expectations[2] == {
        **odd,
        "kwargs": {**odd["kwargs"], "max_value": 5},
        "severity": "info",
        "notes": "new",
        "meta": {"team": "x"},
    }


def test_what_it_finds_now_is_asked_of_the_data_and_shown_in_the_form(cast: Cast, as_: As) -> None:
    client, plates = as_(cast.scientist), suite(cast)
    assert "The data are being read" in form(client, plates, **filled(do="try")).content.decode()
    asked = Inquiry.objects.get()
    assert (asked.kind, asked.arguments["expectation"]["kwargs"]["min_value"]) == ("try", -5)
    asked.state = Inquiry.State.ANSWERED
    asked.answer = {
        "success": False,
        "observed": "2 of 96 are below -5",
        "table": {"head": ["plate", "signal"], "body": [["P1", "-9"]]},
    }
    asked.save()
    page = form(client, plates, **filled(do="show", tried=asked.pk)).content.decode()
    assert "It fails now." in page
    assert "<td>P1</td>" in page


def test_nobody_else_sees_what_somebody_tried(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    form(as_(cast.scientist), plates, **filled(do="try"))
    page = form(as_(cast.colleague), plates, **filled(do="show", tried=Inquiry.objects.get().pk))
    assert "The data are being read" not in page.content.decode()


def test_a_faulty_one_is_not_asked_of_the_data(cast: Cast, as_: As) -> None:
    page = form(as_(cast.scientist), suite(cast), **filled(do="try", **{"a-min_value": "low"}))
    assert not Inquiry.objects.exists()
    assert "At least must be a number" in page.content.decode()


def profile(cast: Cast, least: float, part: str = "") -> None:
    column = {"type": "number", "nulls": 0, "distinct": 9, "masked": False, "least": least, "most": 90.5}
    document = {"row_count": 96, "columns": {"signal": column}}
    Profile.objects.create(
        dataset=cast.dataset, at=NOW, row_count=96, fingerprint="f", document=document, partition=part
    )


def test_it_says_how_often_it_would_have_fired_over_what_was_kept(cast: Cast, as_: As) -> None:
    for least in (-9, 0, 3):
        profile(cast, least)
    page = form(as_(cast.scientist), suite(cast), **filled(do="history")).content.decode()
    assert "It would have fired 1 of 3 times." in page


def test_without_a_history_it_says_so(cast: Cast, as_: As) -> None:
    page = form(as_(cast.scientist), suite(cast), **filled(do="history")).content.decode()
    assert "Nothing is kept of earlier runs yet" in page


def test_the_parts_of_a_folder_are_offered_and_read_one_by_one(cast: Cast, as_: As) -> None:
    cast.dataset.location = "plates-*.csv"
    cast.dataset.save()
    plates, client = suite(cast), as_(cast.scientist)
    form(client, plates, **filled(do="history"))
    assert Inquiry.objects.get().kind == "last_parts"
    named = [f"plates-{month:02}.csv" for month in range(1, 9)]
    page = form(client, plates, **filled(do="history", part=named)).content.decode()
    tried = Inquiry.objects.filter(kind="try").order_by("pk")
    assert [each.arguments["partition"] for each in tried] == named[:6]
    assert "plates-03.csv" in page


def test_a_dataset_that_one_may_not_see_cannot_be_asked_about(cast: Cast, as_: As) -> None:
    source, team = cast.source, cast.readers
    datasets.register(
        key="lab/secret",
        title="Secret",
        description="",
        source=source,
        location="secret.csv",
        format="csv",
        columns=[ColumnSpec("name", "text")],
        key_columns=[],
        key_unique=False,
        owner=cast.manager,
        triage_team=team,
        open_to_all=False,
        now=NOW,
    )
    plates, client = suite(cast), as_(cast.scientist)
    said = {"type": "expect_column_values_to_exist_in_dataset", "a-column": "plate", "version": 1}
    for dataset in ("lab/secret", "lab/nowhere"):
        for do in ("try", "save"):
            page = form(client, plates, do=do, **said, **{"a-dataset": dataset}).content.decode()
            assert f"There is no dataset {dataset} here that you may see" in page
    assert not Inquiry.objects.exists()
    assert "lab/secret</option>" not in page
    assert (
        "secret"
        not in client.get(
            reverse("expectation", args=["lab/plates", plates.pk]), {"type": said["type"]}
        ).content.decode()
    )


def test_who_was_overtaken_keeps_what_they_typed_and_saves_on_top(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    form(as_(cast.colleague), plates, **filled(do="save"))
    client = as_(cast.scientist)
    page = form(client, plates, **filled(do="save", **{"a-min_value": "-7"}))
    assert (page.status_code, page.context["version"]) == (409, 2)
    assert "Dirk saved version 2" in page.content.decode()
    assert 'value="-7"' in page.content.decode()
    assert form(client, plates, **filled(do="save", version=2, **{"a-min_value": "-7"})).status_code == 302
    plates.refresh_from_db()
    assert [each["kwargs"].get("min_value") for each in plates.expectations] == [0, None, -5, -7]


def test_an_unknown_kind_is_not_there_and_a_gone_expectation_leads_back(cast: Cast, as_: As) -> None:
    plates, client = suite(cast), as_(cast.scientist)
    address = reverse("expectation", args=["lab/plates", plates.pk])
    assert client.get(address, {"type": "expect_magic"}).status_code == 404
    assert client.get(address, {"mark": "0" * 16}).status_code == 302


def test_while_something_is_missing_the_sentence_has_a_gap(cast: Cast, as_: As) -> None:
    plates, client = suite(cast), as_(cast.scientist)
    address = reverse("expectation", args=["lab/plates", plates.pk])
    for kind, words in (
        (BETWEEN, "<code>signal</code> is between … and …"),
        (IN_SET, "<code>signal</code> is one of …"),
        ("expect_compound_columns_to_be_unique", "<code>signal</code> and <code>…</code> occurs only once"),
    ):
        assert words in client.get(address, {"type": kind, "column": "signal"}).content.decode()


def test_what_does_not_fit_the_type_of_the_column_is_set_apart(cast: Cast, as_: As) -> None:
    address = reverse("expectations", args=["lab/plates", suite(cast).pk])
    page = as_(cast.scientist).get(address, {"column": "well"})
    assert BETWEEN in [each.name for each in page.context["unfit"]]
    assert "not for a column of type text" in page.content.decode()
