"""Somebody asks a person to look at a dataset, because their viewpoint is missing."""

from typing import Any

from weirdness.mail import links, words
from weirdness.models import Era, Look, LookRequest, Notification, Viewpoint


def facts(notification: Notification) -> dict[str, Any]:
    """Context: request. What is said of the viewpoint is as it stands when the letter is sent."""
    request = LookRequest.objects.select_related("asked_by", "dataset").get(pk=notification.context["request"])
    dataset, person = request.dataset, notification.person
    return {
        "dataset": dataset,
        "dataset_url": links.dataset(dataset),
        "asker": request.asked_by.name,
        "note": request.note,
        "why": why(request, person.viewpoint),
        "used_url": links.used(dataset),
        "flag_url": links.flag(dataset),
        "not_mine_url": links.not_mine(request),
    }


def why(request: LookRequest, viewpoint: Viewpoint) -> str:
    """Why this viewpoint is wanted, as a sentence."""
    era = Era.objects.filter(dataset=request.dataset).at(request.asked_at)
    looks = Look.objects.counted().filter(dataset=request.dataset, at__gte=era.started_at)
    since, viewed = words.day(era.started_at), viewpoint.name.lower()
    if not looks.exists():
        return f"Nobody has looked at these data since {since} ({era.called})."
    if not looks.filter(viewpoint=viewpoint).exists():
        return f"Nobody from {viewed} has looked at these data since {since} ({era.called})."
    return f"Others from {viewed} have looked at these data since {since}; you see what they do not."
