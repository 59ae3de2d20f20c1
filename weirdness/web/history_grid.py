"""The history of a dataset's checks as a grid: an expectation per row, a day per column, the newest day first."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

import checks
from weirdness.models import Dataset, Result, Suite

SPANS = (7, 30, 90)
FAILED, UNASKED, PASSED, NONE = "failed", "unasked", "passed", "none"


@dataclass(frozen=True)
class Cell:
    """What a day's runs said of an expectation: the worst, and the run that said it. `run` is None without a run."""

    day: date
    state: str
    run: int | None = None
    runs: int = 0
    failing: int = 0


@dataclass(frozen=True)
class Line:
    sentence: str
    suite: str
    is_past: bool
    cells: list[Cell]
    ever_failed: bool


def grid(dataset: Dataset, today: date, days: int) -> tuple[list[date], list[Line]]:
    """The days, the newest first, and a line for each expectation of today's suites, then for those of the past."""
    shown = [today - timedelta(days=back) for back in range(days)]
    told = _told(dataset, shown[-1])
    names = _of_today(dataset)
    past = {key: said["sentence"] for key, said in sorted(told.items()) if key not in names}
    lines = [_line(sentence, suite, False, told.get(key), shown) for key, (sentence, suite) in names.items()]
    return shown, lines + [_line(sentence, "", True, told[key], shown) for key, sentence in past.items()]


def _of_today(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Grouping key → sentence and suite, in the order of the suites."""
    return {
        checks.identity(each): (checks.sentence(each), suite.name)
        for suite in Suite.objects.filter(dataset=dataset).exclude(stage=Suite.Stage.DRAFT)
        for each in suite.expectations
    }


def _told(dataset: Dataset, since: date) -> dict[str, dict[str, Any]]:
    """Grouping key → sentence and what each day said, in one query however many runs there were."""
    failed, unasked = Q(success=False), Q(success__isnull=True)
    rows = (
        Result.objects.filter(run__dataset=dataset, run__finished_at__date__gte=since)
        .order_by()
        .annotate(day=TruncDate("run__finished_at"))
        .values("grouping_key", "day")
        .annotate(
            said=Max("sentence"),
            runs=Count("pk"),
            failing=Count("pk", filter=failed),
            last=Max("run"),
            last_failed=Max("run", filter=failed),
            last_unasked=Max("run", filter=unasked),
        )
    )
    told: dict[str, dict[str, Any]] = {}
    for row in rows:
        line = told.setdefault(row["grouping_key"], {"sentence": row["said"], "days": {}})
        line["days"][row["day"]] = _cell(row)
    return told


def _cell(row: dict[str, Any]) -> Cell:
    worst = row["last_failed"] or row["last_unasked"] or row["last"]
    state = FAILED if row["last_failed"] else UNASKED if row["last_unasked"] else PASSED
    return Cell(row["day"], state, worst, row["runs"], row["failing"])


def _line(sentence: str, suite: str, is_past: bool, told: dict[str, Any] | None, shown: list[date]) -> Line:
    said: dict[date, Cell] = told["days"] if told else {}
    cells = [said.get(day, Cell(day, NONE)) for day in shown]
    return Line(sentence, suite, is_past, cells, any(cell.state == FAILED for cell in cells))
