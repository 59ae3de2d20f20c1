"""Many flags from a sheet: looked at line by line, then sent as a whole or not at all. Without JavaScript."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, flagged
from tests.weirdness.web.conftest import As
from tests.weirdness.web.test_naughty import OWN, Tags
from weirdness.models import Flag, Issue

HEAD = "dataset,category,sentence,column,rows,value,link,blocks\n"
SHEET = (
    f'{HEAD}lab/plates,Wrong value,A1 reads -4. I expected nothing below 0.,signal,"P1,A1",0,https://example.org/,yes\n'
    "LAB/plates,missing,No wells of P2,,,,,\n"
    "Sheet of Tuesday,stale,Old,,,,,no\n"
)
MANY = "/flag/many/"


def seen(client: Client, sheet: str) -> dict[str, str]:
    """What the page that looked at the sheet would send."""
    page = client.post(MANY, {"sheet": sheet}).content.decode()
    hidden = dict(re.findall(r'name="(submission|seen)" value="([^"]*)"', page))
    return {"sheet": sheet, "send": "1", **hidden}


def test_a_sheet_is_looked_at_first_and_adds_nothing(cast: Cast, as_: As) -> None:
    known = flagged(cast).issue
    page = as_(cast.quality).post(MANY, {"sheet": SHEET})
    shown = page.content.decode()
    assert "3 flags" in shown
    assert f"#{known.pk}" in shown
    assert "not registered: waits for an administrator" in shown
    assert Flag.objects.count() == 1


def test_all_lines_are_sent_at_once_and_a_second_send_adds_nothing(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    form = seen(client, SHEET)
    for _ in range(2):
        page = client.post(MANY, form, follow=True)
        assert "3 flags are sent." in page.content.decode()
    first = Flag.objects.order_by("pk").filter(dataset__isnull=False)
    assert [(each.target, each.category.slug, each.blocks_decision) for each in first] == [
        ("rows", "wrong-value", True),
        ("dataset", "missing", False),
    ]
    assert Flag.objects.to_register().get().dataset_name == "Sheet of Tuesday"
    assert Flag.objects.count() == 3


def test_a_line_can_be_the_same_as_a_known_issue(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    client = as_(cast.quality)
    form = seen(client, SHEET) | {"same-1": str(issue.pk)}
    for _ in range(2):
        page = client.post(MANY, form, follow=True)
    assert "2 flags are sent. 1 line is counted as “same here”." in page.content.decode()
    assert [each.kind for each in issue.flags.order_by("pk")] == ["report", "same"]
    assert Flag.objects.count() == 4


def test_nothing_is_sent_while_one_line_is_wrong(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    sheet = SHEET + "lab/plates,odd,,signall,P1,,ftp://x,\n"
    page = client.post(MANY, seen(client, sheet))
    shown = page.content.decode()
    assert page.status_code == 422
    for sentence in (
        "Choose the tile that fits best",
        "Say in a sentence",
        "has no column “signall”",
        "starts with https",
    ):
        assert sentence in shown
    assert not Flag.objects.exists()


def test_lines_that_were_changed_after_they_were_looked_at_are_shown_again(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    form = seen(client, SHEET) | {"sheet": SHEET.replace("Old", "Older")}
    page = client.post(MANY, form)
    assert (page.status_code, Flag.objects.count()) == (422, 0)
    assert "not the ones that were looked at" in page.content.decode()


def test_going_back_after_sending_and_choosing_otherwise_adds_nothing(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    client = as_(cast.quality)
    form = seen(client, SHEET)
    client.post(MANY, form)
    page = client.post(MANY, form | {"same-1": str(issue.pk)})
    assert (page.status_code, Flag.objects.count()) == (409, 4)
    assert "These lines were sent before" in page.content.decode()
    again = seen(client, SHEET + "lab/plates,stale,Late,,,,,\n")
    assert again["submission"] != form["submission"]


def test_same_here_on_an_issue_of_another_dataset_or_of_nobody_is_refused(cast: Cast, as_: As) -> None:
    private = flagged(cast, private=True).issue
    client = as_(cast.quality)
    for number, line in ((private.pk, 1), (999999, 2)):
        page = client.post(MANY, seen(client, SHEET) | {f"same-{line}": str(number)})
        assert page.status_code == 422
        assert f"There is no issue #{number} of this dataset that you may see." in page.content.decode()
    assert Flag.objects.count() == 1


def test_a_file_is_read_like_what_is_pasted_and_a_wrong_one_is_refused(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    page = client.post(MANY, {"sheet": "", "file": SimpleUploadedFile("f.csv", SHEET.encode("utf-8-sig"))})
    assert "A1 reads -4." in page.content.decode()
    assert page.context["sheet"].startswith("dataset,")
    bad = client.post(MANY, {"sheet": SHEET, "file": SimpleUploadedFile("f.csv", "Zürich".encode("latin-1"))})
    assert bad.status_code == 422
    assert "CSV UTF-8" in bad.content.decode()
    assert "A1 reads -4." in bad.content.decode()


def test_the_empty_sheet_can_be_filled_in_and_sent_back(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    sheet = client.get(reverse("flag_many_template")).content.decode()
    assert client.post(MANY, {"sheet": sheet}).context["wrong"] == 0
    assert reverse("flag_many") in client.get(reverse("flag")).content.decode()


def test_the_stranger_sees_no_foreign_issue_beside_a_line(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    client = as_(cast.stranger)
    page = client.post(MANY, {"sheet": SHEET}).content.decode()
    assert f"#{issue.pk}" not in page
    assert "Plates" not in page
    client.post(MANY, seen(client, SHEET))
    assert Issue.objects.count() == 1
    assert Flag.objects.to_register().count() == 3


def test_odd_texts_in_a_sheet_are_shown_as_what_they_are_and_never_break_it(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    quoted = ['"' + text.replace('"', '""') + '"' for text in OWN]
    for cell in range(7):
        lines = [",".join([*["x"] * cell, text, *["x"] * (6 - cell)]) for text in quoted]
        page = client.post(MANY, {"sheet": HEAD + "\n".join(lines)})
        assert page.status_code == 200
        assert Tags(page.content.decode()).found == []
    for text in OWN:
        page = client.post(MANY, {"sheet": text, "send": "1", "same-1": text, "submission": text})
        assert page.status_code == 422
        assert Tags(page.content.decode()).found == []
    good = "\n".join(f"lab/plates,missing,{text}" for text in quoted if text.strip('" ') and len(text) < 500)
    page = client.post(MANY, seen(client, f"dataset,category,sentence\n{good}"), follow=True)
    assert "flags are sent" in page.content.decode()


@pytest.mark.parametrize("how_many", [2, 12])
def test_looking_again_while_sending_compares_nothing(
    how_many: int, cast: Cast, as_: As, django_assert_max_num_queries: object
) -> None:
    """What is sent was looked at: the same issues are not searched a second time."""
    client = as_(cast.bench)
    sheet = HEAD + "".join(f"lab/plates,missing,Odd {at},,,,,\n" for at in range(how_many))
    form = seen(client, sheet)
    with django_assert_max_num_queries(60 + 40 * how_many):
        client.post(MANY, form)
