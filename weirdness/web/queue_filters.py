"""What the address of the queue says: a view, filters, and the page; and what each of them means to the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict

from weirdness.models import Category, Flag, FormerKey, Membership, Person, State, Team, Viewpoint
from weirdness.models.issue import IssueQuerySet
from weirdness.models.issue_words import Severity
from weirdness.models.judging import datasets_to_judge
from weirdness.models.moves import OPEN
from weirdness.web.door import typed, whole_number

ASLEEP = "snoozed"
PEOPLE = 100  # offered by name
FEW = 20  # datasets of a queue: not asked one by one beyond


@dataclass(frozen=True)
class View:
    """One tab. `rule` narrows issues to those in it, for a person at a moment."""

    name: str
    label: str
    rule: Callable[[IssueQuerySet, Person, datetime], IssueQuerySet]
    empty: str = "No issue that is yours to judge is in this state."


def _in(*states: State) -> Callable[[IssueQuerySet, Person, datetime], IssueQuerySet]:
    return lambda issues, _person, _now: issues.filter(state__in=states)


VIEWS: dict[str, View] = {
    each.name: each
    for each in (
        View("waiting", "Waiting", lambda issues, _person, now: issues.waiting().awake(now)),
        View(
            "mine",
            "Mine",
            lambda issues, person, now: issues.open().filter(assignee=person).awake(now),
            "No open issue is given to you by name.",
        ),
        View("asked", "Asked", _in(State.NEEDS_INFO), "No question waits for its answer."),
        View("confirmed", "Confirmed", _in(State.CONFIRMED)),
        View("in_progress", "In progress", _in(State.IN_PROGRESS)),
        View("fixed", "Fix claimed", _in(State.FIXED)),
        View(ASLEEP, "Snoozed", lambda issues, _person, now: issues.asleep(now), "Nothing is put aside."),
        View("open", "All open", _in(*map(State, OPEN))),
    )
}
NARROWING = ("dataset", "severity", "category", "viewpoint", "assignee", "q")


@dataclass(frozen=True)
class Filters:
    """The words of the filter form; "" or None where nothing was chosen. `assignee`: me, or p12, or t3."""

    view: str
    dataset: str
    severity: int | None
    category: str
    viewpoint: str
    assignee: str
    q: str

    @classmethod
    def of(cls, data: QueryDict) -> "Filters":
        view, severity = typed(data, "view"), whole_number(data, "severity")
        return cls(
            view if view in VIEWS else "waiting",
            _present(typed(data, "dataset")[:120]),
            severity if severity in Severity.values else None,
            typed(data, "category")[:50],
            typed(data, "viewpoint")[:50],
            typed(data, "assignee")[:12],
            typed(data, "q").strip()[:200],
        )

    @classmethod
    def said(cls, query: str) -> "Filters":
        """From a query string that came back in a form: only the words of the filters are taken from it."""
        return cls.of(QueryDict(query))

    @property
    def are_narrow(self) -> bool:
        return any(getattr(self, name) for name in NARROWING)

    @property
    def shown(self) -> View:
        return VIEWS[self.view]

    def address(self, **other: object) -> str:
        """These filters as a query string; empty ones are left out."""
        said = {"view": self.view, **{name: getattr(self, name) for name in NARROWING}, **other}
        return urlencode({name: value for name, value in said.items() if value})

    def narrow(self, issues: IssueQuerySet, person: Person) -> IssueQuerySet:
        """Everything but the view."""
        if self.dataset:
            issues = issues.filter(dataset__key=self.dataset.lower())
        if self.severity:
            issues = issues.filter(severity=self.severity)
        if self.category:
            issues = issues.filter(category__slug=self.category)
        if self.viewpoint:
            issues = issues.filter(Exists(Flag.objects.filter(issue=OuterRef("pk"), viewpoint__slug=self.viewpoint)))
        if self.assignee:
            issues = issues.filter(self._with_whom(person))
        # Every view is of open ones: few beside all that the words find.
        return issues.open().search(self.q, _few(person)) if self.q else issues

    def _with_whom(self, person: Person) -> Q:
        if self.assignee == "me":
            return Q(assignee=person)
        kind, number = self.assignee[:1], self.assignee[1:]
        if not number.isdecimal() or kind not in "pt":
            return Q(pk=None)
        return Q(assignee=int(number)) if kind == "p" else Q(assignee_team=int(number))


def _present(key: str) -> str:
    """The key that a dataset has now which had this one once, as saved views and links may still say."""
    former = FormerKey.objects.filter(key=key.lower()).values_list("dataset__key", flat=True) if key else ()
    return next(iter(former), key)


def _few(person: Person) -> tuple[int, ...]:
    """The datasets of a person's queue, while they are few; sentences are searched in those alone."""
    found = datasets_to_judge(person)
    numbers = (*found.judged, *found.others)
    return numbers if len(numbers) <= FEW and not person.is_superuser else ()


def people_to_choose(person: Person, teams: list[Team]) -> list[tuple[str, str]]:
    """(value, name) of whom issues can be with: oneself, one's `teams`, and their members."""
    return _with_teams(teams, _beside(person, teams).values_list("pk", "name"))


def to_choose(person: Person, teams: list[Team]) -> dict[str, list[tuple[str, str]]]:
    """(value, name) of everything that the form offers by name, asked in one question."""
    about = [
        Category.objects.values_list(Value("categories"), "position", "slug", "name"),
        Viewpoint.objects.values_list(Value("viewpoints"), Value(0), "slug", "name"),
        _beside(person, teams).values_list(Value("people"), Value(0), Cast("pk", CharField()), "name"),
    ]
    first, *more = (each.order_by() for each in about)
    found: dict[str, list[tuple[str, str]]] = {"categories": [], "viewpoints": [], "people": []}
    for kind, _, value, name in sorted(first.union(*more, all=True), key=lambda row: (row[1], row[3])):
        found[kind].append((value, name))
    return found | {"people": _with_teams(teams, found["people"])}


def _beside(person: Person, teams: list[Team]) -> QuerySet[Person]:
    members = Membership.objects.filter(team__in=teams).exclude(person=person).values("person")
    return Person.objects.filter(pk__in=members, is_active=True)


def _with_teams(teams: list[Team], beside: Iterable[tuple[Any, str]]) -> list[tuple[str, str]]:
    people = [(f"p{number}", name) for number, name in islice(beside, PEOPLE)]
    return [("me", "me"), *((f"t{team.pk}", team.name) for team in teams), *people]
