"""The discussion of an issue as its page shows it: the last remarks, a question with its reply, and the form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse

from weirdness import markup
from weirdness.models import Attachment, Comment, Issue, Person, State, Team
from weirdness.services import following
from weirdness.web.takers import takers

SHOWN = 20


@dataclass
class Remark:
    """A comment with its words as HTML; of a question also the reply."""

    comment: Comment
    html: str
    is_mine: bool
    reply: "Remark | None" = None
    waits: bool = False
    typed: str = ""
    problems: dict[str, str] = field(default_factory=dict)


def shown(
    issue: Issue,
    person: Person,
    roles: set[str],
    offered_to: Callable[[], list[tuple[str, str]]],
) -> dict[str, Any]:
    """For parts/comments.html. `offered_to` finds whom the form offers to tell, when it is opened."""
    judges = "triager" in roles
    found, has_earlier = last(issue, judges=judges)
    return {
        "remarks": remarks(found, issue, person),
        "earlier_than": found[0].pk if has_earlier else None,
        "may_note": judges,
        "may_reply": "reporter" in roles and issue.state == State.NEEDS_INFO,
        "hears": following.hears(issue, person),
        "to_choose": offered_to,
        "said": {},
    }


def again(issue: Issue, person: Person, said: dict[str, Any]) -> dict[str, Any]:
    """What is different after something was refused: `comment` (0: a new one), `typed`, `problems`."""
    if said["comment"] == 0:
        return {"said": said}
    found, _ = last(issue, judges="triager" in issue.roles_of(person))
    return {"remarks": remarks(found, issue, person, said)}


def last(issue: Issue, *, judges: bool, before: int | None = None) -> tuple[list[Comment], bool]:
    """The last ones in the order they were said, and whether there are earlier ones."""
    told = _with_all(Comment.objects.said_on(issue, judges=judges))
    if before is not None:
        told = told.filter(pk__lt=before)
    found = list(told.order_by("-pk")[: SHOWN + 1])
    prefetch_related_objects([each for each in found if each.edited_at], "wordings")
    return found[:SHOWN][::-1], len(found) > SHOWN


def _with_all(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    pictures = Prefetch("attachments", Attachment.objects.shown())
    return comments.select_related("person__viewpoint").prefetch_related(pictures)


def remarks(comments: list[Comment], issue: Issue, person: Person, said: dict[str, Any] | None = None) -> list[Remark]:
    """One each, but a reply stands with the question before it."""
    said, html = said or {}, written(comments, person)
    made: list[Remark] = []
    waiting: dict[int, Remark] = {}
    for each in comments:
        remark = Remark(each, html[each.pk], each.person_id == person.pk)
        if said.get("comment") == each.pk:
            remark.typed, remark.problems = said["typed"]["text"], said["problems"]
        if each.kind == Comment.Kind.REPLY and each.issue_id in waiting:
            waiting.pop(each.issue_id).reply = remark
            continue
        if each.kind == Comment.Kind.QUESTION:
            waiting[each.issue_id] = remark
        made.append(remark)
    if issue.state == State.NEEDS_INFO and issue.pk in waiting:
        waiting[issue.pk].waits = True
    return made


def written(comments: Iterable[Comment | None], person: Person) -> dict[int, str]:
    """The words as HTML that is safe to show, by comment; #12 is a link where this person may see it."""
    texts = {each.pk: each.text for each in comments if each}
    numbers = {number for text in texts.values() for number in markup.numbers(text)}
    link = links(numbers, person)
    return {pk: markup.html(text, link) for pk, text in texts.items()}


def links(numbers: set[int], person: Person) -> markup.Link:
    if not numbers:
        return lambda number: None
    seen = set(Issue.objects.visible_to(person).filter(pk__in=numbers).values_list("pk", flat=True))
    return lambda number: reverse("issue", args=[number]) if number in seen else None


def chosen(issue: Issue, values: list[str]) -> list[Person | Team]:
    """Whom the list of the form names; what it does not offer is left out."""
    offered = dict(takers(issue))
    numbers = {kind: [int(v[1:]) for v in values if v in offered and v[0] == kind] for kind in "tp"}
    return [*Team.objects.filter(pk__in=numbers["t"]), *Person.objects.filter(pk__in=numbers["p"])]
