"""A turn of a rota begins: told to who is on duty, with what is open."""

from datetime import datetime
from typing import Any

from weirdness.mail import links, words
from weirdness.models import Issue, Notification, Rota

SHOWN = 10


def facts(notification: Notification) -> dict[str, Any]:
    """Context: rota (its id), until (ISO 8601). What is open is looked up when the letter is sent."""
    rota = Rota.objects.select_related("team").filter(pk=notification.context["rota"]).first()
    open_ = Issue.objects.visible_to(notification.person).open()
    mine = open_.filter(assignee=notification.person)
    with_team = open_.filter(assignee_team=rota.team) if rota else open_.none()
    return {
        "rota": rota.name if rota else "a rota that was removed meanwhile",
        "team": rota.team.name if rota else "your team",
        "until": words.moment(datetime.fromisoformat(notification.context["until"])),
        "mine": _lines(mine),
        "with_team": _lines(with_team),
        "count": words.counted(mine.count(), "open issue"),
        "team_count": words.counted(with_team.count(), "open issue"),
        "queue_url": links.queue(),
    }


def _lines(issues: Any) -> list[dict[str, str]]:
    found = issues.by_score().select_related("dataset")[:SHOWN]
    return [
        {
            "number": f"#{issue.pk}",
            "title": issue.title,
            "about": f"{issue.dataset.key}, {issue.get_severity_display()}, {issue.get_state_display()}",
            "url": links.issue(issue),
        }
        for issue in found
    ]
