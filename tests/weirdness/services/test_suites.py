"""Suites are saved whole, version by version; the second of two editors is told, and nothing is lost."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import NOW, Cast, suite
from weirdness.models import Event, Suite
from weirdness.services import moments, suite_parts, suite_text, suites
from weirdness.services.errors import Conflict, NotAllowed, Refused

FILLED = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "plate"}}
pytestmark = pytest.mark.django_db


def with_filled(plates: Suite) -> dict:
    return suite_parts.added(plates.document, FILLED)


def test_each_save_is_kept_with_who_when_and_why(cast: Cast) -> None:
    plates = suite(cast)
    saved = suites.save(
        dataset=cast.dataset, document=with_filled(plates), actor=cast.scientist, version=1, note="Plates", now=NOW
    )
    first, second = saved.versions.order_by("number")
    assert (saved.version, second.saved_by, second.saved_at, second.note) == (2, cast.scientist, NOW, "Plates")
    assert (len(first.document["expectations"]), len(second.document["expectations"])) == (2, 3)


def test_the_second_of_two_editors_is_told_by_whom_they_were_overtaken(cast: Cast) -> None:
    plates = suite(cast)
    suites.save(dataset=cast.dataset, document=with_filled(plates), actor=cast.colleague, version=1, now=NOW)
    with pytest.raises(Conflict, match="Dirk saved version 2 of plates"):
        suites.save(dataset=cast.dataset, document=plates.document, actor=cast.scientist, version=1, now=NOW)
    plates.refresh_from_db()
    assert plates.version == 2


def test_going_back_is_a_new_version(cast: Cast) -> None:
    plates = suite(cast)
    first = plates.document
    suites.save(dataset=cast.dataset, document=with_filled(plates), version=1, now=NOW)
    back = suites.go_back(suite=plates, number=1, version=2, actor=cast.scientist, now=NOW)
    assert (back.version, back.document) == (3, first)
    assert back.versions.first().note == "Back to version 1"


def test_a_suite_can_be_renamed_but_not_to_the_name_of_another(cast: Cast) -> None:
    plates = suite(cast)
    renamed = suites.save(dataset=cast.dataset, document=plates.document | {"name": "wells"}, suite=plates, now=NOW)
    assert (renamed.pk, renamed.name) == (plates.pk, "wells")
    other = suite(cast)
    with pytest.raises(Refused, match="another suite named wells"):
        suites.save(dataset=cast.dataset, document=other.document | {"name": "wells"}, suite=other, now=NOW)


def test_saving_keeps_the_stage_and_the_schedule(cast: Cast) -> None:
    plates = suite(cast)
    suites.set_stage(suite=plates, stage="shadow", actor=cast.scientist, now=NOW)
    suites.schedule(suite=plates, cron="0  2 * * 1-5", time_zone="Europe/Berlin", actor=cast.scientist, now=NOW)
    saved = suites.save(dataset=cast.dataset, document=with_filled(plates), now=NOW)
    assert (saved.stage, saved.cron, saved.time_zone) == ("shadow", "0 2 * * 1-5", "Europe/Berlin")


def test_a_change_of_stage_or_schedule_is_in_the_history(cast: Cast) -> None:
    plates = suite(cast)
    suites.set_stage(suite=plates, stage="review", actor=cast.owner, now=NOW)
    suites.schedule(suite=plates, cron="0 2 * * *", time_zone="UTC", actor=cast.owner, now=NOW)
    said = [each.sentence() for each in Event.objects.filter(verb__startswith="suite_")]
    assert said[-2:] == [
        "Olga set a suite from live to review: plates",
        "Olga set when a suite runs to 0 2 * * * UTC: plates",
    ]


def test_who_may_only_flag_may_not_change_a_suite(cast: Cast) -> None:
    plates = suite(cast)
    with pytest.raises(NotAllowed, match="triage"):
        suites.save(dataset=cast.dataset, document=with_filled(plates), actor=cast.bench, now=NOW)
    with pytest.raises(NotAllowed):
        suites.set_stage(suite=plates, stage="draft", actor=cast.bench, now=NOW)
    with pytest.raises(NotAllowed):
        suites.schedule(suite=plates, cron="", time_zone="UTC", actor=cast.bench, now=NOW)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "JSON object"),
        ('{"name": "a", "name": "b"}', 'The name "name" stands twice'),
        ('{"name": "a", "expectations": [], "meta": {"x": NaN}}', "NaN is no JSON number"),
        ('{"name": "a", "expectations": [], "meta": {"x": 1e999}}', "infinite"),
        ('{"name": "a", "expectations": [], "meta": {"x": "\\u0000"}}', "cannot be kept"),
        ('{"name": "a", "expectations": [], "meta": {"x": "\\ud800"}}', "cannot be kept"),
        ('{"name": "a", "expectations": [], "meta": ' + '{"x":' * 50 + "1" + "}" * 51, "nested"),
        ('{"name": "a", "expectations": [], "meta": ' + "[" * 99_999, "nested too deep"),
        ('{"expectations": []}', 'needs a "name"'),
        ('{"name": "a"}', 'needs a list named "expectations"'),
        ('{"name": "a", "expectations": [{"type": "expect_magic"}]}', "There is no expectation expect_magic"),
        (
            '{"name": "a", "expectations": [{"type": "expect_column_values_to_not_be_null", '
            '"kwargs": {"column": "wel"}}]}',
            "`wel`, which lab/plates does not have",
        ),
    ],
)
def test_what_cannot_be_kept_or_run_is_refused_in_words(cast: Cast, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        suites.save(dataset=cast.dataset, document=suite_text.read(text), now=NOW)
    assert not Suite.objects.exists()


def test_nothing_of_a_foreign_suite_is_lost_on_the_way_in_and_out(cast: Cast) -> None:
    text = json.dumps(
        {
            "meta": {"great_expectations_version": "1.24.1", "team": {"b": [1, 1.0, 0.1, None], "a": "é\n☃"}},
            "notes": None,
            "id": "c0ffee00-0000-0000-0000-000000000000",
            "expectations": [FILLED | {"id": "2", "strange": {"deep": [True]}}, FILLED | {"meta": None, "notes": "n"}],
            "name": "from elsewhere",
            "statistics": {"evaluated": 10**30, "share": 1e-300},
        }
    )
    saved = suites.save(dataset=cast.dataset, document=suite_text.read(text), now=NOW)
    assert json.loads(suite_text.write(Suite.objects.get(pk=saved.pk).document)) == json.loads(text)


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 2 * *", "five fields"),
        ("0 2 * * * *", "five fields"),
        ("0 25 * * *", "is no schedule"),
        ("0 2 31 2 *", "is no schedule"),
        ("@daily", "five fields"),
    ],
)
def test_a_schedule_that_never_comes_is_refused_in_words(cron: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        moments.accept(cron, "UTC")
    with pytest.raises(Refused, match="no time zone Mars/Olympus"):
        moments.accept("0 2 * * *", "Mars/Olympus")


def test_the_next_moments_are_in_the_zone_of_the_schedule_through_summer_time() -> None:
    friday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    found = moments.upcoming("0 7 * * *", "Europe/Berlin", friday)
    assert [(each.hour, each.utcoffset()) for each in found] == [
        (7, timedelta(hours=1)),
        (7, timedelta(hours=2)),
        (7, timedelta(hours=2)),
    ]


def test_our_words_in_the_meta_leave_everybody_elses_there() -> None:
    shadow = suite_parts.staged(FILLED | {"meta": {"owner": "x", "weirdness": {"issue": 12}}}, "shadow")
    assert shadow["meta"] == {"owner": "x", "weirdness": {"issue": 12, "stage": "shadow"}}
    assert (suites.stage_of(shadow), suite_parts.issue_of(shadow)) == ("shadow", 12)
    assert suite_parts.staged(shadow, "live")["meta"] == {"owner": "x", "weirdness": {"issue": 12}}


@pytest.mark.parametrize("meta", [None, [], {"weirdness": 3}, {"weirdness": {"stage": ["x"], "issue": "7"}}])
def test_odd_meta_is_a_live_expectation(meta: object) -> None:
    odd = FILLED | {"meta": meta}
    assert (suites.stage_of(odd), suite_parts.issue_of(odd)) == ("live", None)


def test_a_step_moves_one_expectation_and_stops_at_the_ends() -> None:
    document = {"expectations": [{"type": name} for name in "abc"]}
    for at, by, order in ((0, 1, "bac"), (2, 1, "abc"), (0, -1, "abc"), (2, -1, "acb")):
        assert "".join(each["type"] for each in suite_parts.moved(document, at, by)["expectations"]) == order
