"""Whose datasets are whose to judge: looked up once, for all that the desk asks about its queue."""

from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef

from weirdness.models.dataset import Dataset, triaged
from weirdness.models.person import Person


@dataclass(frozen=True)
class ToJudge:
    """`judged`: keys by number of the datasets that somebody sees and triages. `others`: of those that they see and
    don't triage, the ones in which an open issue is given to them or to a team of theirs."""

    judged: dict[int, str]
    others: tuple[int, ...]


def datasets_to_judge(person: Person) -> ToJudge:
    return person.once("to judge", lambda: _look(person))


def _look(person: Person) -> ToJudge:
    seen = Dataset.objects.visible_to(person)
    if person.is_superuser:
        return ToJudge(dict(seen.values_list("pk", "key")), ())
    issues = Dataset.issues.rel.related_model.objects.open().filter(dataset=OuterRef("pk"))
    # Two questions, of the datasets that are not theirs alone: a team of many datasets has very many issues.
    given = Exists(issues.filter(assignee=person)) | Exists(issues.filter(assignee_team__in=person.of_teams()))
    is_judged = triaged(person)
    found = seen.filter(is_judged | given).annotate(judged=ExpressionWrapper(is_judged, BooleanField())).order_by()
    rows = list(found.values_list("pk", "key", "judged"))
    judged = {number: key for number, key, ours in rows if ours}
    return ToJudge(judged, tuple(number for number, _, ours in rows if not ours))
