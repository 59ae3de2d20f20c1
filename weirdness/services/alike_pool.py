"""Which issues are compared at all: a bounded number from each index, whatever the size of the dataset."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db import connection
from django.db.models import BigIntegerField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from weirdness.models import Dataset, Evidence, Flag, Issue
from weirdness.models.search import SENTENCE, WORDS

BY_ROWS, ABOUT, TOP, BY_WORDS = 60, 60, 160, 80  # candidates from each index
ENOUGH = 40  # found by words: what is dearer to ask, and says less, is not asked any more
RAREST, TOGETHER = 5, (3, 2, 1)  # of a large dataset's words: these many are looked for, so many of them together
MERGED, TEXTS = 300, 600  # issues behind those that stand for them, and sentences of flags, that are compared
Key = dict[str, Any]
Text = tuple[frozenset[str], float]  # its words, and its trigram similarity to the flag's sentence


@dataclass(frozen=True)
class Asked:
    """What is compared with what is known. `category`: its id."""

    dataset: Dataset
    column: str = ""
    category: int | None = None
    metadata_field: str = ""
    sentence: str = ""
    keys: list[Key] = field(default_factory=list)


@dataclass
class Seen:
    """What is compared of an issue. `texts`: words and letters of each sentence that tells it."""

    column: str
    category: int
    metadata_field: str
    score: float
    texts: list[Text]


@dataclass
class Pool:
    """`numbers`: issues that stand for what was found. `rows`: the share of the rows that are known with each.
    `words`: those of the sentence, stemmed."""

    numbers: set[int] = field(default_factory=set)
    rows: dict[int, float] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def gather(asked: Asked) -> Pool:
    pool = Pool(words=_stems(asked.sentence), rows=_by_rows(asked))
    top, about = _top(asked)
    pool.numbers = {*pool.rows, *top, *about}
    if len(top) == TOP and pool.words:
        pool.numbers |= _by_words(asked.dataset, _rarest(pool.words, pool.numbers))
    return pool


def seen(issues: QuerySet[Issue], sentence: str) -> dict[int, Seen]:
    """What is compared of each issue; `texts` hold its title."""
    of_title = (_array(WORDS), TrigramSimilarity("title", sentence))
    rows = issues.order_by().values_list("pk", "column", "category", "metadata_field", "score", *of_title)
    return {
        pk: Seen(column, category, field_, score, [(frozenset(words), letters)])
        for pk, column, category, field_, score, words, letters in rows
    }


def hear(found: dict[int, Seen], sentence: str) -> None:
    """Adds the sentences in which people told each of them, or what was merged into it, otherwise than its title."""
    stands = {pk: pk for pk in found}
    merged = Issue.objects.filter(merged_root__in=list(stands)).order_by("pk")
    of_titles = (_array(WORDS), TrigramSimilarity("title", sentence))
    for pk, root, words, letters in merged.values_list("pk", "merged_root", *of_titles)[:MERGED]:
        stands[pk] = root
        found[root].texts.append((frozenset(words), letters))
    said = Flag.objects.filter(issue__in=list(stands), person__isnull=False).exclude(sentence="")
    others = said.exclude(sentence=F("issue__title")).order_by()
    both = others.values_list("issue", _array(SENTENCE), TrigramSimilarity("sentence", sentence))
    for pk, words, letters in both[:TEXTS]:
        found[stands[pk]].texts.append((frozenset(words), letters))


def _array(vector: Any) -> Func:
    return Func(vector, function="tsvector_to_array", output_field=ArrayField(TextField()))


def _stems(sentence: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('english', %s))", [sentence])
        return list(cursor.fetchone()[0])


def _by_rows(asked: Asked) -> dict[int, float]:
    """Issue number → the share of the rows that its flags name."""
    if not asked.keys:
        return {}
    same = reduce(or_, (Q(keys__contains=[form]) for key in asked.keys for form in _forms(key)))
    named = Evidence.objects.filter(same, flag__dataset=asked.dataset).annotate(
        stands=Coalesce("flag__issue__merged_root", "flag__issue")
    )
    found: dict[int, set[int]] = defaultdict(set)
    for stands, keys in named.order_by().values_list("stands", "keys")[:BY_ROWS]:
        found[stands] |= {at for at, key in enumerate(asked.keys) if any(form in keys for form in _forms(key))}
    return {stands: len(which) / len(asked.keys) for stands, which in found.items()}


def _forms(key: Key) -> list[Key]:
    """A key as it was typed, and with its numbers as numbers, as the data hold them."""
    numbers = {name: int(value) if str(value).isdecimal() else value for name, value in key.items()}
    words = {name: str(value) for name, value in key.items()}
    return [words] if numbers == words else [words, numbers]


def _top(asked: Asked) -> tuple[list[int], list[int]]:
    """What is highest in the queue; and what is about the same column and kind, or as much of both as was said."""
    near = Issue.objects.known().about(asked.dataset, column=asked.column)
    if asked.category:
        near = near.filter(column=asked.column, category=asked.category)
    known = Issue.objects.known().about(asked.dataset)
    halves = [
        each.by_score().values_list("pk", Value(at))[:most]
        for at, (each, most) in enumerate([(known, TOP), (near, ABOUT)])
    ]
    found = list(halves[0].union(halves[1], all=True))
    return [pk for pk, at in found if at == 0], [pk for pk, at in found if at == 1]


def _rarest(words: list[str], sample: set[int]) -> list[str]:
    """The words that the sampled issues hold least, those first that can be asked for."""
    held = Issue.objects.filter(pk__in=sample).annotate(words=_array(WORDS)).values_list("words", flat=True)
    common = Counter(word for each in held for word in each)
    return sorted(filter(str.isalnum, words), key=lambda word: (common[word], -len(word)))[:RAREST]


def _by_words(dataset: Dataset, words: list[str]) -> set[int]:
    """Issues, and flags' issues, that hold several of the words; fewer words only while too few are found."""
    found: set[int] = set()
    for together in TOGETHER:
        if together > len(words):
            continue
        query = SearchQuery(_holding(words, together), search_type="raw", config="simple")
        titles = Issue.objects.alias(words=WORDS).filter(words=query)
        said = Flag.objects.alias(words=SENTENCE).filter(person__isnull=False, words=query)
        for rows, number, order in ((titles, "pk", "-score"), (said, "issue", "-at")):
            if len(found) < ENOUGH:
                found |= _first(rows.filter(dataset=_whole(dataset)), number, order)
    standing = Issue.objects.filter(pk__in=found).values_list(Coalesce("merged_root", "id"), flat=True)
    return set(standing)


def _whole(dataset: Dataset) -> Cast:
    """Its number as the indexes of words hold it: of a short number they know nothing, and all datasets are read."""
    return Cast(Value(dataset.pk), BigIntegerField())


class _First(ArrayAgg):
    """The first few of all, gathered by the server. With a LIMIT instead, it reads texts one by one, not the index."""

    template = f"(%(function)s(%(distinct)s%(expressions)s %(order_by)s))[1:{BY_WORDS}]"


def _first(rows: QuerySet[Any], number: str, order: str) -> set[int]:
    return set(rows.order_by().aggregate(found=_First(number, order_by=order))["found"] or ())


def _holding(words: list[str], together: int) -> str:
    """A query for texts that hold at least so many of the words."""
    return " | ".join(f"({' & '.join(some)})" for some in combinations(words, together))
