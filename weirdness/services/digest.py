"""The owner's letter: one after a run that changed something, none when nothing changed."""

from datetime import datetime

from weirdness.models import Run
from weirdness.services import notifications, trail
from weirdness.services.findings import Changes


def owe(*, run: Run, before: Run | None, changes: Changes, now: datetime) -> None:
    """Owes the digest to each owner. A run that could not be done is told once, in other words.

    A run that is tried out tells nobody.
    """
    if run.is_shadow:
        return
    if run.state == Run.State.ERROR and not changes:
        if before and before.state == Run.State.ERROR and before.message == run.message:
            return
        _owe(run, "run_error", {"run": run.pk}, now=now)
    elif changes:
        context = {
            "run": run.pk,
            "new": changes.new,
            "came_back": changes.came_back,
            "recovered": changes.recovered,
            "still": changes.still,
            "noticed": changes.noticed,
            "to_review": changes.to_review,
            "trail_head": trail.head(run.dataset_id),
        }
        _owe(run, "owner_digest", context, now=now)


def _owe(run: Run, message: str, context: dict[str, object], *, now: datetime) -> None:
    for owner in run.dataset.owners():
        notifications.owe(
            message=message,
            key=f"{message}:{run.pk}:{owner.pk}",
            person=owner,
            now=now,
            dataset=run.dataset,
            context=context,
        )
