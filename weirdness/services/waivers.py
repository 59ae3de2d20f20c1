"""Waivers: somebody says of failing rows that they are known; each holds for one row, one value, until a date."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from weirdness.models import Dataset, GroupingKey, Level, Person, Result, Waiver
from weirdness.services import events
from weirdness.services.errors import Conflict, NotAllowed, Refused

USUAL, LONGEST = timedelta(days=90), timedelta(days=731)
LONGEST_REASON = 1_000


def may_waive(dataset: Dataset, person: Person) -> bool:
    return (dataset.level_of(person) or 0) >= Level.TRIAGE


def usual_until(now: datetime) -> date:
    return timezone.localdate(now) + USUAL


@transaction.atomic
def make(
    *, result: Result, rows: Collection[int], reason: str, until: date | None, actor: Person, now: datetime
) -> list[Waiver]:
    """Accepts some of the failing rows that a result shows, by their places from 0; the next run is silent on them."""
    dataset = result.run.dataset
    _may(dataset, actor)
    chosen = sorted({at for at in rows if 0 <= at < len(result.keys) and at < len(result.value_hashes)})
    _accept(result, chosen, reason.strip(), until, now)
    key = GroupingKey.objects.filter(dataset=dataset, key=result.grouping_key).select_related("issue").first()
    issue = key.issue if key else None
    made = []
    for at in chosen:
        same = {"row_key": result.keys[at], "value_hash": result.value_hashes[at], "grouping_key": result.grouping_key}
        Waiver.objects.filter(dataset=dataset, ended_at__isnull=True, **same).update(ended_at=now)
        said = {"issue": issue, "reason": reason.strip(), "until": until, "made_by": actor, "made_at": now}
        made.append(Waiver.objects.create(dataset=dataset, **same, **said))
    events.record(
        verb="waived",
        actor=actor,
        now=now,
        dataset=dataset,
        issue=issue,
        after="1 row" if len(made) == 1 else f"{len(made)} rows",
        reason=reason.strip(),
        data={"waivers": [each.pk for each in made], "until": str(until), "result": result.pk},
    )
    return made


def _may(dataset: Dataset, actor: Person) -> None:
    if not may_waive(dataset, actor):
        raise NotAllowed(
            f"Accepting rows of {dataset.key} as known needs the permission “triage” on it. "
            f"Its data scientists ({dataset.triage_team}) can do it for you."
        )


def _accept(result: Result, chosen: list[int], reason: str, until: date | None, now: datetime) -> None:
    problems = {}
    if not chosen:
        problems["row"] = "Tick the rows that are known."
        if result.keys and not result.value_hashes:
            problems["row"] = "This run is too old to tell what its rows held. Run the suite again, then tick them."
    if not reason:
        problems["reason"] = "Say why these rows are fine as they are: whoever meets them later reads this."
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = f"The reason is over {LONGEST_REASON:,} characters. Shorten it."
    if until is None:
        problems["until"] = "Until when are they fine? After that day they fail again."
    elif until <= timezone.localdate(now):
        problems["until"] = "Choose a day in the future: after it, the rows fail again."
    elif until > timezone.localdate(now) + LONGEST:
        problems["until"] = "A waiver lasts two years at most. Somebody should look again by then."
    if problems:
        raise Refused(**problems)


@transaction.atomic
def end(*, waiver_id: int, actor: Person, now: datetime) -> Waiver:
    """From now on the row fails again, whatever its date says."""
    waiver = Waiver.objects.select_for_update(of=("self",)).select_related("dataset", "issue").get(pk=waiver_id)
    _may(waiver.dataset, actor)
    if waiver.ended_at:
        raise Conflict("This waiver was ended already.")
    waiver.ended_at = now
    waiver.save(update_fields=["ended_at"])
    events.record(
        verb="waiver_ended",
        actor=actor,
        now=now,
        dataset=waiver.dataset,
        issue=waiver.issue,
        reason=waiver.reason,
        data={"waiver": waiver.pk},
    )
    return waiver
