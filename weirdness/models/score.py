"""The order of the queue: never by date.

score = severity (1, 3, 9) × (1 + log2 people) × (1 + 0.5 × (viewpoints − 1)) × tier (1 to 3) + pressure
pressure = severity × min(2, hours waited / hours to acknowledge): the clock lifts, and never outweighs, the rest.
"""

from datetime import datetime, timedelta

from django.db.models import Case, Count, F, FloatField, Q, Value, When
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.functions import Cast, Extract, Greatest, Least, Log

ACKNOWLEDGE = {1: timedelta(days=3), 3: timedelta(days=1), 9: timedelta(hours=4)}  # by severity
TIERS = {"key": 3.0, "standard": 2.0, "sandbox": 1.0}
IN_EPISODE = Q(flags__at__gte=F("opened_at"))


def parts(now: datetime) -> dict[str, Combinable]:
    """Annotations for a QuerySet of issues: people, viewpoints, tier_weight, pressure, score (all of the episode)."""
    number = FloatField()
    people = Count("flags__person", distinct=True, filter=IN_EPISODE)
    viewpoints = Count("flags__viewpoint", distinct=True, filter=IN_EPISODE)
    tier = Case(*(When(dataset__tier=tier, then=Value(w)) for tier, w in TIERS.items()), output_field=number)
    limit = Case(
        *(When(severity=s, then=Value(limit.total_seconds())) for s, limit in ACKNOWLEDGE.items()),
        output_field=number,
    )
    waited = Cast(Extract(Value(now) - F("opened_at"), "epoch"), number)
    pressure = F("severity") * Least(Value(2.0), Greatest(Value(0.0), waited / limit))
    severity = Cast(F("severity"), number)
    crowd = 1.0 + Log(Value(2.0), Cast(Greatest(F("people"), Value(1)), number))
    breadth = 1.0 + 0.5 * Greatest(Cast(F("viewpoints"), number) - 1.0, Value(0.0))
    return {
        "people": people,
        "viewpoints": viewpoints,
        "tier_weight": tier,
        "pressure": ExpressionWrapper(pressure, number),
        "score": ExpressionWrapper(severity * crowd * breadth * tier + F("pressure"), number),
    }
