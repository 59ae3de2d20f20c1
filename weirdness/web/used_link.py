"""A link “I used it, all fine” for a chat, a dashboard or a notebook: chosen here, copied there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from weirdness.models import Dataset
from weirdness.web.door import signed_in, typed
from weirdness.web.flag_link import SUGGESTED, Text

SAYS = "✓ I used it, all fine"


@require_safe
@signed_in
def link(request: HttpRequest) -> HttpResponse:
    """`?dataset=`: which one the link is about."""
    said = typed(request.GET, "dataset").strip()
    seen = Dataset.objects.visible_to(request.user)
    dataset = seen.named(said).first()
    shown = {
        "said": said,
        "dataset": dataset,
        "datasets": seen.only("key", "title")[:SUGGESTED],
        "texts": _texts(dataset) if dataset else [],
    }
    return render(request, "web/used_link.html", shown)


def _texts(dataset: Dataset) -> list[Text]:
    address = f"{settings.PUBLIC_URL}{reverse('used', args=[dataset.key])}"
    html = format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, SAYS)
    return [
        Text("address", "The link: for a mail, a bookmark, a dashboard's menu", address),
        Text("slack", "For Slack and Mattermost webhooks", f"<{address}|{SAYS}: {dataset.key}>"),
        Text("markdown", "In Markdown: for a notebook, a wiki, Teams", f"[{SAYS}: {dataset.key}]({address})"),
        Text("html", "In HTML: for a web page or a text panel", html),
    ]
