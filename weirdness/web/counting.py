"""Counts that stay cheap however long a list is: beyond a thousand nobody asks how many exactly."""

from typing import Any

from django.db.models import QuerySet

MOST = 1000


def capped(rows: QuerySet[Any], most: int = MOST) -> int:
    """How many rows there are; `most` + 1 stands for more than `most`."""
    return rows.order_by().values("pk")[: most + 1].count()


def said(count: int, most: int = MOST) -> str:
    """`37`, `1,000+`."""
    return f"{most:,}+" if count > most else f"{count:,}"
