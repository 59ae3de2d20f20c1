"""From a form to a verb: every verdict and what else is done to an issue, as one table of functions.

Each takes the request, the issue as it was seen, and what was typed; it calls one verb and returns what the person is
told. Raises what the verb raises: Refused, Conflict, NotAllowed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from weirdness.models import Issue
from weirdness.models.moves import BY_VERB
from weirdness.services import assigning, disputes, flags, rewording, snoozing, splitting, triage, undoing
from weirdness.services.errors import Refused
from weirdness.web import doubts
from weirdness.web.door import typed, whole_number
from weirdness.web.takers import chosen

TEXTS = (
    *("explanation", "caveat", "caveat_until", "resolution", "reason", "fault", "into", "question", "reply"),
    *("number", "sentence", "until", "for", "to", "severity", "text"),
)
Said = dict[str, str]


@dataclass(frozen=True)
class Done:
    """What the person is told; `undoable`: whether it can be taken back for ten seconds. `link`: the issue it names.

    `page`: where they go on, when not to the issue or the queue.
    """

    sentence: str
    undoable: bool = False
    link: int | None = None
    page: str = ""


Doing = Callable[[HttpRequest, Issue, Said], Done]


def said_in(data: QueryDict) -> Said:
    return {name: typed(data, name) for name in TEXTS if typed(data, name).strip()}


def doing(verb: str) -> Doing | None:
    """What carries out a verb; None when there is no such verb."""
    return OTHERS.get(verb) or ((lambda *given: _verdict(verb, *given)) if verb in triage.VERDICTS else None)


def _verdict(verb: str, request: HttpRequest, issue: Issue, said: Said) -> Done:
    done = triage.VERDICTS[verb](**_who(request, issue), **arguments(verb, said))
    if verb == "merge":
        return Done(f"#{issue.pk} is the same as #{done.merged_root_id} now.", undoable=True)
    return Done(f"#{issue.pk} is {done.get_state_display()} now.", undoable=True)


def _who(request: HttpRequest, issue: Issue) -> dict[str, Any]:
    version = whole_number(request.POST, "version")
    return {"issue_id": issue.pk, "actor": request.user, "now": timezone.now(), "version": version}


def arguments(verb: str, said: Said) -> dict[str, Any]:
    """What the verb takes of what was typed: what its move needs, a fault for those that close, else a reason."""
    needs = BY_VERB[verb].needs
    taken: dict[str, Any] = {name: said.get(name, "") for name in needs}
    if "caveat_until" in taken:
        taken["caveat_until"] = day(taken["caveat_until"])
    if "into" in taken:
        taken["into"] = _number(said.get("number") or taken["into"])
    if verb in ("explain", "accept", "close"):
        taken["fault"] = said.get("fault", "")
    elif not needs:
        taken["reason"] = said.get("reason", "")
    return taken


def _number(text: str) -> int | None:
    """#12 or 12; what somebody types goes before what was chosen."""
    return whole_number({"number": text.strip().removeprefix("#")}, "number")


