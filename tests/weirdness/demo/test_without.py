"""Without DEMO=1 there is no trace of the demo; where it can't be made, a sentence says what to do."""

import subprocess
import sys
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.weirdness.demo.conftest import NOW
from weirdness.demo import making, people, story
from weirdness.models import Column, Dataset, Event, Flag, Issue, Person, Source, Suite, Team
from weirdness.services import people as verbs

HOUSE = Path(__file__).resolve().parents[3]
DOORS = """
import django, sys
django.setup()
import config.urls, config.celery, weirdness.tasks, weirdness.management.commands.set_up
print([name for name in sys.modules if name.startswith("weirdness.demo")])
"""


@pytest.mark.django_db
def test_migrations_alone_make_no_person_dataset_or_issue() -> None:
    for model in (Person, Team, Source, Dataset, Column, Suite, Issue, Flag, Event):
        assert not model.objects.exists(), model


def test_no_door_imports_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "0")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    done = subprocess.run([sys.executable, "-c", DOORS], cwd=HOUSE, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("arguments", [[], ["--people"]])
def test_the_command_refuses_in_words_when_the_demo_is_off(settings: Settings, arguments: list[str]) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="set DEMO=1"):
        call_command("demo", *arguments)


def test_the_command_lists_the_people_without_a_database(settings: Settings) -> None:
    settings.DEMO, out = True, StringIO()
    call_command("demo", "--people", stdout=out)
    assert out.getvalue().strip() == people.playbill()


@pytest.mark.django_db
def test_a_demo_without_a_folder_says_which_setting_is_missing(settings: Settings) -> None:
    settings.DEMO, settings.SOURCE_ROOTS = True, {}
    with pytest.raises(CommandError, match="SOURCE_ROOTS"):
        call_command("demo")


@pytest.mark.django_db
def test_a_real_person_of_that_address_is_left_alone(settings: Settings, root: Path) -> None:
    settings.DEMO, settings.SOURCE_ROOTS = True, {"demo": str(root)}
    verbs.join(email="Priya.Raman@example.org", name="Priya", viewpoint="business", now=NOW)
    with pytest.raises(making.NotHere, match=r"priya\.raman@example\.org"):
        making.make(now=NOW)
    assert not Dataset.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "now",
    [datetime(2026, 11, 22, 0, 5, tzinfo=UTC), datetime(2027, 1, 4, 7, 0, tzinfo=UTC)],
    ids=["Sunday after midnight", "Monday after New Year"],
)
def test_the_states_do_not_depend_on_the_day(settings: Settings, root: Path, now: datetime) -> None:
    settings.DEMO, settings.SOURCE_ROOTS = True, {"demo": str(root)}
    assert making.make(now=now)
    assert sorted(Dataset.objects.values_list("state", flat=True)) == [
        "learning",
        "learning",
        "relapsed",
        "stable",
    ]


def test_working_days_leave_out_weekends() -> None:
    monday = date(2026, 11, 23)
    assert [story.working_day(monday, back) for back in (1, 2, 5, 6)] == [
        date(2026, 11, 20),
        date(2026, 11, 19),
        date(2026, 11, 16),
        date(2026, 11, 13),
    ]
    assert story.working_day(date(2026, 11, 22), 1) == story.working_day(date(2026, 11, 21), 1) == date(2026, 11, 20)
