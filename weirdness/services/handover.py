"""What follows when a dataset's state changed: its event, where open work goes now, and a letter to its owner."""

from datetime import datetime

from weirdness.models import Dataset, Snapshot
from weirdness.services import events, notifications, routing


def change_state(dataset: Dataset, snapshot: Snapshot, *, now: datetime) -> None:
    """On a locked dataset: the state of the snapshot is its state."""
    before, dataset.state = dataset.state, snapshot.state
    dataset.save(update_fields=["state"])
    reasons = snapshot.result["reasons"]
    event = events.record(
        verb="state",
        now=now,
        dataset=dataset,
        before=before,
        after=dataset.state,
        reason=" ".join(reasons),
        data={"snapshot": snapshot.pk},
    )
    moved = routing.reroute(dataset=dataset, now=now)
    for owner in dataset.owners():
        notifications.owe(
            message="state_changed",
            key=f"state:{event.pk}:{owner.pk}",
            person=owner,
            now=now,
            dataset=dataset,
            context={
                "before": before,
                "after": dataset.state,
                "reasons": reasons,
                "snapshot": snapshot.pk,
                "moved": moved,
            },
        )
