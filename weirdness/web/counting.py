"""Counts that stay cheap however long a list is: beyond a thousand nobody asks how many exactly."""

from typing import Any

from django.db.models import IntegerField, Model, QuerySet, Subquery

MOST = 1000


class _Count(Subquery):
    """How many rows a capped subquery has."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()
    empty_result_set_value = 0  # of a list that can hold nothing, which the database is not asked about


def capped(rows: QuerySet[Any], most: int = MOST) -> int:
    """How many rows there are; `most` + 1 stands for more than `most`."""
    return _few(rows, most).count()


def all_capped(lists: dict[str, QuerySet[Any]], anchor: QuerySet[Model], most: int = MOST) -> dict[str, int]:
    """Several lists counted in one question; `anchor` is any query of exactly one row."""
    counts = {name: _Count(_few(rows, most)) for name, rows in lists.items()}
    found = anchor.values_list(*counts.values()).get()
    return dict(zip(counts, found, strict=True))


def beside(rows: QuerySet[Any], most: int = MOST) -> Subquery:
    """For an annotation: how many `rows`, which name the outer row with OuterRef, belong to each; capped."""
    return many(rows, most)


def many(rows: QuerySet[Any], most: int = MOST) -> Subquery:
    """How many there are, as one column of another question; capped."""
    return _Count(_few(rows, most))


def _few(rows: QuerySet[Any], most: int) -> QuerySet[Any]:
    return rows.order_by().values("pk")[: most + 1]


def said(count: int, most: int = MOST) -> str:
    """`37`, `1,000+`."""
    return f"{most:,}+" if count > most else f"{count:,}"
