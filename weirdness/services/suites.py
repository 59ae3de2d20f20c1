"""Saving suites: Great Expectations' own JSON, refused in words when it could not run; every version is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

import checks
from checks.arguments import Argument
from checks.words import arguments_of
from weirdness.models import Dataset, Level, Person, Suite, SuiteVersion
from weirdness.services import events, guards, moments, once, suite_parts, suite_text
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.suite_parts import stage_of

__all__ = ["check", "check_named", "go_back", "may_save", "save", "schedule", "set_stage", "stage_of", "to_review"]
LONGEST_NAME, LONGEST_NOTE = 120, 200


def may_save(dataset: Dataset, person: Person) -> bool:
    return (dataset.level_of(person) or 0) >= Level.TRIAGE


def check(dataset: Dataset, document: dict[str, Any]) -> None:
    """Raises Refused(name=…) or Refused(document=…) for a suite that could not be kept or run on this dataset."""
    name = document.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise Refused(name=f'A suite needs a "name" of 1 to {LONGEST_NAME} characters, such as "nightly".')
    suite_text.check_kept(document)
    columns = list(dataset.columns.values_list("name", flat=True))
    try:
        checks.validate_suite(document, columns or None, dataset=dataset.key)
    except checks.SuiteInvalid as invalid:
        raise Refused(document=str(invalid)) from invalid


def check_named(document: dict[str, Any], actor: Person | None, known: dict[str, Any] | None = None) -> None:
    """Raises Refused(document=…) when an expectation asks about another dataset that the person may not see.

    What the suite (`known`) named already stays: somebody who may see it wrote it.
    """
    if actor is None:
        return
    asked = _datasets_named(document) - (_datasets_named(known) if known else set())
    seen = set(Dataset.objects.visible_to(actor).filter(key__in=asked).values_list("key", flat=True))
    if unseen := sorted(asked - seen):
        raise Refused(document=f"There is no dataset {unseen[0]} here that you may see. Name another one.")


def _arguments(expectation: dict[str, Any]) -> Mapping[str, Argument]:
    """Of a kind that is no more (a plug-in was removed): none."""
    kind = checks.KINDS.get(expectation["type"])
    return kind.arguments if kind else {}


def _datasets_named(document: dict[str, Any]) -> set[str]:
    return {
        str(arguments_of(each).get(name))
        for each in document["expectations"]
        for name, argument in _arguments(each).items()
        if argument.field == "dataset" and arguments_of(each).get(name)
    }


@transaction.atomic
def save(
    *,
    dataset: Dataset,
    document: dict[str, Any],
    now: datetime,
    actor: Person | None = None,
    suite: Suite | None = None,
    version: int | None = None,
    note: str = "",
    stage: str | None = None,
    cron: str | None = None,
    time_zone: str | None = None,
) -> Suite:
    """Saves a suite under its own name, or `suite` under a new one; saving it again is its next version.

    `version` is the one that the change was made to, 0 for a suite that must be new: when somebody saved in between,
    Conflict says who. What is None stays as it was: stage (live at first), schedule. The JSON is kept as it came.
    """
    _may_save(dataset, actor)
    check(dataset, document)
    if len(note) > LONGEST_NOTE:
        raise Refused(note=f"A note has at most {LONGEST_NOTE} characters.")
    held = _held(dataset, document["name"], suite, version)
    check_named(document, actor, held.document if held else None)
    saved = held or Suite(dataset=dataset, version=0, time_zone="UTC", scheduled_at=now)
    if cron is not None or time_zone is not None:
        _set_clock(saved, cron, time_zone, now)
    saved.name, saved.document, saved.stage = document["name"], document, stage or saved.stage
    saved.version, saved.changed_at = saved.version + 1, now
    saved.save()
    _keep(saved, actor=actor, note=note, now=now)
    data = {"version": saved.version, "stage": saved.stage}
    _record("suite_saved", saved, actor=actor, now=now, reason=note, data=data)
    guards.settle(dataset=dataset, now=now)
    return saved


def _may_save(dataset: Dataset, actor: Person | None) -> None:
    if actor and not may_save(dataset, actor):
        raise NotAllowed(
            f"Changing the suites of {dataset.key} needs the permission “triage” on it. "
            f"Its data scientists ({dataset.triage_team}) can do it for you."
        )


def _held(dataset: Dataset, name: str, suite: Suite | None, version: int | None) -> Suite | None:
    """The row to change, locked, or None for a new one; raises Conflict when it is not what the person saw."""
    once.hold(f"suite:{dataset.pk}")
    named = Suite.objects.select_for_update().filter(dataset=dataset, name=name).first()
    held = Suite.objects.select_for_update().get(pk=suite.pk) if suite else named
    if named and held != named:
        raise Refused(name=f"{dataset.key} has another suite named {name}. Choose another name.")
    if version == 0 and held:
        raise Refused(name=f"{dataset.key} has a suite named {name} already. Choose another name, or open that one.")
    if held and version is not None and version != held.version:
        raise Conflict(_overtaken(held))
    if held:
        _keep_the_first(held)
    return held


def _overtaken(suite: Suite) -> str:
    last = suite.versions.select_related("saved_by").first()
    who = last.saved_by.name if last and last.saved_by else "Somebody"
    note = f" (“{last.note}”)" if last and last.note else ""
    return (
        f"{who} saved version {suite.version} of {suite.name} in the meantime{note}. Nothing was overwritten, and what "
        "you typed is still here: look at what changed, then save again."
    )


def _keep_the_first(suite: Suite) -> None:
    """A suite from before versions were kept: the one that is about to be replaced is stored, too."""
    kept = {"document": suite.document, "saved_at": suite.changed_at}
    SuiteVersion.objects.get_or_create(suite=suite, number=suite.version, defaults=kept)


def _keep(suite: Suite, *, actor: Person | None, note: str, now: datetime) -> None:
    SuiteVersion.objects.create(
        suite=suite, number=suite.version, document=suite.document, saved_by=actor, saved_at=now, note=note
    )


def _set_clock(suite: Suite, cron: str | None, zone: str | None, now: datetime) -> None:
    """A new schedule counts from now; one that is only said again goes on."""
    cron = suite.cron if cron is None else " ".join(cron.split())
    zone = suite.time_zone if zone is None else zone.strip()
    moments.accept(cron, zone)
    if (cron, zone) != (suite.cron, suite.time_zone):
        suite.cron, suite.time_zone, suite.scheduled_at = cron, zone, now


def _record(verb: str, suite: Suite, *, actor: Person | None, now: datetime, **said: Any) -> None:
    said = {"after": suite.name[:40], **said}
    said["data"] = {"suite": suite.pk, **said.get("data", {})}
    events.record(verb=verb, actor=actor, now=now, dataset=suite.dataset, **said)


@transaction.atomic
def set_stage(*, suite: Suite, stage: str, actor: Person, now: datetime) -> Suite:
    """Draft → shadow (runs, tells nobody) → live → review; any step is allowed, and recorded."""
    _may_save(suite.dataset, actor)
    if stage not in Suite.Stage.values:
        raise Refused(stage=f"A suite is one of {', '.join(Suite.Stage.values)}.")
    held = Suite.objects.select_for_update().get(pk=suite.pk)
    if held.stage != stage:
        before, held.stage = held.stage, stage
        if before == Suite.Stage.DRAFT:
            held.scheduled_at = now  # a draft runs at no moment, so it missed none
        held.save(update_fields=["stage", "scheduled_at"])
        _record("suite_staged", held, actor=actor, now=now, before=before, after=stage, reason=held.name)
        guards.settle(dataset=held.dataset, now=now)
    return held


def to_review(*, suite: Suite, places: list[int], note: str, now: datetime) -> Suite:
    """The next version, by itself: the expectations at these places go to review; what is asked stays as it is.

    Inside the caller's transaction, which has held `hold()` since it chose the places.
    """
    document = suite.document
    for at in places:
        sent = suite_parts.staged(document["expectations"][at], "review")
        document = suite_parts.replaced(document, at, sent)
        events.record(
            verb="sent_to_review",
            now=now,
            dataset=suite.dataset,
            before="live",
            after="review",
            reason=f"{checks.sentence(sent)}. {note}",
            data={"suite": suite.pk},
        )
    _keep_the_first(suite)
    suite.document, suite.version, suite.changed_at = document, suite.version + 1, now
    suite.save(update_fields=["document", "version", "changed_at"])
    _keep(suite, actor=None, note=note, now=now)
    return suite


def hold(suite: Suite) -> Suite:
    """The suite as it is now, which nobody else changes before the transaction ends."""
    once.hold(f"suite:{suite.dataset_id}")
    return Suite.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=suite.pk)


@transaction.atomic
def schedule(*, suite: Suite, cron: str, time_zone: str, actor: Person, now: datetime) -> Suite:
    """When it runs by itself: five cron fields in a time zone; an empty cron means on demand only."""
    _may_save(suite.dataset, actor)
    held = Suite.objects.select_for_update().get(pk=suite.pk)
    before = f"{held.cron} {held.time_zone}" if held.cron else "on demand"
    _set_clock(held, cron, time_zone, now)
    held.save(update_fields=["cron", "time_zone", "scheduled_at"])
    after = f"{held.cron} {held.time_zone}" if held.cron else "on demand"
    if after != before:
        _record("suite_scheduled", held, actor=actor, now=now, before=before[:40], after=after[:40], reason=held.name)
    return held


def go_back(*, suite: Suite, number: int, version: int, actor: Person, now: datetime) -> Suite:
    """What version `number` said becomes the next version; nothing in between is lost."""
    old = suite.versions.get(number=number)
    return save(
        dataset=suite.dataset,
        document=old.document,
        now=now,
        actor=actor,
        suite=suite,
        version=version,
        note=f"Back to version {number}",
    )
