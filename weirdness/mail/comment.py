"""Somebody wrote on an issue: told to those who follow it, and to whom the text calls."""

from typing import Any

from weirdness import markup
from weirdness.mail import because, links, words
from weirdness.models import Comment, Issue, Notification, Person


def facts(notification: Notification) -> dict[str, Any]:
    """Context: event, comment (its id), mentioned. The issue is the notification's; the words are as they stand now."""
    issue, mentioned = notification.issue, notification.context["mentioned"]
    comment = Comment.objects.select_related("person").get(pk=notification.context["comment"])
    return {
        "issue": issue,
        "issue_url": f"{links.issue(issue)}#comment-{comment.pk}",
        "dataset": issue.dataset,
        "title": issue.title.rstrip(". …"),
        "comment": comment,
        "headline": _headline(comment, mentioned=mentioned),
        "written": markup.html(comment.text, links_in(comment.text, notification.person)),
        "pictures": words.counted(pictures, "picture") if (pictures := comment.attachments.count()) else "",
        "at": words.moment(comment.at),
        "because": "you are mentioned in it" if mentioned else because.of(notification),
    }


def _headline(comment: Comment, *, mentioned: bool) -> str:
    what = "an internal note" if comment.internal else "a comment"
    if mentioned:
        return f"{comment.person.name} mentioned you in {what}"
    return f"{comment.person.name} wrote {what}"


def links_in(text: str, person: Person) -> markup.Link:
    """From the numbers in a text to addresses, of those that this person may see."""
    numbers = markup.numbers(text)
    seen = {each.pk: links.issue(each) for each in Issue.objects.visible_to(person).filter(pk__in=numbers)}
    return seen.get
