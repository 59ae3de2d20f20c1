"""What was told of many issues in one deed goes to each person as one letter, not as one for each issue."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from weirdness.models import Event, Notification
from weirdness.services import jobs

ALONE, TOGETHER = "issue_changed", "issues_changed"


def batch_of(event: Event) -> dict[str, str]:
    """What a letter about this event remembers of the deed that it belongs to."""
    return {"batch": event.data["batch"]} if "batch" in event.data else {}


@transaction.atomic
def gather(notification: Notification, *, now: datetime) -> Notification:
    """Called when the first of them is due: it tells of all that wait, which are withdrawn for it."""
    if notification.message != ALONE or "batch" not in notification.context:
        return notification
    waiting = {each.pk: each for each in _waiting(notification).select_for_update(of=("self",)).order_by("pk")}
    others = [pk for pk in waiting if pk != notification.pk]
    if notification.pk not in waiting or not others:
        notification.refresh_from_db(fields=["state"])  # another of them may have told of this one, too
        return notification
    leader = waiting[notification.pk]
    told = [[each.issue_id, each.context["event"]] for each in waiting.values()]
    datasets = {each.dataset_id for each in waiting.values()}
    leader.message, leader.issue, leader.context = TOGETHER, None, {**leader.context, "told": told}
    leader.dataset = leader.dataset if len(datasets) == 1 else None
    leader.save()
    reason = "It was told in one letter with others of the same deed."
    Notification.objects.filter(pk__in=others).update(state=Notification.State.WITHDRAWN, error=reason)
    jobs.drop(kind="mail", subjects=others, now=now)
    return leader


def _waiting(notification: Notification) -> QuerySet[Notification]:
    return Notification.objects.filter(
        message=ALONE,
        person=notification.person,
        state=Notification.State.DUE,
        context__batch=notification.context["batch"],
    ).select_related("person", "dataset", "issue")
