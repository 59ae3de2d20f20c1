"""What no rule reached: only the default caught it, or nobody is there who has it."""

from django.db.models import Exists, OuterRef, Q

from weirdness.models import Dataset, Membership, Person
from weirdness.models.dataset import DatasetQuerySet
from weirdness.models.issue import Issue, IssueQuerySet
from weirdness.models.issue_words import Severity
from weirdness.routing import rules as plain
from weirdness.services import routing, rules

MOST = 2000  # datasets that are looked at in one page


def datasets(person: Person) -> list[Dataset]:
    """Those that this person sees and on which no rule that is switched on could take any flag."""
    on = [rules.plain_rule(rule, number) for number, rule in enumerate(rules.in_order(), start=1) if rule.is_on]
    seen = Dataset.objects.visible_to(person).select_related("source", "owner", "owner_team", "steward", "triage_team")
    return [
        each
        for each in seen[:MOST]
        if not any(plain.may_reach(rule, routing.facts(dataset=each, severity=Severity.MINOR)) for rule in on)
    ]


def issues(person: Person) -> IssueQuerySet:
    """Open ones that only the default caught and nobody has touched: the most pressing first."""
    caught = routing.untouched().visible_to(person).exclude(routing_reason__startswith=routing.BY_RULE)
    return caught.order_by("-score", "pk")


def with_nobody(person: Person) -> IssueQuerySet:
    """Open ones that are with nobody, with somebody who is not active any more, or with a team of nobody active."""
    active = Membership.objects.filter(team=OuterRef("assignee_team"), person__is_active=True)
    without = Q(assignee__isnull=True, assignee_team__isnull=True)
    empty = Q(Q(assignee_team__isnull=False), ~Exists(active))
    nobody = without | Q(assignee__is_active=False) | empty
    return Issue.objects.open().visible_to(person).filter(nobody).order_by("-score", "pk")


def headless(person: Person) -> DatasetQuerySet:
    """Datasets whose owner is not active any more, or whose triage team has nobody active."""
    active = Membership.objects.filter(team=OuterRef("triage_team"), person__is_active=True)
    found = Dataset.objects.visible_to(person).filter(Q(owner__is_active=False) | ~Exists(active))
    return found.select_related("owner", "triage_team")
