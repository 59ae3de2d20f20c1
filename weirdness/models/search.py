"""Searching issues: by number, by words of titles, sentences and columns, by dataset."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import BigAutoField, Lookup, Q, QuerySet

# As the indexes `issue_words` and `flag_words` spell them: a query that says the same expression is answered by one.
WORDS = SearchVector("title", "column", config="english")
SENTENCE = SearchVector("sentence", config="english")
MOST, MOST_WORDS = 1000, 12
DATASETS = 200  # of which the text is a part of the name


@BigAutoField.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    """`pk__among`: in one array of numbers, or in what a question for one answers, before any row is looked at.

    The planner isn't told the numbers: it would look for each throughout the queue's indexes.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        (left, own), (right, given) = self.process_lhs(compiler, connection), self.process_rhs(compiler, connection)
        return f"{left} = ANY(ARRAY(SELECT unnest({right}::bigint[])))", [*own, *given]


def found(issues: QuerySet[Any], flags: QuerySet[Any], text: str) -> list[int]:
    """The numbers of those issues that the text finds: at most MOST in each way, whatever it says. The sentences of
    their flags are read when the other ways found fewer. `#12` is that issue and nothing else."""
    if text.startswith("#") and (number := _number(text)):
        return list(_few(issues.filter(pk=number)))
    query = _query(text)
    first, *more = (_few(each) for each in _ways(issues, text, query))
    numbers = set(first.union(*more))
    if query is None or len(numbers) >= MOST:
        return list(numbers)
    said = flags.alias(words=SENTENCE).filter(person__isnull=False, words=query)
    # As an array: joined, PostgreSQL expects so many of words' beginnings that it reads every issue.
    return list(numbers.union(_few(issues.filter(pk__among=ArraySubquery(said.order_by().values("issue"))))))


def _few(issues: QuerySet[Any]) -> QuerySet[Any]:
    return issues.order_by().values_list("pk", flat=True)[:MOST]


def _query(text: str) -> SearchQuery | None:
    """All words, of the last also what begins with it; stemmed, so that "flights" finds "flight". None: there is no
    word. What begins with a word that many hold costs ten times the word: only the last may be half typed."""
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    said = f"{' & '.join(words)}:*"
    return SearchQuery(said, search_type="raw", config="english") if words else None


def _number(text: str) -> int | None:
    number = text.removeprefix("#")
    return int(number) if number.isdecimal() and len(number) < 18 else None


def _ways(issues: QuerySet[Any], text: str, query: SearchQuery | None) -> Iterator[QuerySet[Any]]:
    if number := _number(text):
        yield issues.filter(pk=number)
    # Looked up first: joined, every issue would be read when no dataset is called so.
    datasets = issues.model.dataset.field.related_model.objects.filter(
        Q(key__icontains=text) | Q(title__icontains=text)
    )
    yield issues.filter(dataset__in=list(datasets.order_by("key").values_list("pk", flat=True)[:DATASETS]))
    if query is not None:
        yield issues.alias(words=WORDS).filter(words=query)
