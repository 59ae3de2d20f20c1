"""Recomputing what was stored: the estimate of any past moment, made anew from the history as it was known then.

By the rule that was in force then, where the code still has it; else only the inputs are compared, and that is said.
"""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from weirdness.confidence import rule_of, summarise
from weirdness.models import Dataset, Event, Snapshot
from weirdness.services import confidence
from weirdness.services.past import KNOWN, Past
from weirdness.services.past_issues import Untold
from weirdness.services.readings import Reading

CLOSE = 1e-9  # between numbers: another machine may round the last digits of a sum another way
LONGEST = 80


@dataclass(frozen=True)
class Verdict:
    """`differs`: in words, what the history gives and what was stored; `untold`: why it can't be told.

    `note`: with formulas that are others by now nothing but the inputs could be compared.
    """

    snapshot: Snapshot
    differs: list[str] = field(default_factory=list)
    untold: str = ""
    note: str = ""

    @property
    def holds(self) -> bool:
        return not self.differs and not self.untold


def check(dataset: Dataset, snapshots: Iterable[Snapshot]) -> Iterator[Verdict]:
    """Each of these snapshots of the dataset, in the order in which they were made, recomputed from the history."""
    past, events = Past.before_all(dataset), _events(dataset)
    waiting = next(events, None)
    trouble = ""
    for snapshot in sorted(snapshots, key=lambda each: each.pk):
        if "event" not in snapshot.log:
            yield Verdict(snapshot, untold="It was made before snapshots kept how far the history went.")
            continue
        while waiting is not None and waiting.position <= snapshot.log["event"] and not trouble:
            trouble = _told(past, waiting)
            waiting = next(events, None)
        yield Verdict(snapshot, untold=trouble) if trouble else _compare(past, snapshot)


def reading(dataset: Dataset, *, now: datetime) -> Reading:
    """What was known at any past moment, by what was dated and recorded until then. Raises Untold."""
    past = Past.before_all(dataset)
    for event in _events(dataset):
        if event.at <= now:
            past.tell(event)
    last = Snapshot.objects.standing(now).filter(dataset=dataset, at__lte=now).last()
    return past.reading(name=dataset.title, now=now, last=last)


def _events(dataset: Dataset) -> Iterator[Event]:
    told = Event.objects.filter(chain=dataset.pk, verb__in=KNOWN).order_by("position")
    return told.defer("reason", "hash", "previous").iterator()


def _told(past: Past, event: Event) -> str:
    try:
        past.tell(event)
    except Untold as why:
        return str(why)
    return ""


def _compare(past: Past, stored: Snapshot) -> Verdict:
    past.look = stored.log["look"]
    earlier = Snapshot.objects.standing(stored.at).filter(dataset=past.dataset, pk__lt=stored.pk)
    called = stored.log.get("viewpoints")
    seen = past.reading(name=stored.log["name"], now=stored.at, last=earlier.last(), called=called)
    inputs = seen.inputs()
    result = summarise(inputs, seen.about(), rule=rule_of(stored.result.get("methods", ())))
    differs = differences("inputs", _plain(inputs.as_json()), stored.inputs)
    if " ".join(result["methods"])[:200] != stored.method:
        return Verdict(stored, differs, note=_other_methods(result["methods"], stored.method.split()))
    since = confidence.graduated_at(seen, result)
    differs += differences("result", _plain(result), stored.result)
    return Verdict(stored, differs + differences("stable since", _moment(since), _moment(stored.graduated_at)))


def _plain(told: dict[str, Any]) -> Any:
    return json.loads(json.dumps(told))


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else "never"


def _other_methods(now: list[str], stored: list[str]) -> str:
    old, new = sorted(set(stored) - set(now)), sorted(set(now) - set(stored))
    return f"It was made with {', '.join(old)}, and this version has {', '.join(new)}: only its inputs were compared."


def differences(name: str, again: Any, stored: Any) -> list[str]:
    """Each value that is not the same, as `name: 3 by the history, 4 stored`."""
    if isinstance(again, dict) and isinstance(stored, dict):
        names = sorted({*again, *stored})
        return [said for key in names for said in differences(f"{name}.{key}", again.get(key), stored.get(key))]
    if isinstance(again, list) and isinstance(stored, list) and len(again) == len(stored):
        pairs = enumerate(zip(again, stored, strict=True), start=1)
        return [said for place, (one, other) in pairs for said in differences(f"{name} {place}", one, other)]
    same = _close(again, stored) if isinstance(again, float) or isinstance(stored, float) else again == stored
    return [] if same else [f"{name}: {_short(again)} by the history, {_short(stored)} stored"]


def _close(again: Any, stored: Any) -> bool:
    numbers = isinstance(again, int | float) and isinstance(stored, int | float)
    return numbers and math.isclose(again, stored, rel_tol=CLOSE, abs_tol=CLOSE)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
