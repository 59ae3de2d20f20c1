"""A suite from what was suggested: the proposals that a person keeps, each with its reason as a note."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import checks
from weirdness.models import Dataset, Person, Suite
from weirdness.services import suites
from weirdness.services.errors import Refused

SURE = 0.8  # ticked before anybody looked
DAILY = "0 6 * * *"
STAGES = (Suite.Stage.DRAFT, Suite.Stage.SHADOW, Suite.Stage.LIVE)


def accept(
    *,
    dataset: Dataset,
    proposals: list[dict[str, Any]],
    kept: Collection[int],
    name: str,
    stage: str,
    daily: bool,
    actor: Person,
    now: datetime,
) -> Suite:
    """The suite of the proposals at the places in `kept`; `proposals` are dicts of checks.proposal.Proposal."""
    chosen = [each for at, each in enumerate(proposals) if at in kept]
    if not chosen:
        raise Refused(keep="Tick what should hold. Nothing is asked of the data until then.")
    if stage not in STAGES:
        raise Refused(stage="A new suite is a draft, a shadow or live.")
    document = {"name": name.strip(), "expectations": [_kept(each) for each in chosen], "meta": {}}
    return suites.save(
        dataset=dataset,
        document=document,
        now=now,
        actor=actor,
        version=0,
        stage=stage,
        cron=DAILY if daily else None,
        note=f"Suggested: {len(chosen)} of {len(proposals)} kept",
    )


def _kept(proposal: dict[str, Any]) -> dict[str, Any]:
    return {**proposal["expectation"], "notes": proposal["reason"]}


def told(proposals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The proposals with their sentences, and which are ticked at first."""
    return [
        {
            **each,
            "sentence": checks.sentence(each["expectation"]),
            "ticked": each["sure"] >= SURE,
            "percent": round(100 * each["sure"]),
        }
        for each in proposals
    ]
