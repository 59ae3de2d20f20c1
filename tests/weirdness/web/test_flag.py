"""The flag form, without JavaScript."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import PASSWORD, Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import Evidence, Flag
from weirdness.services import triage

SAID = {
    "dataset": "lab/plates",
    "category": "wrong-value",
    "column": "signal",
    "sentence": "A1 reads -4. I expected nothing below 0.",
}


def test_a_tile_and_a_sentence_make_a_flag_with_an_issue(cast: Cast, as_: As) -> None:
    response = as_(cast.bench).post(reverse("flag"), SAID, follow=True)
    flag = Flag.objects.get()
    assert (flag.person, flag.target, flag.issue.state) == (cast.bench, "column", "new")
    assert "Data scientists" in response.content.decode()
    assert reverse("issue", args=[flag.issue_id]) in response.content.decode()


def test_the_same_form_sent_twice_is_one_flag(cast: Cast, as_: As) -> None:
    client, once = as_(cast.bench), str(uuid.uuid4())
    first = client.post(reverse("flag"), SAID | {"submission": once})
    assert client.post(reverse("flag"), SAID | {"submission": once}).url == first.url
    assert Flag.objects.count() == 1


def test_a_deep_link_fills_in_everything_that_it_names(cast: Cast, as_: As) -> None:
    link = "?dataset=lab/plates&column=signal&row=P1,A1&row=P1,A2&url=https://example.org/plot&category=missing"
    draft = as_(cast.bench).get(reverse("flag") + link).context["draft"]
    assert (draft.dataset, draft.column, draft.rows) == ("lab/plates", "signal", "P1,A1\nP1,A2")
    assert (draft.link, draft.category, draft.target) == ("https://example.org/plot", "missing", "rows")


def test_a_deep_link_can_mean_what_is_said_of_a_column(cast: Cast, as_: As) -> None:
    link = "?dataset=lab/plates&column=signal&target=metadata&field=unit"
    draft = as_(cast.bench).get(reverse("flag") + link).context["draft"]
    assert (draft.target, draft.field) == ("metadata", "unit")


def test_the_rows_of_a_flag_are_asked_for_by_their_key(cast: Cast, as_: As) -> None:
    as_(cast.bench).post(reverse("flag"), SAID | {"rows": "P1,A1\r\nplate=P1,well=A2"})
    evidence = Evidence.objects.get()
    assert evidence.keys == [{"plate": "P1", "well": "A1"}, {"plate": "P1", "well": "A2"}]
    assert evidence.flag.target == "rows"


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"sentence": "  "}, "sentence", "Say in a sentence"),
        ({"sentence": "x" * 501}, "sentence", "500 fit"),
        ({"category": ""}, "category", "Choose the tile"),
        ({"category": "nonsense"}, "category", "Choose the tile"),
        ({"dataset": ""}, "dataset", "Which dataset?"),
        ({"column": "signall"}, "column", "has no column"),
        ({"rows": "A1"}, "rows", "does not name a row"),
        ({"link": "javascript:alert(1)"}, "link", "https://"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    wrong: dict[str, str], field: str, says: str, cast: Cast, as_: As
) -> None:
    kept = {"proposed_value": "4 RFU", "sentence": "A1 reads -4."}
    response = as_(cast.bench).post(reverse("flag"), SAID | kept | wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert says in response.context["problems"][field]
    assert f'id="{field}-problem"' in page
    assert f'href="#{field}"' in page
    assert "4 RFU" in page
    assert "A1 reads -4." in page or "sentence" in wrong
    assert not Flag.objects.exists()


def test_ten_megabytes_of_text_get_a_sentence(cast: Cast, as_: As) -> None:
    response = as_(cast.bench).post(reverse("flag"), SAID | {"sentence": "weird " * 1_700_000})
    assert response.status_code == 422
    assert "500 fit" in response.content.decode()


def test_more_than_the_server_reads_gets_a_page_that_says_what_to_do(cast: Cast, as_: As) -> None:
    response = as_(cast.bench).post(reverse("flag"), SAID | {"sentence": "weird " * 2_200_000})
    assert response.status_code == 413
    assert "larger than 12 MB" in response.content.decode()


def test_a_nul_byte_is_dropped_and_not_a_crash(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    assert client.post(reverse("flag"), SAID | {"sentence": "A1\x00 is odd", "rows": "\x00"}).status_code == 302
    assert Flag.objects.get().sentence == "A1 is odd"
    assert client.get(reverse("flag") + "?dataset=%00&column=%00&row=%00").status_code == 200
    assert client.get(reverse("queue") + "?dataset=%00&q=%00&severity=%00").status_code == 200


def test_a_dataset_that_nobody_registered_is_taken_and_waits(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    asked = client.post(reverse("flag"), SAID | {"dataset": "lab/new-reader", "show": "1"})
    assert "Nobody registered" in asked.content.decode()
    assert not Flag.objects.exists()
    sent = client.post(reverse("flag"), SAID | {"dataset": "lab/new-reader"}, follow=True)
    assert "waits with the administrators" in sent.content.decode()
    listed = as_(cast.administrator).get(reverse("to_register")).content.decode()
    assert "lab/new-reader" in listed
    assert "A1 reads -4" in listed


def test_without_javascript_a_button_shows_the_columns_and_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    page = as_(cast.bench).post(reverse("flag"), SAID | {"show": "columns"}).content.decode()
    assert '<option value="signal" selected>signal (RFU)</option>' in page
    assert "A1 reads -4." in page
    assert not Flag.objects.exists()


def test_what_is_known_is_offered_before_anybody_writes(cast: Cast, as_: As) -> None:
    same = flagged(cast, rows="P1,A1", target="rows").issue
    explained = flagged(cast, category="missing", by=cast.quality).issue
    triage.explain(
        issue_id=explained.pk, actor=cast.scientist, now=timezone.now(), explanation="Empty wells read nothing."
    )
    client = as_(cast.manager)
    by_rows = client.post(reverse("flag"), SAID | {"category": "stale", "rows": "P1,A1", "show": "known"})
    first = by_rows.context["known"][0]
    assert (first.pk, first.because) == (same.pk, "The same rows, the same column, similar words")
    by_kind = client.post(reverse("flag"), SAID | {"category": "missing", "show": "known"})
    assert by_kind.context["known"][0].pk == explained.pk
    assert "Empty wells read nothing." in by_kind.content.decode()


def test_same_here_is_one_click_and_counted_once(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    client = as_(cast.quality)
    for _ in range(2):
        response = client.post(reverse("act", args=[issue.pk, "same_here"]), SAID, follow=True)
    assert "You are counted" in response.content.decode()
    assert issue.flags.filter(kind="same", person=cast.quality).count() == 1


def test_the_footer_says_who_gets_it_and_by_when(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    page = client.post(reverse("flag"), SAID | {"show": "1"}).content.decode()
    assert "Data scientists" in page
    assert "three working days" in page
    page = client.post(reverse("flag"), SAID | {"show": "1", "blocks_decision": "1"}).content.decode()
    assert "one working day" in page


def test_htmx_gets_the_parts_alone(cast: Cast, as_: As) -> None:
    headers = {"HX-Request": "true", "HX-Trigger": "dataset"}
    page = as_(cast.bench).post(reverse("flag"), SAID | {"show": "1"}, headers=headers).content.decode()
    assert "<html" not in page
    assert page.count('hx-swap-oob="true"') == 4


def test_where_it_was_seen_is_said_at_the_end_of_the_sentence(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    draft = client.get(reverse("flag") + "?dataset=lab/plates&chart=Signal+by+plate").context["draft"]
    assert draft.chart == "Signal by plate"
    client.post(reverse("flag"), SAID | {"chart": "Signal\nby plate"})
    assert Flag.objects.get().sentence == f"{SAID['sentence']} (Seen in “Signal by plate”.)"


def test_a_private_flag_is_shown_to_its_reporter_and_those_who_judge_it_alone(cast: Cast, as_: As) -> None:
    as_(cast.bench).post(reverse("flag"), SAID | {"private": "1"})
    issue = Flag.objects.get().issue
    assert issue.private
    page = reverse("issue", args=[issue.pk])
    for person, status in ((cast.bench, 200), (cast.scientist, 200), (cast.quality, 404)):
        assert as_(person).get(page).status_code == status


def test_who_is_logged_out_meanwhile_finds_the_form_again_with_what_they_typed(cast: Cast, client: Client) -> None:
    typed = SAID | {"who": str(cast.bench.pk), "rows": "P1,A1", "private": "1"}
    sent = client.post(reverse("flag"), typed, headers={"Referer": "http://testserver/flag/?dataset=lab/plates"})
    assert sent.url == "/log-in/?next=/flag/%3Fdataset%3Dlab/plates"
    client.post("/log-in/", {"username": cast.bench.email, "password": PASSWORD})
    back = client.get("/flag/?dataset=lab/plates")
    draft = back.context["draft"]
    assert (draft.sentence, draft.rows, draft.private) == (SAID["sentence"], "P1,A1", True)
    assert "What you typed before is back" in back.content.decode()
    assert not Flag.objects.exists()
    client.post(reverse("flag"), SAID)
    assert client.get(reverse("flag")).context["draft"].sentence == ""


def test_what_somebody_typed_is_not_shown_to_who_logs_in_after_them(cast: Cast, client: Client) -> None:
    client.post(reverse("flag"), SAID | {"who": str(cast.bench.pk)})
    client.post("/log-in/", {"username": cast.quality.email, "password": PASSWORD})
    assert client.get(reverse("flag")).context["draft"].sentence == ""


def test_a_kept_draft_gives_way_to_a_link_about_something_else_and_to_starting_afresh(
    cast: Cast, client: Client
) -> None:
    client.post(reverse("flag"), SAID | {"who": str(cast.bench.pk)})
    client.post("/log-in/", {"username": cast.bench.email, "password": PASSWORD})
    assert client.get(reverse("flag") + "?dataset=lab/spectra").context["draft"].sentence == ""
    assert client.get(reverse("flag")).context["draft"].sentence == SAID["sentence"]
    assert client.post(reverse("flag"), {"afresh": "1"}).url == reverse("flag")
    assert client.get(reverse("flag")).context["draft"].sentence == ""


def test_a_stranger_cannot_fill_the_sessions_with_a_megabyte(cast: Cast, client: Client) -> None:
    sent = client.post(reverse("flag"), SAID | {"sentence": "x" * 1_000_000}, headers={"Referer": "https://a.example/"})
    assert sent.url == "/log-in/?next=/flag/"
    assert "flag_draft" not in client.session
