"""The rules of routing: read, added, changed, moved, switched on and off. Each change is an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from weirdness.models import Person, Rota, Rule, Team
from weirdness.routing import rules as plain
from weirdness.routing.condition import Wrong
from weirdness.routing.conditions import KINDS
from weirdness.routing.rules import Clause, PlainRule
from weirdness.routing.targets import KINDS as TARGETS
from weirdness.services import administering, events, once
from weirdness.services.errors import Refused

KEPT_BY = "The rules of routing are kept by administrators."
LONGEST_NAME = 120


@dataclass(frozen=True)
class Draft:
    """As a form or a person says it. conditions: kind to what was typed or ticked; an empty one is no condition."""

    name: str
    target: str
    conditions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    person: Person | None = None
    team: Team | None = None
    rota: Rota | None = None
    is_on: bool = True


def in_order() -> list[Rule]:
    return list(Rule.objects.select_related("person", "team", "rota__team"))


def plain_rule(rule: Rule, number: int) -> PlainRule:
    return PlainRule(number, rule.name, clauses(rule), rule.pk)


def clauses(rule: Rule) -> tuple[Clause, ...]:
    return tuple(Clause(each["kind"], tuple(each["argument"])) for each in rule.conditions)


def sentence(rule: Rule) -> str:
    """`When the dataset is nyc/* and the severity is critical, it goes to Priya Raman.`"""
    return f"When {plain.phrase(clauses(rule))}, it goes to {TARGETS[rule.target].phrase(rule)}."


@transaction.atomic
def keep(*, actor: Person, now: datetime, draft: Draft, rule_id: int | None = None) -> Rule:
    """A new rule goes to the end; a changed one stays in its place."""
    administering.guard(actor, KEPT_BY)
    once.hold("rules")
    conditions = _accept(draft)
    kept = Rule.objects.get(pk=rule_id) if rule_id else Rule(position=_last() + 1)
    before = _said(kept) if rule_id else None
    kept.name, kept.target, kept.is_on, kept.conditions = draft.name.strip(), draft.target, draft.is_on, conditions
    needed = TARGETS[draft.target].field
    for name in ("person", "team", "rota"):
        setattr(kept, name, getattr(draft, name) if name == needed else None)
    kept.save()
    _record(actor, now, f"{kept.name}: {sentence(kept)}", before=before, after=_said(kept))
    return kept


def _accept(draft: Draft) -> list[dict[str, Any]]:
    problems: dict[str, str] = {}
    conditions: list[dict[str, Any]] = []
    if not draft.name.strip():
        problems["name"] = "Give the rule a name that says what it is for."
    elif len(draft.name.strip()) > LONGEST_NAME:
        problems["name"] = f"This name is {len(draft.name.strip())} characters; {LONGEST_NAME} fit."
    for name, kind in sorted(KINDS.items(), key=lambda item: item[1].order):
        try:
            words = kind.read(list(draft.conditions.get(name, ())))
        except Wrong as wrong:
            problems[name] = str(wrong)
        else:
            conditions += [{"kind": name, "argument": list(words)}] if words else []
    problems |= _accept_target(draft)
    if problems:
        raise Refused(**problems)
    return conditions


def _accept_target(draft: Draft) -> dict[str, str]:
    if draft.target not in TARGETS:
        return {"target": f"Who gets it? Choose one of: {', '.join(each.label for each in TARGETS.values())}."}
    needed = TARGETS[draft.target].field
    if needed and getattr(draft, needed) is None:
        return {needed: f"Which {needed}? Choose one from the list."}
    if needed == "person" and draft.person and not draft.person.is_active:
        return {"person": f"{draft.person.name} is not active any more. Choose somebody else."}
    return {}


@transaction.atomic
def move(*, rule_id: int, up: bool, actor: Person, now: datetime) -> None:
    """Changes places with its neighbour; at either end nothing happens."""
    administering.guard(actor, KEPT_BY)
    once.hold("rules")
    rule = Rule.objects.get(pk=rule_id)
    beside = Rule.objects.filter(position__lt=rule.position) if up else Rule.objects.filter(position__gt=rule.position)
    other = beside.order_by("-position" if up else "position").first()
    if other is None:
        return
    there, here = other.position, rule.position
    # A place belongs to one rule at any moment, so that one of the two waits at the end.
    Rule.objects.filter(pk=rule.pk).update(position=_last() + 1)
    Rule.objects.filter(pk=other.pk).update(position=here)
    Rule.objects.filter(pk=rule.pk).update(position=there)
    _record(actor, now, f"“{rule.name}” now comes {'before' if up else 'after'} “{other.name}”")


@transaction.atomic
def switch(*, rule_id: int, on: bool, actor: Person, now: datetime) -> None:
    administering.guard(actor, KEPT_BY)
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    if rule.is_on == on:
        return
    rule.is_on = on
    rule.save(update_fields=["is_on"])
    _record(actor, now, f"“{rule.name}” is switched {'on' if on else 'off'}")


@transaction.atomic
def remove(*, rule_id: int, actor: Person, now: datetime) -> None:
    administering.guard(actor, KEPT_BY)
    once.hold("rules")
    rule = Rule.objects.select_related("person", "team", "rota").get(pk=rule_id)
    before = _said(rule)
    rule.delete()
    _record(actor, now, f"“{rule.name}” is removed", before=before)


def _last() -> int:
    return Rule.objects.aggregate(last=Max("position"))["last"] or 0


def _said(rule: Rule) -> dict[str, Any]:
    names = ("name", "position", "conditions", "target", "person_id", "team_id", "rota_id", "is_on")
    return {name: getattr(rule, name) for name in names}


def _record(actor: Person, now: datetime, reason: str, **data: Any) -> None:
    events.record(verb="rule_changed", actor=actor, now=now, reason=reason, data=data)
