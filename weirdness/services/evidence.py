"""Copying the rows concerned at the moment of the flag, so that the issue still shows what was seen."""

import hashlib
import json
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import checks
from checks import client
from weirdness.models import Dataset, Evidence
from weirdness.services import events, jobs, runs


def copy(claim: jobs.Claim) -> None:
    """Fetches the rows by key in a child of the fork server; personal columns arrive masked."""
    evidence = Evidence.objects.select_related("flag__dataset__source", "flag__issue").get(pk=claim.subject)
    dataset = evidence.flag.dataset
    assert dataset is not None
    try:
        rows = _fetch(dataset, evidence)
    except checks.EngineGone as gone:
        jobs.defer(claim=claim, until=timezone.now() + timedelta(seconds=5), reason=str(gone))
        return
    except checks.CheckError as error:
        with transaction.atomic():
            unreadable(evidence=evidence, message=str(error), now=timezone.now())
            jobs.finish(claim=claim, now=timezone.now())
        return
    with transaction.atomic():
        store(evidence=evidence, rows=rows, now=timezone.now())
        jobs.finish(claim=claim, now=timezone.now())


def _fetch(dataset: Dataset, evidence: Evidence) -> checks.Rows:
    return client.ask(
        "fetch",
        {**runs.asked_of(dataset), "keys": evidence.fresh or evidence.keys, "columns": None},
        socket_path=settings.CHECKS_SOCKET,
        deadline=30,
    )


@transaction.atomic
def store(*, evidence: Evidence, rows: checks.Rows, now: datetime) -> None:
    copied = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows.rows]
    if not copied:
        unreadable(
            evidence=evidence,
            now=now,
            message="No row has these keys in the data as they are now. They may have been typed otherwise, or mended.",
        )
        return
    if evidence.fresh:  # what was copied before stays as it was seen then
        copied = [*evidence.rows, *copied]
    evidence.state, evidence.columns, evidence.rows = Evidence.State.COPIED, list(rows.columns), copied
    evidence.sha256 = hashlib.sha256(json.dumps(copied, sort_keys=True).encode()).hexdigest()
    if rows.missing:
        asked = len(evidence.fresh or evidence.keys)
        evidence.message = f"{len(rows.missing)} of {asked} rows were not found in the data."
    evidence.at, evidence.fresh = now, []
    evidence.save()
    events.record(
        verb="evidence_copied",
        now=now,
        issue=evidence.flag.issue,
        data={"evidence": evidence.pk, "sha256": evidence.sha256, "rows": len(copied)},
    )


@transaction.atomic
def unreadable(*, evidence: Evidence, message: str, now: datetime) -> None:
    evidence.state = Evidence.State.COPIED if evidence.rows else Evidence.State.UNREADABLE
    evidence.message, evidence.at, evidence.fresh = message[:500], now, []
    evidence.save()
    events.record(verb="evidence_unreadable", now=now, issue=evidence.flag.issue, reason=message)


def give_up(*, evidence_id: int, reason: str, now: datetime) -> None:
    evidence = Evidence.objects.select_related("flag__issue__dataset").get(pk=evidence_id)
    unreadable(evidence=evidence, message=reason, now=now)
