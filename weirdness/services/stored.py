"""Snapshots read back: the inputs as the formulas take them."""

from dataclasses import fields
from typing import Any

from weirdness.confidence import Prior, StateInputs
from weirdness.models import Snapshot

NAMES = {each.name for each in fields(StateInputs)}


def inputs_of(snapshot: Snapshot) -> StateInputs:
    """What `StateInputs.as_json` kept; names that a later version of the formulas dropped are passed over."""
    kept: dict[str, Any] = {name: value for name, value in snapshot.inputs.items() if name in NAMES}
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    if kept.get("prior") is not None:
        plain["prior"] = Prior.from_json(kept["prior"])
    return StateInputs(**plain)
