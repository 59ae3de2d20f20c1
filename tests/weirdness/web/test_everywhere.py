"""What holds on every page: nothing typed becomes markup, the policy is strict, queries do not grow with the rows."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import As, failing_run
from weirdness.services import flags, looks

NAUGHTY = [
    "<script>alert('1')</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ request.user.password }}{% csrf_token %}",
    "`<b>x</b>` and `</code><i>`",
    "عربي \u202e right to left \u0000\u200b 𝒳 👩\u200d🔬",
    "'; DROP TABLE weirdness_flag; --",
]
PAGES = ["home", "datasets", "queue", "me", "flag"]


@pytest.mark.parametrize("text", NAUGHTY)
def test_nothing_that_is_typed_becomes_markup(text: str, cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    said = {"dataset": "lab/plates", "category": "wrong-value", "sentence": text, "rows": "", "proposed_value": text}
    assert client.post(reverse("flag"), said).status_code == 302
    number = client.get(reverse("me")).context["flags"][0].issue_id
    scientist = as_(cast.scientist)
    explained = {"explanation": text}
    addresses = [reverse(name) for name in PAGES] + [reverse("dataset", args=["lab/plates"])]
    addresses += [reverse("issue", args=[number]), reverse("queue") + "?view=open&q=" + text[:20].replace("\0", "")]
    for _ in range(2):
        for address in addresses:
            page = scientist.get(address).content.decode()
            assert not re.search(r"<script>|<img|<b>|<i>|</code><i|onerror=alert\(1\)>\s*<", page)
        scientist.post(reverse("act", args=[number, "explain"]), explained)


def test_no_page_has_inline_script_or_style(cast: Cast, as_: As) -> None:
    run = failing_run(cast)
    issue = flagged(cast).issue
    client = as_(cast.scientist)
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("issue", args=[issue.pk]), reverse("dataset", args=["lab/plates"])]
    addresses.append(reverse("run", args=["lab/plates", run.pk]))
    for address in addresses:
        response = client.get(address)
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page), address
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert page.count("<h1") == 1, address
        assert page.count('<main id="main"') == 1


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def _more(cast: Cast) -> None:
    for column in ("plate", "well", "signal", "plate", "well"):
        issue = flagged(cast, column=column, by=cast.quality).issue
        flagged(cast, column=column, by=cast.bench)
        flags.same_here(person=cast.bench, issue_id=issue.pk, now=NOW)
    for person in (cast.bench, cast.quality, cast.scientist, cast.owner):
        looks.check_in(dataset=cast.dataset, person=person, now=NOW)


@pytest.mark.parametrize("name", PAGES)
def test_queries_do_not_grow_with_the_rows(name: str, cast: Cast, as_: As) -> None:
    flagged(cast)
    flagged(cast, by=cast.scientist)
    client, address = as_(cast.scientist), reverse(name)
    before = _queries(client, address)
    _more(cast)
    assert _queries(client, address) <= before
    assert before <= 20


def test_the_queries_of_a_dataset_an_issue_and_a_run_do_not_grow_either(cast: Cast, as_: As) -> None:
    run = failing_run(cast)
    issue = flagged(cast).issue
    client = as_(cast.scientist)
    addresses = [reverse("dataset", args=["lab/plates"]), reverse("issue", args=[issue.pk])]
    addresses.append(reverse("run", args=["lab/plates", run.pk]))
    before = [_queries(client, address) for address in addresses]
    _more(cast)
    for person in (cast.quality, cast.manager, cast.owner):
        flags.same_here(person=person, issue_id=issue.pk, now=NOW)
    after = [_queries(client, address) for address in addresses]
    assert [b for b, a in zip(before, after, strict=True) if a > b] == []
    assert max(before) <= 30
    assert before[1] <= 18


def test_the_server_says_that_it_lives_without_asking_the_database(
    client: Client, django_assert_num_queries: Callable[[int], object], db: None
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"database": "ok", "redis": "ok"}


def test_without_redis_the_server_is_ready_all_the_same(client: Client, db: None, settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["redis"]) == (200, "unreachable")


def test_a_stale_form_gets_a_page_that_says_what_to_do(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bench, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(reverse("flag"), {"dataset": "lab/plates"})
    assert response.status_code == 403
    assert "send it once more" in response.content.decode()


def test_our_own_fault_is_told_without_asking_the_database(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("on purpose")

    client = as_(cast.bench)
    client.raise_request_exception = False
    monkeypatch.setattr("weirdness.web.overview.datasets", fails)
    response = client.get(reverse("datasets"))
    assert response.status_code == 500
    assert "it is our fault" in response.content.decode()
