"""A link “Flag this” for a dashboard, a notebook or a sheet: filled in here, copied there."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from weirdness.models import Category, Dataset
from weirdness.web.door import signed_in, typed

SUGGESTED = 500
NAMES = ("dataset", "column", "category", "chart", "url")


@dataclass(frozen=True)
class Text:
    """One form of the link to copy: for whom, and the text itself."""

    slug: str
    label: str
    text: str


@require_safe
@signed_in
def link(request: HttpRequest) -> HttpResponse:
    """`?dataset=&column=&category=&chart=&url=`: what the link will fill into the flag form."""
    said = {name: typed(request.GET, name).strip() for name in NAMES}
    dataset = Dataset.objects.visible_to(request.user).named(said["dataset"]).first()
    address = to_flag({name: value for name, value in said.items() if value})
    shown = {
        "said": said,
        "dataset": dataset,
        "columns": dataset.columns.all() if dataset else [],
        "datasets": Dataset.objects.visible_to(request.user).only("key", "title")[:SUGGESTED],
        "categories": Category.objects.all(),
        "address": address,
        "texts": _texts(address, dataset) if said["dataset"] else [],
    }
    return render(request, "web/flag_link.html", shown)


def to_flag(said: dict[str, str]) -> str:
    """The whole address of the flag form, filled in."""
    query = f"?{urlencode(said)}" if said else ""
    return f"{settings.PUBLIC_URL}{reverse('flag')}{query}"


def _texts(address: str, dataset: Dataset | None) -> list[Text]:
    html = format_html('<a href="{}" target="_blank" rel="noopener">⚑ Flag this</a>', address)
    texts = [
        Text("address", "The link: for a dashboard's menu, a mail, a bookmark", address),
        Text("html", "A link in HTML: for a web page or a text panel", html),
        Text("markdown", "A link in Markdown: for a notebook, a wiki, a chat", f"[⚑ Flag this]({address})"),
    ]
    if dataset and dataset.key_columns:
        texts.append(
            Text("sheet", "A formula for a sheet: it names the row", _formula(address, len(dataset.key_columns)))
        )
    return texts


def _formula(address: str, parts: int) -> str:
    """For a sheet whose first columns are the key, from the second line on; ENCODEURL is in Excel and Google Sheets."""
    cells = '&","&'.join(f"{chr(ord('A') + at)}2" for at in range(min(parts, 26)))
    return f'=HYPERLINK("{address}&row="&ENCODEURL({cells}),"Flag this row")'
