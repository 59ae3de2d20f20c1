"""Around the queue's list: news without a reload, saved views, the CSV file."""

import csv
import io

from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import SavedView
from weirdness.services import triage


def news(client: object, query: str = "", **headers: str) -> object:
    return client.get(f"{reverse('queue_news')}?{query}", headers={"HX-Request": "true", **headers})


def test_news_say_how_many_are_new_in_the_list_and_what_somebody_did_to_the_issue_in_front(cast: Cast, as_: As) -> None:
    old = flagged(cast).issue
    client = as_(cast.scientist)
    shown = f"view=waiting&shown={old.pk}&looking={old.pk}.{old.version}"
    assert "new issue" not in news(client, shown).content.decode()
    flagged(cast, column="well")
    triage.set_severity(issue_id=old.pk, actor=cast.colleague, now=timezone.now(), severity=3)
    page = news(client, shown).content.decode()
    assert "1 new issue is in this part of the list" in page
    assert f"#{old.pk} has changed since you opened it. Dirk set the severity" in page
    assert 'id="count-waiting" hx-swap-oob="true">2<' in page


def test_news_that_are_none_cost_a_304(cast: Cast, as_: As) -> None:
    flagged(cast)
    client = as_(cast.scientist)
    first = news(client)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert news(client, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    flagged(cast, column="well")
    assert news(client, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_view_is_saved_renamed_and_removed_and_its_team_sees_it(cast: Cast, as_: As) -> None:
    client = as_(cast.scientist)
    said = {"queue": "view=open&severity=9&issue=3&x=y", "name": " Critical  ones ", "team": cast.scientists.pk}
    page = client.post(reverse("view_save"), said, follow=True)
    view = SavedView.objects.get()
    assert (view.name, view.query, view.team) == ("Critical ones", "view=open&severity=9", cast.scientists)
    assert page.context["current_view"] == view
    colleague = as_(cast.colleague).get(f"{reverse('queue')}?{view.query}")
    assert "Critical ones" in colleague.content.decode()
    change = reverse("view_change", args=[view.pk])
    assert as_(cast.colleague).post(change, {"do": "remove"}).status_code == 403
    assert as_(cast.bench).post(change, {"do": "remove"}).status_code == 404
    client.post(change, {"do": "rename", "name": "The worst"})
    assert SavedView.objects.get().name == "The worst"
    refused = client.post(change, {"do": "rename", "name": " "}, follow=True)
    assert "Give the view a name" in refused.content.decode()
    client.post(change, {"do": "remove"})
    assert not SavedView.objects.exists()


def test_a_saved_view_of_a_name_is_replaced_and_two_never_share_one(cast: Cast, as_: As) -> None:
    client = as_(cast.scientist)
    for name, query in (("A", "view=open"), ("B", "view=mine"), ("A", "view=asked")):
        client.post(reverse("view_save"), {"name": name, "queue": query})
    assert dict(SavedView.objects.values_list("name", "query")) == {"A": "view=asked", "B": "view=mine"}
    second = SavedView.objects.get(name="B")
    page = client.post(reverse("view_change", args=[second.pk]), {"do": "rename", "name": "A"}, follow=True)
    assert "You have a view named A already" in page.content.decode()


def rows_of(response: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_the_csv_file_holds_what_is_listed_and_no_formula(cast: Cast, as_: As) -> None:
    odd = flagged(cast, sentence='=HYPERLINK("https://elsewhere.example")').issue
    flagged(cast, column="well", blocks_decision=True)
    response = as_(cast.scientist).get(f"{reverse('queue_csv')}?severity=1")
    head, row = rows_of(response)
    assert (head[0], row[0], row[2]) == ("number", str(odd.pk), "lab/plates")
    assert row[1].startswith("'=")
    assert "attachment" in response.headers["Content-Disposition"]
    assert rows_of(as_(cast.quality).get(reverse("queue_csv"))) == [head]


def test_a_long_csv_file_is_cut_and_says_so(cast: Cast, as_: As, monkeypatch: object) -> None:
    monkeypatch.setattr("weirdness.web.queue_export.MOST", 2)
    for name in ("plate", "well", "signal"):
        flagged(cast, column=name)
    lines = rows_of(as_(cast.scientist).get(reverse("queue_csv")))
    assert len(lines) == 4
    assert lines[-1][0].startswith("Only the first 2 are here.")
