"""The looks of an era one by one, each with its position, as the numbers count them; read, never estimated."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from weirdness.models import Dataset, Era, Look


def counted(dataset: Dataset, era: Era, until: datetime) -> QuerySet[Look]:
    """One look per person and day: two accounts of one person are one."""
    looks = Look.objects.counted().filter(dataset=dataset, at__gte=era.started_at, at__lte=until)
    who = Coalesce("person__merged_into", "person")
    of_day = Window(RowNumber(), partition_by=[who, F("day")], order_by=[F("at"), F("pk")])
    return Look.objects.filter(pk__in=looks.order_by().annotate(of_day=of_day).filter(of_day=1).values("pk"))


def placed(dataset: Dataset, era: Era, until: datetime) -> QuerySet[Look]:
    """Each with its `place`, from 1, in the order in which the numbers take them."""
    order = [F("day"), F("at"), F("pk")]
    return counted(dataset, era, until).annotate(place=Window(RowNumber(), order_by=order)).order_by("place")


def before(looks: QuerySet[Look], moments: Iterable[datetime]) -> list[int]:
    """How many of the looks came up to each moment, in one question."""
    each = {f"m{number}": Count("pk", filter=Q(at__lte=moment)) for number, moment in enumerate(moments)}
    return list(looks.order_by().aggregate(**each).values()) if each else []
