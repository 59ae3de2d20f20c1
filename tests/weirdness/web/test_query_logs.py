"""The pages of query logs: handing in, what became of it, and what names mean."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.weirdness.services.query_logs.conftest import days_ago, looks_of
from tests.weirdness.web.conftest import As
from weirdness.models import LogImport, LoginName, Look, TableName
from weirdness.services import work

pytestmark = pytest.mark.django_db
INDEX = "/looks/logs/"


def text_of(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def handed_in(client: Client, lines: str, **said: str) -> LogImport:
    file = SimpleUploadedFile("uses.csv", f"time,login,table\n{lines}".encode())
    response = client.post(INDEX, {"file": file, "kind": "csv", **said})
    assert response.status_code == 302, text_of(response)
    return LogImport.objects.latest("pk")


def test_a_log_is_handed_in_and_read_and_its_page_says_what_became_of_it(cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    log = handed_in(ada, f"{days_ago(2)},bea,lab/plates\n{days_ago(2)},x1,lab/plates\n")
    page = ada.get(reverse("query_log", args=[log.pk]))
    assert "It waits for a free worker." in text_of(page)
    assert "every 1s" in text_of(page)
    work.drain()
    page = text_of(ada.get(reverse("query_log", args=[log.pk])))
    assert "1 person-day of use by 1 person became looks." in page
    assert "1 login is unknown, with 1 read." in page
    assert "every 1s" not in page
    assert "1 person-day of use by 1 person became looks." in text_of(ada.get(INDEX))
    fragment = ada.get(reverse("query_log", args=[log.pk]), headers={"HX-Request": "true"})
    assert text_of(fragment).strip().startswith('<div id="log"')


def test_names_get_a_meaning_and_lose_it(cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    log = handed_in(ada, f"{days_ago(2)},x1,lab.plates\n{days_ago(3)},x2,lab.plates\n")
    work.drain()
    page = text_of(ada.get(reverse("query_log_names")))
    assert "<code>x1</code>" in page
    assert 'value="lab/plates"' in page  # the guess
    names = reverse("query_log_names")
    said = ada.post(names, {"table": "lab.plates", "dataset": "lab/plates"}, follow=True)
    assert "Nothing waited for it." in text_of(said)
    said = ada.post(names, {"login": "x1", "person": "bea@example.org"}, follow=True)
    assert "One look was counted at once." in text_of(said)
    ada.post(names, {"login": "x2", "service": "1"})
    assert looks_of(log) == {("Bea", "lab/plates", days_ago(2))}
    assert "None: every login" in text_of(ada.get(names))
    for what, rows in (("login", LoginName), ("table", TableName)):
        for each in rows.objects.all():
            ada.post(reverse("query_log_forget", args=[what, each.pk]))
        assert not rows.objects.exists()
    assert looks_of(log)


def test_what_cannot_be_said_is_refused_beside_its_field(cast: Cast, as_: As) -> None:
    ada, names = as_(cast.administrator), reverse("query_log_names")
    for said, words in (
        ({"login": "x1", "person": "nobody"}, "There is nobody, or not only one, called nobody."),
        ({"login": "x1", "person": ""}, "Choose the person whose login this is"),
        ({"table": "*", "dataset": "lab/plates"}, "This pattern takes every table."),
        ({"table": "x", "dataset": "lab/plate"}, "There is no dataset lab/plate."),
        ({"table": "", "dataset": "lab/plates"}, "Give the table as the log names it"),
    ):
        response = ada.post(names, said)
        assert response.status_code == 422
        assert words in text_of(response)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "csv"}, "Choose the file of the log."),
        ({"kind": "pg_stat", "file": b"x"}, "Choose what kind of log it is"),
        ({"kind": "pg_log", "file": b"x", "prefix": "%m "}, "must say once when"),
        ({"kind": "csv", "file": b"x" * 3_000_000}, "A log may have 2 MB"),
        ({"kind": "csv", "file": b""}, "Choose the file of the log."),
    ],
)
def test_what_cannot_be_handed_in_is_said_and_what_was_typed_stays(
    said: dict[str, object], words: str, cast: Cast, as_: As, settings: object
) -> None:
    settings.QUERY_LOG_MOST_BYTES = 2 * 1024**2
    if "file" in said:
        said = {**said, "file": SimpleUploadedFile("uses.csv", said["file"])}
    response = as_(cast.administrator).post(INDEX, said)
    assert response.status_code in (422,), text_of(response)
    assert words in text_of(response)
    assert not LogImport.objects.exists()


def test_a_file_from_another_site_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.administrator, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(INDEX, {"kind": "csv", "file": SimpleUploadedFile("u.csv", b"x")})
    assert response.status_code == 403
    assert not LogImport.objects.exists()


def test_an_owner_sees_their_logs_alone_and_nobody_else_any(cast: Cast, as_: As) -> None:
    log = handed_in(as_(cast.administrator), f"{days_ago(2)},bea,lab/plates\n{days_ago(2)},x1,secret.table\n")
    work.drain()
    olga, stan = as_(cast.owner), as_(cast.stranger)
    assert "uses.csv" not in text_of(olga.get(INDEX))
    assert "secret.table" not in text_of(olga.get(reverse("query_log_names")))
    assert olga.get(reverse("query_log", args=[log.pk])).status_code == 404
    assert olga.post(reverse("query_log_take_back", args=[log.pk])).status_code == 404
    assert stan.get(INDEX).status_code == stan.get(reverse("query_log_names")).status_code == 403
    assert stan.post(INDEX, {"kind": "csv"}).status_code == 403
    mine = handed_in(olga, f"{days_ago(3)},bea,lab/plates\n")
    work.drain()
    assert looks_of(mine) == {("Bea", "lab/plates", days_ago(3))}
    response = olga.post(reverse("query_log_names"), {"login": "x1", "person": "bea@example.org"})
    assert response.status_code == 403


def test_a_log_is_taken_back_on_its_page(cast: Cast, as_: As) -> None:
    ada = as_(cast.administrator)
    log = handed_in(ada, f"{days_ago(2)},bea,lab/plates\n")
    work.drain()
    said = ada.post(reverse("query_log_take_back", args=[log.pk]), follow=True)
    assert "It was taken back: 1 look of it counts" in text_of(said)
    assert not Look.objects.counted().exists()


def test_the_list_comes_in_pages(cast: Cast, as_: As) -> None:
    for _ in range(53):
        LogImport.objects.create(kind="csv", name="n", asked_by=cast.administrator, asked_at=cast.dataset.registered_at)
    ada = as_(cast.administrator)
    first = text_of(ada.get(INDEX))
    before = re.search(r"\?before=(\d+)", first)[1]
    assert first.count('class="row"') == 50
    assert text_of(ada.get(f"{INDEX}?before={before}")).count('class="row"') == 3
