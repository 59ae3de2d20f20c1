"""One verdict on several issues: first a page that says what will change and what not, then the verdict."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from weirdness.models import Person, Team
from weirdness.models.issue_words import Fault, Resolution, Severity
from weirdness.models.moves import BY_VERB
from weirdness.services import bulk, look_alikes, triage
from weirdness.services.bulk import Line, Outcome
from weirdness.services.errors import Refused
from weirdness.services.look_alikes import Near
from weirdness.web.desk import Desk
from weirdness.web.door import signed_in, typed, whole_number
from weirdness.web.issue_facts import Offer, days
from weirdness.web.queue_filters import people_to_choose
from weirdness.web.taking_back import undo_tag
from weirdness.web.verdicts import Said, arguments, aside, said_in

LABELS = {"severity": "Severity", "assign": "Assign", "snooze": "Snooze", "wake": "Wake"}
TOLD = 5  # reasons why an issue stayed as it was, in the line after the verdict


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def several(request: HttpRequest) -> HttpResponse:
    """GET with `verb`, `pick`: what would change. POST: the verdict; words that are wrong come back with the page."""
    data = request.POST if request.method == "POST" else request.GET
    verb, said = typed(data, "verb"), said_in(data)
    try:
        if request.method == "POST":
            return _decided(request, verb, said)
        return _preview(request, data, verb, said, {})
    except Refused as refused:
        if verb not in bulk.VERBS or not _picked(data) or len(_picked(data)) > bulk.MOST:
            messages.error(request, str(refused))
            return redirect(_back(request, data))
        return _preview(request, data, verb, said, refused.problems, status=422)


def _decided(request: HttpRequest, verb: str, said: Said) -> HttpResponse:
    numbers, now = _picked(request.POST), timezone.now()
    words = _words(verb, said, request.user)
    outcome = bulk.decide(
        issue_ids=numbers, verb=verb, actor=request.user, now=now, words=words, versions=_versions(request.POST)
    )
    _tell(request, verb, outcome)
    return redirect(_back(request, request.POST))


def _preview(
    request: HttpRequest, data: QueryDict, verb: str, said: Said, problems: dict[str, str], status: int = 200
) -> HttpResponse:
    into = arguments("merge", said)["into"] if verb == "merge" else None
    lines = bulk.preview(issue_ids=_picked(data), verb=verb, actor=request.user, words={"into": into})
    move, asks_first = BY_VERB.get(verb), verb == "merge" and into is None
    facts = {
        "verb": verb,
        "label": move.label if move else LABELS[verb],
        "offer": Offer(move, said, problems, is_open=True) if move else None,
        "aside": {"typed": said, "problems": problems},
        "problems": problems,
        "lines": lines,
        "changing": [each for each in lines if _would(each)],
        "staying": [each for each in lines if not _would(each)],
        "here": typed(data, "queue"),
        "asks_first": asks_first,
        "into": into,
        "near": _near(lines, request.user) if asks_first else [],
        "severities": Severity.choices,
        "takers": people_to_choose(request.user, list(request.user.teams.all())),
        "faults": Fault.choices,
        "resolutions": [(each.value, each.label) for each in map(Resolution, triage.CLOSABLE)],
        **days(),
    }
    return render(request, "web/bulk.html", facts, status=status)


def _near(lines: list[Line], person: Person) -> list[Near]:
    """What the most pressing of those selected may be the same as, itself before all: the others fit into it, too."""
    if not lines:
        return []
    first = lines[0].issue
    picked = {each.issue.pk for each in lines[1:]}
    themselves = [Near(first, "the first of those you selected")]
    return [*themselves, *(each for each in look_alikes.near_issue(first, person) if each.issue.pk not in picked)]


def _would(line: Line) -> bool:
    return not line.why_not


def _picked(data: QueryDict) -> list[int]:
    return [int(text) for text in data.getlist("pick") if text.isdecimal() and len(text) < 10]


def _versions(data: QueryDict) -> dict[int, int]:
    """`version` holds `12.3`: the issue, and its version as it was shown."""
    pairs = [text.partition(".") for text in data.getlist("version")]
    return {int(a): int(b) for a, _, b in pairs if a.isdecimal() and b.isdecimal() and len(a + b) < 18}


def _words(verb: str, said: Said, person: Person) -> dict[str, Any]:
    if verb in BY_VERB:
        return arguments(verb, said)
    if verb == "snooze":
        return aside(said)
    if verb == "severity":
        return {"severity": whole_number(said, "severity") or 0}
    return {"to": _taker(said.get("to", ""), person)} if verb == "assign" else {}


def _taker(value: str, person: Person) -> Person | Team:
    if value not in dict(people_to_choose(person, list(person.teams.all()))):
        raise Refused(to="To whom? Choose one of those offered.")
    if value == "me":
        return person
    number = int(value[1:])
    return Team.objects.get(pk=number) if value.startswith("t") else Person.objects.get(pk=number)


def _tell(request: HttpRequest, verb: str, outcome: Outcome) -> None:
    done = len(outcome.done)
    label = BY_VERB[verb].label if verb in BY_VERB else LABELS[verb]
    if done:
        said = f"“{label}”: done for {done} {'issue' if done == 1 else 'issues'}."
        messages.success(request, said, extra_tags=undo_tag(outcome.done[0].pk, timezone.now()))
    if outcome.left:
        few = list(outcome.left.items())[:TOLD]
        reasons = " ".join(f"#{number}: {why}" for number, why in few)
        more = f" And {len(outcome.left) - TOLD} more." if len(outcome.left) > TOLD else ""
        count = len(outcome.left)
        stayed = "1 issue stays as it was." if count == 1 else f"{count} issues stay as they were."
        messages.info(request, format_html("{} {}{}", stayed, reasons, more))


def _back(request: HttpRequest, data: QueryDict) -> str:
    return f"{reverse('queue')}?{Desk.said(request.user, typed(data, 'queue')).here}"
