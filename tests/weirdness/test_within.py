"""`pk__within`: what `pk__in` finds, of none, few and many numbers."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from weirdness.models import Dataset, Issue, Person
from weirdness.models.within import FEW


@pytest.mark.parametrize("strangers", [0, FEW - 2, FEW * 5])
def test_few_and_many_numbers_find_what_a_list_of_them_finds(cast: Cast, strangers: int) -> None:
    numbers = (cast.bench.pk, cast.owner.pk, *range(10**9, 10**9 + strangers))
    found = Person.objects.filter(pk__within=numbers)
    assert {cast.bench, cast.owner} <= set(found)
    assert set(found) == set(Person.objects.filter(pk__in=numbers))
    assert not found.exclude(pk__within=numbers).exists()


def test_of_no_numbers_the_database_is_not_asked(cast: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert not list(Issue.objects.filter(dataset__pk__within=()))
    assert not asked.captured_queries


def test_beside_another_condition_no_numbers_take_nothing_away(cast: Cast) -> None:
    assert Dataset.objects.get(Q(pk__within=()) | Q(pk=cast.dataset.pk)) == cast.dataset
