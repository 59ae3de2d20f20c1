"""Tiers: what each promises and costs here, and changing the one of a dataset."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from weirdness.confidence import Pace, StateInputs, Tier, pace, sensitivity, tier, tiers
from weirdness.models import Dataset, Level, Person
from weirdness.services import confidence_due, events, scoring
from weirdness.services.errors import NotAllowed, Refused

DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Offer:
    """A tier as one may choose it. `when`: how long its fewest uses take at today's pace; `effect`: judged today."""

    tier: Tier
    is_present: bool
    when: str = ""
    effect: str = ""


def offers(dataset: Dataset, inputs: StateInputs | None) -> list[Offer]:
    """All tiers, the strictest first; `inputs`: of the newest snapshot, None before the first."""
    return [_offer(each, dataset, inputs) for each in tiers()]


def present(dataset: Dataset, inputs: StateInputs | None) -> Offer:
    return _offer(tier(dataset.tier), dataset, inputs)


def _offer(each: Tier, dataset: Dataset, inputs: StateInputs | None) -> Offer:
    present = each.name == dataset.tier
    if inputs is None:
        return Offer(each, present)
    return Offer(each, present, when(each, inputs), "" if present else _effect(each, inputs))


def when(each: Tier, inputs: StateInputs) -> str:
    """`at today's pace of 11 uses a week: 6 to 9 weeks`; "" when too few have looked to tell a pace."""
    if not inputs.show_point or inputs.look_age_days is None:
        return ""
    return _paced(pace(each.fewest, inputs.look_age_days))


def _paced(found: Pace | None) -> str:
    if found is None:
        return "nobody has looked lately: at today's pace never"
    weekly = found.per_day * DAYS_OF_WEEK
    return f"at today's pace of {_uses(weekly)} a week: {_span(found.soonest_days, found.latest_days)}"


def _uses(weekly: float) -> str:
    return f"{weekly:.0f} uses" if weekly >= 1.5 else f"{weekly:.1f} uses"


def _span(soonest: int, latest: int) -> str:
    """In the largest unit that tells the two apart."""
    for days, unit in ((365, "year"), (DAYS_OF_WEEK, "week")):
        if soonest >= 2 * days:
            low, high = round(soonest / days), round(latest / days)
            return f"about {low} {unit}s" if low == high else f"{low} to {high} {unit}s"
    return f"{soonest} to {latest} days" if soonest != latest else f"{latest} days"


def _effect(each: Tier, inputs: StateInputs) -> str:
    (found,) = sensitivity(inputs, [each.rate])
    state = Dataset.State(found.state).label
    if not inputs.looks:
        return ""
    missing = f"; still missing: {'; '.join(found.missing)}" if found.missing else ""
    return f"By what is known today it would be {state}{missing}."


def may_change(dataset: Dataset, person: Person) -> bool:
    return (dataset.level_of(person) or 0) >= Level.OWN


@transaction.atomic
def change(*, dataset: Dataset, to: str, actor: Person, now: datetime) -> Dataset:
    """Sets how much it matters: what is tolerated, and the order of its open issues in the queue."""
    if not may_change(dataset, actor):
        raise NotAllowed(f"Only the owner of {dataset.key} ({dataset.accountable}) may change its tier.")
    if to not in Dataset.Tier.values:
        raise Refused(tier="Choose how much the dataset matters.")
    events.hold(dataset.pk)
    standing = Dataset.objects.select_for_update(of=("self",), no_key=True).get(pk=dataset.pk)
    before, dataset.tier = standing.tier, to
    if before == to:
        return dataset
    dataset.save(update_fields=["tier"])
    scoring.reweigh(dataset)
    promise = tier(to).promise
    events.record(verb="tier_changed", actor=actor, now=now, dataset=dataset, before=before, after=to, reason=promise)
    confidence_due.owe(dataset=dataset, now=now)
    return dataset
