"""The dataset's computed state changed: why, in words, and what that means for its owner."""

from typing import Any

from weirdness.mail import links, words
from weirdness.models import Dataset, Notification, Snapshot

TITLES: dict[str, str] = {
    "stable": "It is stable: you take over",
    "relapsed": "It relapsed: the data scientists take over again",
    "learning": "It must prove itself again",
    "quiet": "It is quiet, but too few people have looked",
    "stale": "Nobody looks any more",
}
MEANS: dict[str, str] = {
    "stable": (
        "From now on new flags on this dataset come to {who}. Critical ones still go to its data scientists "
        "(team {team}). Your part: answer what comes, and keep its checks passing."
    ),
    "relapsed": (
        "New flags go to the data scientists again (team {team}). You keep getting the reports of its checks. "
        "Tell those who draw conclusions from these data to be careful until it is stable again."
    ),
    "learning": (
        "New flags go to the data scientists (team {team}) until people have used it for long enough without finding "
        "anything new. You keep getting the reports of its checks."
    ),
    "quiet": (
        "New flags go to the data scientists (team {team}). It would be stable if more people, from more sides of the "
        "organisation, had used it. Its page names them, and lets you ask them or begin a blind sweep."
    ),
    "stale": (
        "New flags go to the data scientists (team {team}): silence is no sign that the data are right. If it is still "
        "needed, ask people to use it and to press “Used it, all fine”."
    ),
}


def facts(notification: Notification) -> dict[str, Any]:
    """Context: before, after (states), reasons (sentences), snapshot (id), moved (how many issues changed hands)."""
    owed, dataset = notification.context, notification.dataset
    after = Dataset.State(owed["after"])
    estimate = Snapshot.objects.get(pk=owed["snapshot"]).result
    return {
        "dataset": dataset,
        "confidence_url": links.confidence(dataset),
        "before": Dataset.State(owed["before"]).label,
        "after": after.label,
        "title": TITLES[after],
        "reasons": owed["reasons"],
        "sentences": estimate["sentences"],
        "missing": [] if after == Dataset.State.STABLE else estimate["missing"],
        "means": MEANS[after].format(team=dataset.triage_team.name, who=_who(notification)),
        "moved": _moved(owed["moved"]),
    }


def _who(notification: Notification) -> str:
    steward = notification.dataset.steward
    if steward is None or not steward.is_active:
        return "you"
    return "you, its steward" if steward == notification.person else f"its steward, {steward.name}"


def _moved(issues: int) -> str:
    """What was open and nobody had judged went where new flags go."""
    if not issues:
        return ""
    return f"{words.counted(issues, 'open issue')} that nobody had judged changed hands with it."
