"""Several people of several viewpoints decide by themselves: what they all see is real, what they all doubt reopens."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from weirdness.models import Flag, Issue, Look, Person
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State
from weirdness.services import events, issues, looks, notifications, scoring
from weirdness.services.errors import NotAllowed, Refused

PEOPLE, VIEWPOINTS = 3, 2
DISPUTABLE = (Resolution.EXPLAINED, Resolution.ACCEPTED)
LONGEST = 500


@transaction.atomic
def dispute(*, person: Person, issue_id: int, now: datetime, sentence: str = "", is_demo: bool = False) -> Flag:
    """ "Looks right to me": of an open issue, its data; of an explained or accepted one, its verdict is doubted.

    Once per person and episode; who said "same here" before has changed their mind: the history keeps both.
    Raises NotAllowed, and Refused(sentence=…, issue=…): a verdict is doubted in words.
    """
    if len(sentence.strip()) > LONGEST:
        raise Refused(sentence=f"This is {len(sentence.strip()):,} characters; {LONGEST} fit. Shorten it.")
    issue = issues.lock_standing(issue_id)
    if issue.dataset.level_of(person) is None:
        raise NotAllowed("This issue is not yours to see.")
    if issue.state == State.CLOSED and issue.resolution not in DISPUTABLE:
        raise Refused(issue=f"Issue #{issue.pk} is closed. If you met it again, say “Same here”.")
    if issue.state == State.CLOSED and not sentence.strip():
        raise Refused(sentence="Say what you see that this does not explain: whoever judged it reads that.")
    looks.record(dataset=issue.dataset, person=person, origin=Look.Origin.FLAG, now=now, is_demo=is_demo)
    flag, is_new = take_side(issue, person, Flag.Kind.DISPUTE, sentence=sentence.strip(), now=now, is_demo=is_demo)
    if is_new:
        _record(issue, flag, now=now)
        weigh(issue, now=now)
    return flag


def take_side(
    issue: Issue, person: Person, kind: str, *, sentence: str, now: datetime, is_demo: bool
) -> tuple[Flag, bool]:
    """The person's one `same` or `dispute` of this episode. False: they had said so already, nothing changed.

    A doubt from before the verdict is said anew after it: it is about something else.
    """
    episode = issue.episode()
    flag = Flag.objects.filter(episode=episode, person=person, kind__in=[Flag.Kind.SAME, Flag.Kind.DISPUTE]).first()
    if flag is None:
        flag = Flag(
            dataset=issue.dataset,
            dataset_name=issue.dataset.key,
            issue=issue,
            episode=episode,
            person=person,
            category=issue.category,
            target=issue.target,
            column=issue.column,
            metadata_field=issue.metadata_field,
            is_demo=is_demo,
        )
    elif flag.kind == kind and not (episode.closed_at and kind == Flag.Kind.DISPUTE and flag.at < episode.closed_at):
        return flag, False
    flag.kind, flag.at, flag.viewpoint, flag.sentence = kind, now, person.viewpoint, sentence[:LONGEST]
    flag.met = episode.resolution
    flag.save()
    return flag, True


def _record(issue: Issue, flag: Flag, *, now: datetime) -> None:
    scoring.refresh(issue)
    issue.save(update_fields=["people", "viewpoints", "score"])
    event = events.record(
        verb="doubt" if issue.state == State.CLOSED else "dispute",
        actor=flag.person,
        now=now,
        issue=issue,
        before=issue.state,
        after=issue.state,
        reason=flag.sentence,
        data={"flag": flag.pk, "episode": issue.episode().number},
    )
    notifications.tell(issue=issue, event=event, now=now)


def weigh(issue: Issue, *, now: datetime) -> None:
    """After a flag on a locked issue: the moves that the number of people makes by itself."""
    if issue.state == State.NEW:
        seen = scoring.flags_of(issue)
        doubted = seen.filter(kind=Flag.Kind.DISPUTE).exists()
        if _enough(seen.exclude(kind=Flag.Kind.DISPUTE)) and not doubted:
            issues.step(issue=issue, verb="corroborated", now=now)
    elif issue.state == State.CLOSED and issue.resolution in DISPUTABLE and _enough(doubts(issue)):
        issues.step(issue=issue, verb="disputed", now=now)


def doubts(issue: Issue) -> QuerySet[Flag]:
    """What people said against the verdict of a closed issue, since it was given."""
    last = issue.episode()
    return Flag.objects.filter(episode=last, kind=Flag.Kind.DISPUTE, at__gte=last.closed_at)


def crowd(flags: QuerySet[Flag]) -> tuple[int, int]:
    """How many people and how many viewpoints these flags are of."""
    found = flags.aggregate(people=Count("person", distinct=True), viewpoints=Count("viewpoint", distinct=True))
    return found["people"], found["viewpoints"]


def _enough(flags: QuerySet[Flag]) -> bool:
    people, viewpoints = crowd(flags)
    return people >= PEOPLE and viewpoints >= VIEWPOINTS
