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
    """The numbers of those issues that the text finds: at most MOST in each way, whatever it says."""
    first, *more = (each.order_by().values_list("pk", flat=True)[:MOST] for each in _ways(issues, flags, text))
    return list(first.union(*more))


def _ways(issues: QuerySet[Any], flags: QuerySet[Any], text: str) -> Iterator[QuerySet[Any]]:
    number = text.removeprefix("#")
    if number.isdecimal() and len(number) < 18:
        yield issues.filter(pk=int(number))
    # Looked up first: joined, every issue would be read when no dataset is called so.
    datasets = issues.model.dataset.field.related_model.objects.filter(
        Q(key__icontains=text) | Q(title__icontains=text)
    )
    yield issues.filter(dataset__in=list(datasets.order_by("key").values_list("pk", flat=True)[:DATASETS]))
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    if words:
        # Each word, or what begins with it; stemmed, so that "flights" finds "flight".
        query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="english")
        yield issues.alias(words=WORDS).filter(words=query)
        said = flags.alias(words=SENTENCE).filter(person__isnull=False, words=query)
        # As an array: joined, PostgreSQL expects so many of words' beginnings that it reads every issue.
        yield issues.filter(pk__among=ArraySubquery(said.order_by().values("issue")))