def day(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def _severity(request: HttpRequest, issue: Issue, said: Said) -> Done:
    done = triage.set_severity(**_who(request, issue), severity=whole_number(request.POST, "severity") or 0)
    return Done(f"#{issue.pk} is {done.get_severity_display()} now.", undoable=True)


def aside(said: Said) -> dict[str, Any]:
    """What snoozing takes; `for` is tomorrow, week, flag or date, which needs `until`."""
    chosen_for, today = said.get("for", ""), timezone.localdate()
    days = {"tomorrow": today + timedelta(days=1), "week": today + timedelta(days=7)}
    until = days.get(chosen_for) or (day(said.get("until", "")) if chosen_for == "date" else None)
    return {"until": until, "till_flag": chosen_for == "flag"}


def _snooze(request: HttpRequest, issue: Issue, said: Said) -> Done:
    done = snoozing.snooze(**_who(request, issue), **aside(said))
    if done.snoozed_until is None:
        return Done(f"#{issue.pk} is put aside until somebody flags it.", undoable=True)
    moment = timezone.localtime(done.snoozed_until)
    return Done(f"#{issue.pk} is put aside until {moment:%-d %B}.", undoable=True)


def _wake(request: HttpRequest, issue: Issue, said: Said) -> Done:
    snoozing.wake_up(**_who(request, issue))
    return Done(f"#{issue.pk} is back in the queue.", undoable=True)


def _assign(request: HttpRequest, issue: Issue, said: Said) -> Done:
    to = chosen(issue, request.user, said.get("to", ""))
    if to is None:
        raise Refused(to="To whom? Choose one of those offered.")
    assigning.assign(**_who(request, issue), to=to)
    return Done(f"#{issue.pk} is with {'you' if to == request.user else to} now.", undoable=True)


def _split(request: HttpRequest, issue: Issue, said: Said) -> Done:
    flag = whole_number(request.POST, "flag") or 0
    if not issue.flags.filter(pk=flag).exists():
        raise Refused(flag="Choose a flag of this issue.")
    new = splitting.split(
        flag_id=flag,
        actor=request.user,
        now=timezone.now(),
        sentence=said.get("sentence", ""),
        version=whole_number(request.POST, "version"),
    )
    return Done(f"The flag is an issue of its own now: #{new.pk}.", undoable=True, link=new.pk)


def _same_here(request: HttpRequest, issue: Issue, said: Said) -> Done:
    """On an explained or accepted issue the answer is the verdict, with "this does not explain what I see"."""
    sent = flags.same_here(
        person=request.user, issue_id=issue.pk, now=timezone.now(), sentence=said.get("sentence", "")
    )
    counted = f"Thank you. You are counted on #{sent.issue_id}"
    if not rewording.is_settled(sent.issue):
        return Done(f"{counted}, and you will hear what becomes of it.")
    page = "" if "queue" in request.POST else reverse("verdict", args=[sent.issue_id])
    return Done(f"{counted}. It was looked at before; this is the answer.", page=page, link=sent.issue_id)


def _dispute(request: HttpRequest, issue: Issue, said: Said) -> Done:
    sent = disputes.dispute(
        person=request.user, issue_id=issue.pk, now=timezone.now(), sentence=said.get("sentence", "")
    )
    now = Issue.objects.get(pk=sent.issue_id)
    if rewording.is_settled(now):
        return Done(f"Thank you. What you see is kept with #{now.pk}. {doubts.in_words(now)}", link=now.pk)
    if not issue.is_open:
        return Done(f"Thank you. Several people say so: #{now.pk} is open again and is judged anew.", link=now.pk)
    return Done(f"Thank you. It is kept with #{issue.pk} that it looks right to you.")


def _reword(request: HttpRequest, issue: Issue, said: Said) -> Done:
    until = day(said["caveat_until"]) if "caveat_until" in said else None
    rewording.reword(**_who(request, issue), text=said.get("text", ""), caveat_until=until)
    return Done(f"Saved. #{issue.pk} says it in these words from now on; the history keeps those before.")


def _undo(request: HttpRequest, issue: Issue, said: Said) -> Done:
    """One of a bulk takes back the whole."""
    undone = undoing.undo(issue_id=issue.pk, actor=request.user, now=timezone.now())
    others = len(undone.others)
    back = f"Taken back: #{issue.pk} {f'and {others} more are as they were' if others else 'is as it was'}."
    return Done(" ".join([back, *(f"#{number} stays: {why}" for number, why in undone.stayed.items())]))


OTHERS: dict[str, Doing] = {
    "severity": _severity,
    "snooze": _snooze,
    "wake": _wake,
    "assign": _assign,
    "split": _split,
    "same_here": _same_here,
    "dispute": _dispute,
    "reword": _reword,
    "undo": _undo,
}
