"""The letters of a blind sweep: you are invited, a day is left, the lists are in, how it ended."""

from typing import Any

from weirdness.mail import links, words
from weirdness.models import Issue, Notification, Person, Sweep

SHOWN = 20
MINUTES = 20


def invitation(notification: Notification) -> dict[str, Any]:
    """Context of all four: sweep (its number). How the sweep stands is looked up when the letter is sent."""
    sweep = _sweep(notification)
    return _facts(sweep) | {
        "asker": sweep.asked_by.name,
        "guide": sweep.guide,
        "is_over": sweep.state != Sweep.State.OPEN,
        "minutes": MINUTES,
    }


def reminder(notification: Notification) -> dict[str, Any]:
    sweep = _sweep(notification)
    return _facts(sweep) | {"asker": sweep.asked_by.name, "lines": _lines(sweep, notification.person)}


def merging(notification: Notification) -> dict[str, Any]:
    sweep = _sweep(notification)
    done = sweep.reviewers.filter(done_at__isnull=False)
    return _facts(sweep) | {
        "lists": done.count(),
        "invited": sweep.reviewers.count(),
        "merge_url": f"{links.sweep(sweep)}merge/",
    }


def ended(notification: Notification) -> dict[str, Any]:
    """Context: by, too: the name of whoever ended it."""
    sweep, result = _sweep(notification), _sweep(notification).result or {}
    items = result.get("items", [])
    return _facts(sweep) | {
        "called_off": sweep.state == Sweep.State.CALLED_OFF,
        "by": notification.context["by"],
        "reason": result.get("reason", ""),
        "said": result.get("said", []),
        "items": _items(items[:SHOWN], notification.person),
        "more": max(0, len(items) - SHOWN),
        "aside": words.counted(len(result.get("aside", [])), "line", "lines") if result.get("aside") else "",
        "took_part": sweep.reviewers.filter(person=notification.person).exists(),
    }


def _sweep(notification: Notification) -> Sweep:
    found: Sweep = Sweep.objects.select_related("dataset", "asked_by").get(pk=notification.context["sweep"])
    return found


def _facts(sweep: Sweep) -> dict[str, Any]:
    return {
        "sweep": sweep,
        "dataset": sweep.dataset,
        "sweep_url": links.sweep(sweep),
        "deadline": words.weekday(sweep.deadline),
    }


def _lines(sweep: Sweep, person: Person) -> str:
    number = sum(each.finds.count() for each in sweep.reviewers.filter(person=person))
    return words.counted(number, "line")


def _items(items: list[dict[str, Any]], person: Person) -> list[dict[str, str]]:
    """Those of the issues that this person may see."""
    seen = Issue.objects.visible_to(person).in_bulk([each["issue"] for each in items])
    return [
        {
            "number": f"#{each['issue']}",
            "title": seen[each["issue"]].title,
            "people": words.counted(len(each["by"]), "person", "people"),
            "known": "known before" if each["known"] else "",
            "url": links.issue(seen[each["issue"]]),
        }
        for each in items
        if each["issue"] in seen
    ]
