"""Pages of the queue by keyset: a page begins after (or ends before) a score and a number, never at a count of rows."""

from dataclasses import dataclass
from math import isfinite

from django.db.models import Q

from weirdness.models import Issue
from weirdness.models.issue import IssueQuerySet

PAGE = 50
BESIDE = ("dataset", "category", "assignee", "assignee_team")
Place = tuple[float, int]


@dataclass(frozen=True)
class Page:
    """`issues` in the order of the queue; `earlier` and `later` are cursors, "" at the ends."""

    issues: list[Issue]
    earlier: str
    later: str

    def place_of(self, number: int | None) -> int | None:
        return next((at for at, each in enumerate(self.issues) if each.pk == number), None)


def cursor(issue: Issue) -> str:
    """Exact: repr gives the shortest text that is the same float again."""
    return f"{issue.score!r},{issue.pk}"


def read(text: str) -> Place | None:
    """A cursor from an address; None when it is none."""
    score, _, number = text.partition(",")
    try:
        value = float(score)
    except ValueError:
        return None
    return (value, int(number)) if isfinite(value) and number.isdecimal() and len(number) < 19 else None


def numbers(issues: IssueQuerySet, *, after: str = "", before: str = "", size: int = PAGE) -> list[int]:
    """Of the issues of that page, as `page` finds them, the numbers alone; of a page before a cursor in no order."""
    below, above = read(after), read(before)
    if above is not None and below is None:
        found = list(_above(issues, above).order_by("score", "-pk").values_list("pk", flat=True)[:size])
        return found or numbers(issues, size=size)
    return list(_below(issues, below).by_score().values_list("pk", flat=True)[:size])


def page(issues: IssueQuerySet, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """The page after, or else before, a cursor; the first one without either, or when it names nothing."""
    below, above = read(after), read(before)
    if above is not None and below is None:
        return _before(issues, above, size)
    found = list(_below(issues, below).by_score().select_related(*BESIDE)[: size + 1])
    shown = found[:size]
    earlier = cursor(shown[0]) if below is not None and shown else ""
    return Page(shown, earlier, cursor(shown[-1]) if len(found) > size else "")


def _before(issues: IssueQuerySet, place: Place, size: int) -> Page:
    found = list(_above(issues, place).order_by("score", "-pk").select_related(*BESIDE)[: size + 1])
    if not found:
        return page(issues, size=size)
    shown = found[:size][::-1]
    return Page(shown, cursor(shown[0]) if len(found) > size else "", cursor(shown[-1]))


def _below(issues: IssueQuerySet, place: Place | None) -> IssueQuerySet:
    """In two steps, so that an index on (score, id) finds where to begin."""
    if place is None:
        return issues
    score, number = place
    return issues.filter(Q(score__lte=score) & (Q(score__lt=score) | Q(pk__gt=number)))


def _above(issues: IssueQuerySet, place: Place) -> IssueQuerySet:
    score, number = place
    return issues.filter(Q(score__gte=score) & (Q(score__gt=score) | Q(pk__lt=number)))
