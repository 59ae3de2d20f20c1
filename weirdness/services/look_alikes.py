"""Issues that may be the same weirdness as one at hand: offered in an order, never joined in silence.

Candidates come from the indexes (services/alike_pool.py), each index asked for a bounded number; they are ranked by
services/likeness.py. docs/look-alikes.md explains both, and how well they do on labelled pairs.
"""

from dataclasses import dataclass

from weirdness.models import Category, Dataset, Evidence, Flag, Issue, Person
from weirdness.models.issue import IssueQuerySet
from weirdness.services import alike_pool, rows
from weirdness.services.alike_pool import Asked, Key
from weirdness.services.errors import Refused
from weirdness.services.likeness import OFFERED, Likeness, Sight, how_rare, likeness
from weirdness.services.merging import flags_here

ROWS = 10  # of the reported rows that are compared


@dataclass(frozen=True)
class Near:
    """An issue that may be the same, and why it is offered."""

    issue: Issue
    because: str


def near(
    *,
    person: Person,
    dataset: Dataset,
    column: str = "",
    category: str = "",
    sentence: str = "",
    rows: str = "",
    metadata_field: str = "",
    most: int = 3,
) -> list[Near]:
    """Up to `most` open, explained or accepted issues that a flag as typed so far may be about, the likest first."""
    asked = Asked(
        dataset,
        column=column,
        category=Category.objects.filter(slug=category).values_list("pk", flat=True).first(),
        metadata_field=metadata_field,
        sentence=sentence,
        keys=_typed(rows, dataset),
    )
    seen = Issue.objects.visible_to(person).known().filter(dataset=dataset)
    return _nearest(asked, seen, most, least=OFFERED)


def near_issue(issue: Issue, person: Person, most: int = 5) -> list[Near]:
    """Up to `most` issues that it could be merged into, the likest first."""
    asked = Asked(
        issue.dataset,
        column=issue.column,
        category=issue.category_id,
        metadata_field=issue.metadata_field,
        sentence=issue.title,
        keys=_known_keys(issue),
    )
    return _nearest(asked, _mergeable(issue, person), most)


def _mergeable(issue: Issue, person: Person) -> IssueQuerySet:
    """What merging would accept: of the same dataset, as private as this one, open or closed for good."""
    near = Issue.objects.visible_to(person).about(issue.dataset).exclude(pk=issue.pk).known()
    return near.filter(private=issue.private)


def _nearest(asked: Asked, seen: IssueQuerySet, most: int, least: float = 0) -> list[Near]:
    """Those of the candidates that are among `seen`, the likest first; of two alike, the one higher in the queue."""
    likenesses = _likenesses(asked, seen)
    alike = [pk for pk, like in likenesses.items() if like.because and like.total >= least]
    best = sorted(alike, key=lambda pk: -likenesses[pk].total)[:most]
    issues = Issue.objects.select_related("dataset", "category").in_bulk(best)
    return [Near(issues[pk], likenesses[pk].because) for pk in best]


def _likenesses(asked: Asked, seen: IssueQuerySet) -> dict[int, Likeness]:
    """By number; those higher in the queue first."""
    pool = alike_pool.gather(asked)
    found = alike_pool.seen(seen.filter(pk__in=pool.numbers), asked.sentence)
    alike_pool.hear(found, asked.sentence)
    sights = {
        pk: Sight(
            column=each.column,
            category=each.category,
            metadata_field=each.metadata_field,
            texts=[words for words, _ in each.texts],
            rows=pool.rows.get(pk, 0),
            letters=max(letters for _, letters in each.texts),
        )
        for pk, each in sorted(found.items(), key=lambda pair: (-pair[1].score, pair[0]))
    }
    flag = Sight(asked.column, asked.category, asked.metadata_field, [frozenset(pool.words)])
    rarity = how_rare(sights.values())
    return {pk: likeness(flag, sight, rarity) for pk, sight in sights.items()}


def _typed(text: str, dataset: Dataset) -> list[Key]:
    """Rows that can't be read yet look like nothing; the sentence about them comes when the form is sent."""
    try:
        return rows.read(text, dataset.key_columns)[:ROWS]
    except Refused:
        return []


def _known_keys(issue: Issue) -> list[Key]:
    named = Evidence.objects.filter(flag__in=Flag.objects.filter(flags_here(issue)).values("pk"))
    return [key for keys in named.values_list("keys", flat=True)[:ROWS] for key in keys][:ROWS]
