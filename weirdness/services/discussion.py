"""What people say beside an issue: comments, internal notes, edits that leave their trace, and who is told of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from weirdness import markup
from weirdness.models import Comment, Event, Issue, Person, Team, Wording
from weirdness.services import attachments, events, following, mentions, notifications, once
from weirdness.services import pictures as drawing
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.mentions import Called
from weirdness.services.pictures import Picture
from weirdness.services.reports import Upload

LONGEST = 10_000  # characters
MOST_PICTURES = 5
TWICE = timedelta(minutes=1)  # the same words again within it are the same form sent twice
FOR_JUDGES = "Internal notes are for those who judge the issue."


@dataclass(frozen=True)
class Said:
    """A comment as it is kept, and a sentence about each who was called and could not be told."""

    comment: Comment
    untold: tuple[str, ...] = ()


@transaction.atomic
def comment(
    *,
    issue_id: int,
    person: Person,
    now: datetime,
    text: str,
    internal: bool = False,
    pictures: Sequence[Upload] = (),
    to: Iterable[Person | Team] = (),
    is_demo: bool = False,
) -> Said:
    """Markdown, for everybody who may see the issue; an internal one for those who judge it.

    `to`: people and teams chosen from a list, told like those whom the text mentions.
    Raises NotAllowed, and Refused(text=…, pictures=…).
    """
    issue = _issue(issue_id, person)
    if internal and "triager" not in issue.roles_of(person):
        raise NotAllowed(FOR_JUDGES)
    said, drawn = _accept(text, pictures)
    once.hold(f"comment:{issue.pk}:{person.pk}")
    since = now - TWICE
    mine = Comment.objects.filter(issue=issue, person=person, kind=Comment.Kind.COMMENT, at__gt=since, at__lte=now)
    if twin := mine.filter(text=said, internal=internal).first():
        return Said(twin)
    kept = Comment.objects.create(issue=issue, person=person, text=said, internal=internal, at=now, is_demo=is_demo)
    for name, picture in drawn:
        attachments.keep_drawn(picture=picture, name=name, person=person, now=now, comment=kept)
    called = mentions.called(markup.mentions(said), issue, internal=internal, chosen=to)
    event = _record("comment", kept, issue, now)
    return Said(kept, _tell(kept, issue, event, called, now=now, others=following.heard_by(issue)))


@transaction.atomic
def edit(*, comment_id: int, person: Person, now: datetime, text: str) -> Said:
    """Another wording of one's own comment; the earlier one is kept, for whoever asks. Who is newly called is told."""
    kept = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment_id)
    issue = _issue(kept.issue_id, person)
    if kept.person_id != person.pk or not Comment.objects.readable_by(person, issue).filter(pk=kept.pk).exists():
        raise NotAllowed("A comment is edited by whoever wrote it.")
    said, _ = _accept(text, ())
    if said == kept.text:
        return Said(kept)
    called_before = set(markup.mentions(kept.text))
    Wording.objects.create(comment=kept, text=kept.text, until=now)
    kept.text, kept.edited_at = said, now
    kept.save(update_fields=["text", "edited_at"])
    fresh = [name for name in markup.mentions(said) if name not in called_before]
    called = mentions.called(fresh, issue, internal=kept.internal)
    event = _record("comment_edited", kept, issue, now)
    return Said(kept, _tell(kept, issue, event, called, now=now, others=[]))


def _issue(issue_id: int, person: Person) -> Issue:
    issue = Issue.objects.visible_to(person).select_related("dataset").filter(pk=issue_id).first()
    if issue is None:
        raise NotAllowed("This issue is not yours to see.")
    return issue


def _accept(text: str, uploads: Sequence[Upload]) -> tuple[str, list[tuple[str, Picture]]]:
    """The words and the pictures drawn anew; Refused with a sentence for each field that cannot be taken."""
    said, problems = text.strip(), {}
    if not said:
        problems["text"] = "Write something first."
    elif len(said) > LONGEST:
        problems["text"] = f"This is {len(said):,} characters; {LONGEST:,} fit. Shorten it, or write two comments."
    drawn = []
    if len(uploads) > MOST_PICTURES:
        problems["pictures"] = f"These are {len(uploads)} pictures; {MOST_PICTURES} fit. Choose fewer."
    else:
        try:
            drawn = [(each.name, _drawn(each)) for each in uploads]
        except Refused as refused:
            problems["pictures"] = str(refused)
    if problems:
        raise Refused(**problems)
    return said, drawn


def _drawn(upload: Upload) -> Picture:
    if upload.too_large:
        raise Refused(screenshot=drawing.TOO_LARGE)
    return drawing.redraw(upload.content)


def _record(verb: str, kept: Comment, issue: Issue, now: datetime) -> Event:
    """The history vouches for the wording by its hash. That of an internal note stands beside no issue or dataset."""
    data = {"issue": issue.pk, "comment": kept.pk, "sha256": sha256(kept.text.encode()).hexdigest()}
    if kept.internal:
        return events.record(verb=f"{verb}_internal", actor=kept.person, now=now, data=data)
    return events.record(verb=verb, actor=kept.person, now=now, issue=issue, data=data)


def _tell(
    kept: Comment, issue: Issue, event: Event, called: Called, *, now: datetime, others: list[Person]
) -> tuple[str, ...]:
    """Each person gets one letter. Who is called follows the issue, unless they said that they do not want to."""
    untold = list(called.untold)
    mentioned = {}
    for person in called.people:
        if person == kept.person:
            continue
        if following.subscribe(issue, person):
            mentioned[person.pk] = person
        else:
            untold.append(f"{person.name} does not want to hear of this issue and got no mail.")
    readers = [each for each in others if not kept.internal or mentions.may(each, issue, internal=True)]
    for person in {each.pk: each for each in [*readers, *mentioned.values()]}.values():
        if person == kept.person:
            continue
        notifications.owe(
            message="comment",
            key=f"event:{event.pk}:{person.pk}",
            person=person,
            now=now,
            dataset=issue.dataset,
            issue=issue,
            context={"event": event.pk, "comment": kept.pk, "mentioned": person.pk in mentioned},
        )
    return tuple(untold)
