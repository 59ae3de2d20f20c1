"""From a folder to a dataset that can be flagged: every page, asked of a real check engine."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.cast import NOW, Cast
from tests.checks.conftest import Server
from tests.weirdness.web.conftest import As
from weirdness.models import Dataset, Flag, Inquiry, Level, Source
from weirdness.services import flags, people, sources, work
from weirdness.services.flags import Report
from weirdness.services.sources import Place

TUBES = "tube,day,volume,operator_name\nT1,2026-11-01,5,Bea\nT1,2026-11-02,4,Bea\nT2,2026-11-01,7,Quinn\n"


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("engine"))
    yield running
    running.stop()


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, engine: Server) -> Path:
    settings.CHECKS_SOCKET, settings.SOURCE_ROOTS = engine.path, {"store": str(tmp_path)}
    (tmp_path / "tubes.csv").write_text(TUBES)
    months = tmp_path / "months"
    months.mkdir()
    for month in ("2026-09", "2026-10", "2026-11"):
        (months / f"tubes-{month}.csv").write_text(TUBES)
    return tmp_path


@pytest.fixture
def store(cast: Cast, folder: Path) -> Source:
    place = Place(name="Cold store", root="store")
    return sources.register(kind="file", place=place, actor=cast.administrator, now=NOW)


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def asked(client: Client, address: str, **said: str) -> HttpResponse:
    """Sends a question, lets the worker answer it, and opens the page that shows the answer."""
    sent = client.post(address, said)
    assert sent.status_code == 302, text(sent)
    work.drain()
    return client.get(sent.url, follow=True)


def look(client: Client, location: str = "tubes.csv", form: str = "csv", **more: str) -> Inquiry:
    asked(client, reverse("source_ask", args=["cold-store"]), look=f"{form}:{location}", **more)
    return Inquiry.objects.filter(kind="columns").latest("pk")


def form(cast: Cast, looked: Inquiry, **said: str) -> dict[str, str]:
    filled = {
        "looked": str(looked.pk),
        "key": "cold/tubes",
        "title": "Tubes",
        "description": "One row per tube and day.",
        "owner": f"person:{cast.owner.pk}",
        "triage_team": str(cast.scientists.pk),
        "tier": "key",
        "open_to_all": "yes",
        "key-0": "1",
        "key-1": "1",
        "description-2": "What is left in the tube",
        "unit-2": "ml",
        "personal-3": "1",
    }
    return {name: value for name, value in (filled | said).items() if value}


def test_a_folder_is_registered_by_form_and_tested_at_once(cast: Cast, as_: As, folder: Path) -> None:
    ada = as_(cast.administrator)
    page = asked(ada, reverse("source_new", args=["folder"]), name="Cold store", root="store")
    assert "tubes.csv" in text(page)
    source = Source.objects.get(slug="cold-store")
    assert (source.trouble, source.tested_at is not None) == ("", True)
    assert "works" in text(ada.get(reverse("sources")))


def test_a_folder_that_went_away_says_so_where_it_was_asked(
    store: Source, cast: Cast, as_: As, settings: Settings
) -> None:
    settings.SOURCE_ROOTS = {}
    page = asked(as_(cast.administrator), reverse("source_ask", args=["cold-store"]), browse="")
    store.refresh_from_db()
    assert "is not among this server's folders any more" in store.trouble
    assert store.trouble in page.content.decode().replace("&#x27;", "'")


def test_alike_files_are_offered_as_one_dataset_and_named(store: Source, cast: Cast, as_: As) -> None:
    page = text(asked(as_(cast.administrator), reverse("source_ask", args=["cold-store"]), browse="months"))
    assert "months/tubes-*.csv" in page
    assert "tubes-2026-09.csv, tubes-2026-10.csv, tubes-2026-11.csv" in page


def test_a_look_shows_types_and_rows_and_hides_what_sounds_personal(store: Source, cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    looked = look(ada)
    page = text(ada.get(reverse("source_look", args=["cold-store"]), {"asked": looked.pk}))
    assert "sounds personal: masked" in page
    assert "T1" in page
    assert "Quinn" not in page
    assert "Quinn" not in str(list(Inquiry.objects.values_list("answer", flat=True)))


def test_the_form_comes_filled_with_kind_guesses(store: Source, cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    draft = ada.get(reverse("register", args=["cold-store"]), {"looked": look(ada).pk}).context["draft"]
    assert (draft.key, draft.title) == ("store/tubes", "Tubes")
    assert [each.personal for each in draft.columns] == [False, False, False, True]
    assert draft.columns[0].samples == "T1, T2"


def test_a_registered_dataset_is_what_was_said_and_adopts_its_flags(store: Source, cast: Cast, as_: As) -> None:
    report = Report(dataset="Cold/Tubes", category="missing", sentence="Half of the tubes are not in it at all.")
    waiting = flags.raise_flag(person=cast.bench, report=report, now=NOW)
    ada = as_(cast.administrator)
    page = asked(ada, reverse("register", args=["cold-store"]), **form(cast, look(ada)))
    dataset = Dataset.objects.get(key="cold/tubes")
    assert page.redirect_chain[-1][0] == reverse("dataset", args=["cold/tubes"])
    assert (dataset.owner, dataset.triage_team, dataset.tier) == (cast.owner, cast.scientists, "key")
    assert (dataset.key_columns, dataset.row_count) == (["tube", "day"], 3)
    told = list(dataset.columns.values_list("name", "description", "unit", "personal"))
    assert told[2:] == [("volume", "What is left in the tube", "ml", False), ("operator_name", "", "", True)]
    assert Flag.objects.get(pk=waiting.pk).dataset == dataset


def test_a_key_that_names_rows_twice_comes_back_with_everything_that_was_typed(
    store: Source, cast: Cast, as_: As
) -> None:
    ada = as_(cast.administrator)
    page = asked(ada, reverse("register", args=["cold-store"]), **form(cast, look(ada), **{"key-1": ""}))
    assert "name some rows twice" in text(page)
    assert page.context["draft"].columns[2].description == "What is left in the tube"
    assert not Dataset.objects.filter(key="cold/tubes").exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("key", "No Slash"), ("key", "lab/plates"), ("title", " "), ("owner", "person:999"), ("triage_team", "x"),
     ("tier", "gold"), ("description", "x" * 4001)],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(field: str, typed: str, store: Source, cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    page = ada.post(reverse("register", args=["cold-store"]), form(cast, look(ada), **{field: typed}))
    assert page.status_code == 422
    assert list(page.context["problems"]) == [field]


def test_the_name_people_flagged_travels_from_the_list_to_the_form(store: Source, cast: Cast, as_: As) -> None:
    flags.raise_flag(
        person=cast.bench,
        report=Report(dataset="Cold/Tubes", category="missing", sentence="Half of the tubes are not in it at all."),
        now=NOW,
    )
    ada = as_(cast.administrator)
    link = re.search(r'href="(/sources/\?for=[^"]+)"', ada.get(reverse("to_register")).content.decode())
    assert link
    assert "You are registering <strong>Cold/Tubes</strong>" in text(ada.get(link[1]))
    looked = look(ada, **{"for": "Cold/Tubes"})
    assert ada.get(reverse("register", args=["cold-store"]), {"looked": looked.pk}).context["draft"].key == "cold/tubes"


def test_a_folder_of_months_is_one_dataset(store: Source, cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    looked = look(ada, "months/tubes-*.csv")
    asked(ada, reverse("register", args=["cold-store"]), **form(cast, looked, **{"key-0": "", "key-1": ""}))
    dataset = Dataset.objects.get(key="cold/tubes")
    assert (dataset.location, dataset.row_count) == ("months/tubes-*.csv", 9)


def test_new_and_gone_columns_are_shown_and_taken_over(store: Source, cast: Cast, as_: As, folder: Path) -> None:
    ada = as_(cast.administrator)
    asked(ada, reverse("register", args=["cold-store"]), **form(cast, look(ada)))
    (folder / "tubes.csv").write_text("tube,volume,freezer\nT1,5,F1\nT2,7,F2\n")
    page = text(asked(ada, reverse("compare", args=["cold/tubes"])))
    assert "<code>freezer</code> (text) is new" in page
    assert "<code>day</code> (date) is gone; it was part of the key" in page
    number = Inquiry.objects.filter(kind="schema").latest("pk").pk
    ada.post(reverse("take_over", args=["cold/tubes"]), {"asked": number})
    dataset = Dataset.objects.get(key="cold/tubes")
    assert list(dataset.columns.values_list("name", "description")) == [
        ("tube", ""), ("volume", "What is left in the tube"), ("freezer", ""),
    ]  # fmt: skip
    assert dataset.key_columns == []


def test_the_owner_changes_what_is_said_and_the_history_keeps_it(cast: Cast, as_: As) -> None:
    olga, address = as_(cast.owner), reverse("registration", args=["lab/plates"])
    columns = {each.name: each.pk for each in cast.dataset.columns.all()}
    said = {"title": "Plates read", "owner": f"team:{cast.readers.pk}", "triage_team": str(cast.scientists.pk),
            "tier": "standard", "open_to_all": "no", f"unit-{columns['signal']}": "counts",
            f"personal-{columns['well']}": "1"}  # fmt: skip
    assert olga.post(address, said).status_code == 302
    dataset = Dataset.objects.get(key="lab/plates")
    assert (dataset.title, dataset.owner, dataset.owner_team, dataset.key_columns) == (
        "Plates read", None, cast.readers, ["plate", "well"],
    )  # fmt: skip
    assert dataset.columns.get(name="signal").unit == "counts"
    assert dataset.columns.get(name="well").personal
    assert not dataset.columns.get(name="operator").personal
    assert dataset.events.filter(verb="registration_changed").get().data["title"] == ["Plates", "Plates read"]


def test_who_only_flags_may_not_change_a_registration_nor_see_rows(cast: Cast, as_: As) -> None:
    bea = as_(cast.bench)
    assert bea.get(reverse("registration", args=["lab/plates"])).status_code == 403
    assert bea.post(reverse("preview", args=["lab/plates"])).status_code == 403
    assert bea.get(reverse("sources")).status_code == 403


def test_a_grant_to_administer_a_source_opens_it_but_not_where_it_is(store: Source, cast: Cast, as_: As) -> None:
    dana = as_(cast.scientist)
    assert dana.get(reverse("source", args=["cold-store"])).status_code == 404
    people.grant(actor=cast.administrator, to=cast.scientists, on=store, level=Level.ADMINISTER, now=NOW)
    assert dana.get(reverse("source", args=["cold-store"])).status_code == 200
    assert dana.get(reverse("source_change", args=["cold-store"])).status_code == 403
    asked(dana, reverse("register", args=["cold-store"]), **form(cast, look(dana)))
    assert Dataset.objects.filter(key="cold/tubes").exists()


def test_an_answer_is_only_for_who_asked(store: Source, cast: Cast, as_: As) -> None:
    looked = look(as_(cast.administrator))
    people.grant(actor=cast.administrator, to=cast.scientists, on=store, level=Level.ADMINISTER, now=NOW)
    dana = as_(cast.scientist)
    assert dana.get(reverse("inquiry", args=[looked.pk])).status_code == 404
    assert dana.get(reverse("register", args=["cold-store"]), {"looked": looked.pk}).status_code == 302


def test_the_preview_shows_masked_cells_as_masked(store: Source, cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    asked(ada, reverse("register", args=["cold-store"]), **form(cast, look(ada)))
    page = text(asked(ada, reverse("preview", args=["cold/tubes"])))
    assert "<td>T2</td>" in page
    assert "masked</span>" in page
    assert "Quinn" not in page


def test_the_parts_of_a_folder_are_listed_beside_its_columns(store: Source, cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    looked = look(ada, "months/tubes-*.csv")
    page = text(ada.get(reverse("source_look", args=["cold-store"]), {"asked": looked.pk}))
    assert "3 files, each a part of the dataset" in page
    assert "tubes-2026-10.csv" in page


@pytest.mark.parametrize(
    ("ticked", "words"), [(("key-0", "key-1"), "Yes: tube, day together name"), (("key-0",), "No: tube names some")]
)
def test_whether_the_key_is_one_can_be_asked_before(
    ticked: tuple[str, ...], words: str, store: Source, cast: Cast, as_: As
) -> None:
    ada = as_(cast.administrator)
    said = form(cast, look(ada), **{"key-0": "", "key-1": ""}) | dict.fromkeys(ticked, "1") | {"check": "1"}
    page = ada.post(reverse("register", args=["cold-store"]), said)
    assert page.context["draft"].title == "Tubes"
    work.drain()
    assert words in text(ada.get(reverse("inquiry", args=[page.context["key_asked"].pk])))


def test_nothing_ticked_is_no_key_to_ask_about(store: Source, cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    said = form(cast, look(ada), **{"key-0": "", "key-1": ""}) | {"check": "1"}
    assert "Tick the columns" in text(ada.post(reverse("register", args=["cold-store"]), said))


def test_a_password_is_never_in_the_form_again(cast: Cast, as_: As) -> None:
    ada, secret = as_(cast.administrator), "correct horse battery"
    said = {"name": "W", "host": "warehouse.example.org", "database": "lab", "user": "reader", "password": secret,
            "dialect": "postgresql"}  # fmt: skip
    refused = ada.post(reverse("source_new", args=["database"]), said | {"port": "x"})
    assert refused.status_code == 422
    assert secret not in refused.content.decode()
    ada.post(reverse("source_new", args=["database"]), said)
    assert secret not in ada.get(reverse("source_change", args=["w"])).content.decode()


def test_the_answer_to_a_test_of_the_connection_also_says_in_the_heading_that_it_works(
    store: Source, cast: Cast, as_: As
) -> None:
    client = as_(cast.administrator)
    asked(client, reverse("source_ask", args=["cold-store"]), browse="")
    address = reverse("inquiry", args=[Inquiry.objects.get(kind="browse").pk])
    said = text(client.get(address, headers={"HX-Request": "true"}))
    assert '<span id="source-state" hx-swap-oob="true">' in said
    assert ">works</span>" in said
    assert "hx-swap-oob" not in text(client.get(address))
