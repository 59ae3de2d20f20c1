"""Who hears of an issue: whoever met it, has it, spoke on it, was mentioned or follows it, unless they do not want to.

The owner of its dataset reads of it in the digest alone: one mail when something changed, never one per issue.
"""

from django.db import transaction
from django.db.models import Exists, Q, Subquery

from weirdness.models import Comment, Flag, Issue, Person, Subscription


def heard_by(issue: Issue) -> list[Person]:
    """The active people who hear of it, in the order of their keys; of a merged one with what it stands for."""
    family = list(Issue.objects.filter(Q(pk=issue.pk) | Q(merged_root=issue)).values_list("pk", flat=True))
    wanted, unwanted = _said(issue, family)
    met = Flag.objects.filter(issue__in=family, person__isnull=False)
    spoke = Comment.objects.filter(issue__in=family)
    heard = Q(pk__in=met.values("person")) | Q(pk__in=spoke.values("person")) | Q(pk__in=wanted)
    if issue.assignee_id:
        heard |= Q(pk=issue.assignee_id)
    return list(Person.objects.filter(heard, is_active=True).exclude(pk__in=unwanted).order_by("pk"))


def hears(issue: Issue, person: Person) -> bool:
    """Whether `heard_by` names this person; asked in one question."""
    theirs = Subscription.objects.filter(person=person)
    family = Issue.objects.filter(Q(pk=issue.pk) | Q(merged_root=issue)).values("pk")
    here, beneath, met, spoke = (
        Issue.objects.filter(pk=issue.pk)
        .values_list(
            Subquery(theirs.filter(issue=issue).values("wanted")),
            Subquery(theirs.filter(issue__merged_root=issue).order_by("-wanted").values("wanted")[:1]),
            Exists(Flag.objects.filter(issue__in=family, person=person)),
            Exists(Comment.objects.filter(issue__in=family, person=person)),
        )
        .get()
    )
    said = beneath if here is None else here
    heard = met or spoke or issue.assignee_id == person.pk if said is None else said
    return person.is_active and bool(heard)


def _said(issue: Issue, family: list[int]) -> tuple[set[int], set[int]]:
    """Who wants to hear and who does not; what was said on the issue itself goes before what it stands for."""
    rows = Subscription.objects.filter(issue__in=family).values_list("person", "issue", "wanted")
    here = {person: wanted for person, on, wanted in rows if on == issue.pk}
    said = {person: wanted for person, _, wanted in sorted(rows, key=lambda row: row[2])} | here
    return {person for person, wanted in said.items() if wanted}, {p for p, wanted in said.items() if not wanted}


def subscribe(issue: Issue, person: Person) -> bool:
    """Follows it from now on. False: they said that they do not want to hear of it, which stays so."""
    kept, _ = Subscription.objects.get_or_create(issue=issue, person=person)
    return kept.wanted


@transaction.atomic
def follow(*, issue_id: int, person: Person, wanted: bool = True) -> None:
    """By hand, which goes before everything else. What somebody reads is no part of an issue's history: no event."""
    Subscription.objects.update_or_create(issue_id=issue_id, person=person, defaults={"wanted": wanted})
