"""What an issue was before a verdict, kept with its event, so that the verdict can be taken back."""

from datetime import datetime
from typing import Any

from weirdness.models import Issue

FIELDS = (
    "state",
    "asked_in",
    "assignee_id",
    "assignee_team_id",
    "assigned_by_hand",
    "routing_reason",
    "severity",
    "regressed",
    "flapping",
    "resolution",
    "snoozed_till_flag",
    "merged_into_id",
    "merged_root_id",
)
MOMENTS = ("state_since", "fix_asked_at", "snoozed_until", "opened_at", "judged_at")


def restore(issue: Issue, was: dict[str, Any]) -> None:
    """The opposite of `remember`, but for the episode and the merge, which are more than fields of the issue."""
    for name in set(FIELDS) - {"merged_into_id", "merged_root_id"}:
        setattr(issue, name, was[name])
    for name in MOMENTS:
        setattr(issue, name, datetime.fromisoformat(was[name]) if was[name] else None)


def remember(issue: Issue) -> dict[str, Any]:
    """As JSON: the fields that verdicts change, and the number of the episode."""
    said: dict[str, Any] = {name: getattr(issue, name) for name in FIELDS}
    for name in MOMENTS:
        moment = getattr(issue, name)
        said[name] = moment.isoformat() if moment else None
    return said | {"episode": issue.episode().number}
