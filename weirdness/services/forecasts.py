"""Forecasts left behind by estimates, and scored when the uses that they speak of have happened.

What is scored follows the log: another find, look or verdict in an era scores its forecasts anew, so that a score
depends on what happened and not on the order in which it became known. What was foretold never changes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Q

from weirdness.confidence import DiscoveryCurve, Prior, score
from weirdness.confidence import Forecast as Foretold
from weirdness.confidence.place import place_in_forecast
from weirdness.models import Forecast, Snapshot, Tally
from weirdness.services.estimated import Estimated

HORIZONS = (20, 100)
LEVEL = 0.9
METHOD = 120


class Kept(NamedTuple):
    """A forecast's row, but for what it was made of."""

    pk: int
    era: int
    made_at: datetime
    looks: int
    uses: int
    low: int
    high: int
    level: float
    stands_alone: bool
    found: int | None
    snapshot: int


@dataclass(frozen=True)
class Scored:
    """What came of a forecast; None: its uses have not all happened (any more)."""

    kept: Kept
    found: int | None
    held: bool | None


def follow(made: Sequence[Estimated], *, now: datetime) -> None:
    """Scores what has come due and leaves new forecasts, in as many questions for a hundred datasets as for one."""
    news = [each for each in made if each.is_news]
    if news:
        _write([*_scored(news)], now)
        _leave([each for each in news if each.inputs.looks])
        _tally([each.era for each in news])


def _scored(news: Sequence[Estimated]) -> Iterable[Scored]:
    by_era = {each.era: each for each in news}
    again = [each.era for each in news if not each.known_before]
    wanted = Q(era__in=again) | Q(era__in=list(by_era), scored_at__isnull=True)
    for row in Forecast.objects.filter(wanted).order_by().values_list(*Kept._fields):
        kept = Kept(*row)
        came = _came(kept, by_era[kept.era])
        if came.found != kept.found:
            yield came


def _came(kept: Kept, now: Estimated) -> Scored:
    at = now.looks_until(kept.made_at)
    if at + kept.uses > now.inputs.looks:
        return Scored(kept, None, None)
    said = Foretold(at, kept.uses, kept.low, kept.high, kept.level)
    came = score(said, now.inputs.finds, now.inputs.looks)
    return Scored(kept, came.found, came.hit) if came else Scored(kept, None, None)


WRITE = """UPDATE weirdness_forecast AS forecast
    SET found = came.found, held = came.held, place = came.place,
        scored_at = CASE WHEN came.found IS NULL THEN NULL ELSE coalesce(forecast.scored_at, %s) END
    FROM unnest(%s::bigint[], %s::integer[], %s::boolean[], %s::double precision[]) AS came (id, found, held, place)
    WHERE forecast.id = came.id"""


def _write(scored: list[Scored], now: datetime) -> None:
    if not scored:
        return
    places = _places([each for each in scored if each.kept.stands_alone and each.found is not None])
    rows = [(each.kept.pk, each.found, each.held, places.get(each.kept.pk)) for each in scored]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [now, *(list(column) for column in zip(*rows, strict=True))])


def _places(scored: list[Scored]) -> dict[int, float]:
    """Where what came lies in what was foretold, from what the estimate was made from."""
    snapshots = Snapshot.objects.filter(pk__in=[each.kept.snapshot for each in scored]).order_by()
    made = {
        pk: (finds, looks, prior)
        for pk, finds, looks, prior in snapshots.values_list("pk", "inputs__finds", "inputs__looks", "inputs__prior")
    }
    places = {}
    for each in scored:
        finds, looks, prior = made[each.kept.snapshot]
        assert each.found is not None
        places[each.kept.pk] = place_in_forecast(
            finds, looks, each.kept.uses, each.found, chance(each.kept), Prior.from_json(prior)
        )
    return places


def chance(kept: Kept) -> float:
    """Uniform in 0..1, and the same whenever this forecast is scored."""
    named = f"{kept.era}:{kept.looks}:{kept.uses}".encode()
    return int.from_bytes(hashlib.sha256(named).digest()[:6]) / 2**48


def _leave(news: list[Estimated]) -> None:
    newest = Forecast.objects.filter(era__in=[each.era for each in news], stands_alone=True).order_by()
    alone = {(era, uses): at for era, uses, at in newest.values_list("era", "uses").annotate(at=Max("made_at"))}
    rows = [row for each in news for row in _foretold(each, alone)]
    Forecast.objects.bulk_create(rows, ignore_conflicts=True)  # one of this look is there


TALLY = """INSERT INTO weirdness_tally (era_id, uses, stands_alone, tier, state, held, tenth, many)
    SELECT era_id, uses, stands_alone, tier, state, held,
        CASE WHEN place IS NOT NULL THEN least(floor(place * 10), 9) END, count(*)
    FROM weirdness_forecast WHERE era_id = ANY (%s) GROUP BY 1, 2, 3, 4, 5, 6, 7"""


def _tally(eras: list[int]) -> None:
    """How many are alike, of eras of which something changed: the page of all adds few numbers up."""
    Tally.objects.filter(era__in=eras).delete()
    with connection.cursor() as cursor:
        cursor.execute(TALLY, [eras])


def _foretold(each: Estimated, alone: dict[tuple[int, int], datetime]) -> Iterable[Forecast]:
    inputs = each.inputs
    curve = DiscoveryCurve(inputs.finds, inputs.looks, inputs.prior)
    for uses in HORIZONS:
        said = curve.forecast(uses, LEVEL)
        before = alone.get((each.era, uses))
        yield Forecast(
            snapshot=each.snapshot,
            dataset=each.dataset,
            era_id=each.era,
            made_at=each.snapshot.at,
            looks=inputs.looks,
            uses=uses,
            level=LEVEL,
            low=int(said.low),
            mean=said.mean,
            high=int(said.high),
            method=each.snapshot.method[:METHOD],
            stands_alone=before is None or inputs.looks - each.looks_until(before) >= uses,
            tier=each.dataset.tier,
            state=each.snapshot.state,
        )
