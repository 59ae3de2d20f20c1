"""Lines of long lists, each written at once: as templates they cost most of their page. Load with {% load rows %}."""

from html import escape

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from weirdness.models import Flag, Issue, State
from weirdness.models.issue_words import Resolution, Severity
from weirdness.templatetags.words import counted, icon, tenths, ticks, when

register = template.Library()
LINE = """<li>
  <input type="checkbox" name="pick" value="{pk}" aria-label="Select #{pk}">
  <a href="?{here}&amp;issue={pk}"{current} hx-get="?{here}&amp;issue={pk}" hx-target="#evidence" hx-push-url="true">
  <span class="row-title"><span class="num">#{pk}</span> {title}</span>
  <span class="score-of" title="{parts}">{score}</span>
  <span class="row-facts">{facts} {marks}</span>
  </a>
</li>
"""
MINE = """<li class="row">
    <p class="row-title">{title}</p>
    <p class="row-facts">{state} <span>{dataset}</span> <span>{category}</span> <span>{kind} {at}</span></p>
    {last}
  </li>
"""
CURRENT = SafeString(' aria-current="true"')


@register.simple_tag
def queue_row(issue: Issue, here: str, view: str, front: Issue | None) -> SafeString:
    """`here`: the address of the list. `view`: its state is not said again. `front`: the issue beside the list."""
    return format_html(
        LINE,
        pk=issue.pk,
        here=here,
        current=CURRENT if front is not None and issue.pk == front.pk else "",
        title=ticks(issue.title),
        parts=parts(issue),
        score=tenths(issue.score),
        facts=_facts(issue, view),
        marks=marks(issue),
    )


@register.simple_tag
def parts(issue: Issue) -> str:
    """What the score is made of, in words."""
    people, viewpoints = counted(issue.people, "person", "people"), counted(issue.viewpoints, "viewpoint")
    tier, clock = issue.dataset.weight, tenths(issue.parts.pressure)
    return f"severity {issue.severity} × {people} in {viewpoints} × tier {tier}, and {clock} for the clock"


@register.simple_tag
def my_flag(flag: Flag) -> SafeString:
    """What became of a flag; `flag.last`: what happened last to its issue, or None."""
    return format_html(
        MINE,
        title=_flagged(flag),
        state=_became(flag.issue),
        dataset=flag.dataset_name,
        category=flag.category.name,
        kind=Flag.Kind(flag.kind).label,
        at=when(flag.at),
        last=_last(flag),
    )


def _flagged(flag: Flag) -> SafeString | str:
    issue = flag.issue
    if issue is None:
        return Truncator(flag.sentence).chars(120)
    line = '<a href="{}"><span class="num">#{}</span> {}</a>'
    return format_html(line, reverse("issue", args=[issue.pk]), issue.pk, ticks(issue.title))


def _became(issue: Issue | None) -> SafeString:
    if issue is None:
        return SafeString('<span class="state new">waits for registration</span>')
    ended = format_html(" <span>{}</span>", Resolution(issue.resolution).label) if issue.resolution else ""
    return format_html('<span class="state {}">{}</span>{}', issue.state, State(issue.state).label, ended)


def _last(flag: Flag) -> SafeString | str:
    if flag.last is None:
        return ""
    said = ticks(Truncator(flag.last.sentence()).chars(200))
    return format_html('<p class="soft">{} · {}</p>', said, when(flag.last.at))


@register.simple_tag
def keys(offered: list[str], chosen: str) -> SafeString:
    """Options of a choice whose value is what it says; written at once, for there may be five hundred."""
    lines = ("<option{}>{}</option>".format(" selected" if key == chosen else "", escape(key)) for key in offered)
    return SafeString("".join(lines))


def _facts(issue: Issue, view: str) -> SafeString:
    said = [("severity s", issue.severity, Severity(issue.severity).label)]
    if view not in ("waiting", issue.state):
        said.append(("state ", issue.state, State(issue.state).label))
    words = format_html_join(" ", '<span class="{}{}">{}</span>', said)
    column = format_html(" <code>{}</code>", issue.column) if issue.column else ""
    return format_html("{} <span>{}</span>{} <span>{}</span>", words, issue.dataset.key, column, _crowd(issue))


def _crowd(issue: Issue) -> str:
    if not issue.people:
        return "a check"
    people = counted(issue.people, "person", "people")
    return f"{people}, {issue.viewpoints} viewpoints" if issue.viewpoints > 1 else people


@register.simple_tag
def marks(issue: Issue) -> SafeString:
    """What is special about an issue, each with its icon."""
    shown = [
        (issue.regressed, " bad", "", "undo-2", "came back"),
        (issue.flapping, " bad", "", "activity", "flapping"),
        (issue.guarded, "", "A live check would notice its return", "shield-check", "guarded"),
        (issue.private, "", "Only for who reported it and who judges it", "lock", "private"),
        (issue.is_snoozed, "", "", "alarm-clock", _until(issue)),
    ]
    found = [(kind, _title(title), icon(name, 13), words) for holds, kind, title, name, words in shown if holds]
    return format_html_join("", ' <span class="mark{}"{}>{} {}</span>', found)


def _title(words: str) -> SafeString | str:
    return format_html(' title="{}"', words) if words else ""


def _until(issue: Issue) -> str:
    """Put aside until when."""
    if issue.snoozed_till_flag:
        return "until the next flag"
    return f"until {timezone.localtime(issue.snoozed_until):%-d %b}" if issue.snoozed_until else ""
