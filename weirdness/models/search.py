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
ENOUGH = 10  # found by whole words: then half-typed ones are not asked for
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
    """The numbers of those issues that the text finds: at most MOST in each way, whatever it says. `#12` is that issue
    and nothing else. The last word may be half typed, which is asked when whole words find few."""
    if text.startswith("#") and (number := _number(text)):
        return list(_few(issues.filter(pk=number)))
    queries = _queries(text)
    first, *more = (_few(each) for each in _ways(issues, text, queries))
    numbers = set(first.union(*more))
    if not queries or len(numbers) >= MOST:
        return list(numbers)
    whole, half = queries
    numbers.update(_few(_said(issues, flags, whole)))
    if len(numbers) < ENOUGH:
        numbers.update(_few(_titled(issues, half)).union(_few(_said(issues, flags, half))))
    return list(numbers)


def _titled(issues: QuerySet[Any], query: SearchQuery) -> QuerySet[Any]:
    return issues.alias(words=WORDS).filter(words=query)


def _said(issues: QuerySet[Any], flags: QuerySet[Any], query: SearchQuery) -> QuerySet[Any]:
    said = flags.alias(words=SENTENCE).filter(person__isnull=False, words=query)
    # As an array: joined, PostgreSQL expects so many of words' beginnings that it reads every issue.
    return issues.filter(pk__among=ArraySubquery(said.order_by().values("issue")))


def _few(issues: QuerySet[Any]) -> QuerySet[Any]:
    return issues.order_by().values_list("pk", flat=True)[:MOST]


def _queries(text: str) -> list[SearchQuery]:
    """All words, stemmed, so that "flights" finds "flight"; then the same with what begins with the last one, which
    costs ten times the word when many hold it. Nothing: there is no word."""
    words = " & ".join(re.findall(r"\w+", text)[:MOST_WORDS])
    return [SearchQuery(said, search_type="raw", config="english") for said in (words, f"{words}:*") if words]


def _number(text: str) -> int | None:
    number = text.removeprefix("#")
    return int(number) if number.isdecimal() and len(number) < 18 else None


def _ways(issues: QuerySet[Any], text: str, queries: list[SearchQuery]) -> Iterator[QuerySet[Any]]:
    if number := _number(text):
        yield issues.filter(pk=number)
    # Looked up first: joined, every issue would be read when no dataset is called so.
    datasets = issues.model.dataset.field.related_model.objects.filter(
        Q(key__icontains=text) | Q(title__icontains=text)
    )
    yield issues.filter(dataset__in=list(datasets.order_by("key").values_list("pk", flat=True)[:DATASETS]))
    if queries:
        yield _titled(issues, queries[0])
