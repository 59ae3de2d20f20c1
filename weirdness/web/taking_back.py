"""The line that says what was done, with its button to take it back for ten seconds.

A message carries its button in its tags: `undo 12 1763750000.25` is the issue, and the moment of the verdict. Taking
back one issue of a bulk takes back the whole.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def undo_tag(number: int, now: datetime) -> str:
    return f"undo {number} {now.timestamp():.2f}"


def linked(sentence: str, number: int) -> SafeString:
    """From the queue the issue is out of sight after its verdict: its number leads back to it."""
    before, mark, after = sentence.partition(f"#{number}")
    return format_html('{}<a href="{}">{}</a>{}', before, reverse("issue", args=[number]), mark, after)
