"""Picking rows from the data for a flag, without JavaScript, against a real check engine."""

from pathlib import Path

from django.test import Client
from django.urls import reverse

from tests.cast import NOW, PASSWORD, Cast
from tests.weirdness.laboratory import answered, engine, plates
from tests.weirdness.web.conftest import As
from tests.weirdness.web.test_flag import SAID
from weirdness.models import Evidence, Flag, Inquiry, Level
from weirdness.services import people, promotions

__all__ = ["engine", "plates"]
DRAFT = SAID | {"column": "", "proposed_value": "4 RFU", "private": "1"}


def reader(cast: Cast, as_: As) -> Client:
    people.grant(actor=cast.administrator, to=cast.readers, on=cast.dataset, level=Level.SEE_ROWS, now=NOW)
    return as_(cast.bench)


def shown(client: Client, **said: str | list[str]) -> Inquiry:
    """Asks for a page of rows as the form does, and has it answered."""
    asked = client.post(reverse("flag_pick"), DRAFT | said).context["inquiry"]
    return answered(asked)


def test_ticked_rows_and_cells_come_back_to_the_form_with_all_that_was_typed(cast: Cast, as_: As, plates: Path) -> None:
    client = reader(cast, as_)
    asked = shown(client, find_in="signal", find_is="contains", find="-4.5")
    page = client.post(reverse("flag_pick"), DRAFT | {"again": "1", "asked": str(asked.pk)}).content.decode()
    assert asked.answer["rows"] == [["P9", "A1", -4.5, "•••"], ["P9", "A2", -4.5, "•••"]]
    assert page.count('name="row"') == 2
    back = client.post(reverse("flag"), DRAFT | {"picked": "1", "asked": str(asked.pk), "row": "0", "cell": "1-2"})
    draft = back.context["draft"]
    assert draft.rows == "P9,A1\nplate=P9,well=A2,signal=-4.5"
    assert (draft.column, draft.proposed_value, draft.private) == ("signal", "4 RFU", True)
    assert "holds -4.5" in back.content.decode()


def test_a_picked_row_is_evidence_and_its_marked_cell_is_what_is_learned_from(
    cast: Cast, as_: As, plates: Path
) -> None:
    client = reader(cast, as_)
    asked = shown(client, find_in="plate", find_is="equals", find="P9")
    back = client.post(reverse("flag"), DRAFT | {"picked": "1", "asked": str(asked.pk), "cell": ["0-2", "1-1"]})
    client.post(reverse("flag"), {**DRAFT, "rows": back.context["draft"].rows})
    evidence = Evidence.objects.get()
    assert evidence.keys == [{"plate": "P9", "well": "A1"}, {"plate": "P9", "well": "A2"}]
    assert [each["columns"] for each in promotions.marked(Flag.objects.get().issue)] == [["signal"], ["well"]]


def test_pages_of_25_follow_each_other_and_keep_what_was_ticked(cast: Cast, as_: As, plates: Path) -> None:
    client = reader(cast, as_)
    first = shown(client)
    assert (len(first.answer["rows"]), first.answer["more"]) == (25, True)
    second = client.post(reverse("flag_pick"), DRAFT | {"asked": str(first.pk), "row": "3", "page": "1"})
    assert second.context["draft"].rows == "P1,A4"
    later = answered(second.context["inquiry"])
    assert (later.answer["rows"][0][:2], later.answer["more"]) == (["P3", "A6"], False)


def test_rows_without_a_key_of_their_own_can_be_picked_too(cast: Cast, as_: As, plates: Path) -> None:
    cast.dataset.key_columns = []
    cast.dataset.save()
    client = reader(cast, as_)
    asked = shown(client)
    picked = {"picked": "1", "asked": str(asked.pk), "cell": "0-2"}
    rows = client.post(reverse("flag"), DRAFT | picked).context["draft"].rows
    assert rows.startswith("row_sha256=")
    client.post(reverse("flag"), DRAFT | {"rows": rows})
    assert Evidence.objects.get().keys == asked.answer["keys"][:1]


def test_personal_columns_are_masked_and_no_row_is_found_by_them(cast: Cast, as_: As, plates: Path) -> None:
    client = reader(cast, as_)
    asked = shown(client, find_in="operator", find_is="contains", find="Kim")
    assert asked.state == "failed"
    assert "hidden" in asked.message
    page = client.post(reverse("flag_pick"), DRAFT | {"again": "1", "asked": str(asked.pk)}).content.decode()
    assert '<option value="operator"' not in page
    assert "Kim</label>" not in page


def test_picking_needs_the_permission_to_see_rows_and_says_who_gives_it(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    assert "Pick rows" not in client.post(reverse("flag"), SAID | {"show": "1"}).content.decode()
    refused = client.post(reverse("flag_pick"), DRAFT)
    assert refused.status_code == 403
    assert "see rows" in refused.content.decode()
    assert not Inquiry.objects.exists()


def test_what_others_asked_of_the_data_is_not_theirs_to_pick_from(cast: Cast, as_: As, plates: Path) -> None:
    asked = shown(as_(cast.scientist))
    taken = {"picked": "1", "asked": str(asked.pk), "row": "0"}
    assert as_(cast.bench).post(reverse("flag"), DRAFT | taken).context["draft"].rows == ""


def test_nonsense_instead_of_ticks_picks_nothing(cast: Cast, as_: As, plates: Path) -> None:
    client = reader(cast, as_)
    asked = shown(client)
    odd = {"picked": "1", "asked": str(asked.pk), "row": ["x", "-1", "99", "²"], "cell": ["1", "a-b", "99-1", "-"]}
    assert client.post(reverse("flag"), DRAFT | odd).context["draft"].rows == ""
    assert client.get(reverse("flag_pick")).url == reverse("flag")


def test_who_names_no_column_to_look_in_is_told_so(cast: Cast, as_: As, plates: Path) -> None:
    page = reader(cast, as_).post(reverse("flag_pick"), DRAFT | {"find": "-4.5"}).content.decode()
    assert "Choose the column to look in" in page


def test_who_is_logged_out_while_picking_finds_the_form_again(cast: Cast, client: Client) -> None:
    sent = client.post(
        reverse("flag_pick"),
        DRAFT | {"who": str(cast.bench.pk), "rows": "P1,A1"},
        headers={"Referer": "http://testserver/flag/pick/"},
    )
    client.post("/log-in/", {"username": cast.bench.email, "password": PASSWORD})
    onward = client.get(sent.url.partition("next=")[2], follow=True)
    assert onward.context["draft"].rows == "P1,A1"
