"""Who says that a verdict does not fit what they see, how many that takes, and what one person said."""

from typing import Any

from weirdness.models import Flag, Issue, Person
from weirdness.services import disputes


def doubt(issue: Issue, person: Person) -> dict[str, Any]:
    """Of an explained or accepted issue; `mine`: this person's flag since the verdict, if any."""
    people, viewpoints = disputes.crowd(disputes.doubts(issue))
    episode = issue.episode()
    said = Flag.objects.filter(episode=episode, person=person).order_by("pk")
    return {
        "episode": episode,
        "doubters": people,
        "doubting_viewpoints": viewpoints,
        "needed": disputes.PEOPLE,
        "needed_viewpoints": disputes.VIEWPOINTS,
        "mine": said.filter(at__gte=episode.closed_at).last(),
        "counted": said.exists(),
    }


def in_words(issue: Issue) -> str:
    """After somebody doubted a verdict that still stands."""
    people, _ = disputes.crowd(disputes.doubts(issue))
    so_far = "You are the first" if people == 1 else f"{people} people say so"
    return (
        f"{so_far}; when {disputes.PEOPLE} people of {disputes.VIEWPOINTS} viewpoints do, "
        "it opens again and is judged anew."
    )
