"""Making a link “Flag this”: what is copied fills in the form as it was meant."""

import dataclasses
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.http import QueryDict
from django.urls import reverse

from tests.cast import Cast
from tests.weirdness.web.conftest import As
from weirdness.models import Category
from weirdness.web.flag_draft import from_link
from weirdness.web.flag_link import to_flag

WRITTEN = Path(__file__).parents[3] / "docs" / "flag-links.md"

MEANT = {
    "dataset": "lab/plates",
    "column": "signal",
    "chart": "Signal & noise, “all”",
    "url": "https://bi.example/7?a=1&b=2",
}


def test_the_link_that_is_made_fills_in_the_form_as_it_was_meant(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    made = client.get(reverse("flag_link"), MEANT).context["address"]
    parts = urlsplit(made)
    draft = client.get(f"{parts.path}?{parts.query}").context["draft"]
    assert (draft.dataset, draft.column, draft.chart, draft.link) == tuple(MEANT.values())


def test_the_same_link_comes_as_html_as_markdown_and_as_a_formula_that_names_the_row(cast: Cast, as_: As) -> None:
    texts = {each.slug: each.text for each in as_(cast.bench).get(reverse("flag_link"), MEANT).context["texts"]}
    address = to_flag(MEANT)
    assert texts["address"] == address
    assert texts["html"] == f'<a href="{address.replace("&", "&amp;")}" target="_blank" rel="noopener">⚑ Flag this</a>'
    assert texts["markdown"] == f"[⚑ Flag this]({address})"
    assert texts["sheet"] == f'=HYPERLINK("{address}&row="&ENCODEURL(A2&","&B2),"Flag this row")'


def test_a_quote_in_a_name_does_not_end_the_formula_or_the_attribute(cast: Cast, as_: As) -> None:
    odd = {"dataset": "lab/plates", "chart": '"><script>alert(1)</script>'}
    page = as_(cast.bench).get(reverse("flag_link"), odd)
    assert all("<script>" not in each.text for each in page.context["texts"])
    assert quote('"') in page.context["address"]


def test_a_dataset_that_nobody_registered_gets_its_link_too(cast: Cast, as_: As) -> None:
    page = as_(cast.bench).get(reverse("flag_link"), {"dataset": "lab/new"}).content.decode()
    assert "dataset=lab%2Fnew" in page
    assert "The link works all the same" in page


def test_every_name_that_is_written_down_fills_in_a_field_of_its_own(cast: Cast) -> None:
    names = re.findall(r"^\| `(\w+)` \|", WRITTEN.read_text(), flags=re.MULTILINE)
    filled = {name: from_link(QueryDict(f"{name}=unit")) for name in names}
    fields = [
        next(each for each in dataclasses.asdict(draft) if each != "submission" and getattr(draft, each))
        for draft in filled.values()
    ]
    assert len(names) == 9
    assert len(set(fields)) == len(names)


def test_the_tiles_that_are_written_down_are_the_tiles(cast: Cast) -> None:
    [row] = [line for line in WRITTEN.read_text().splitlines() if line.startswith("| `category`")]
    assert re.findall(r"`([\w-]+)`", row)[1:] == [each.slug for each in Category.objects.all()]


def test_the_links_that_are_written_down_lead_to_a_filled_in_form(cast: Cast) -> None:
    written = re.findall(r'(?:W|https://weirdness\.example\.org)/flag/\?([^\s"]+)', WRITTEN.read_text())
    drafts = [from_link(QueryDict(each.replace("&amp;", "&"))) for each in written]
    assert len(drafts) >= 10
    assert {each.dataset for each in drafts if each.dataset} == {"nyc/flights"}
