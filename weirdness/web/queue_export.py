"""What the queue lists, as a CSV file: streamed, with cells that no spreadsheet takes for a formula."""

from collections.abc import Iterable, Iterator
from typing import Any

from defusedcsv import csv
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from weirdness.models import State
from weirdness.models.issue_words import Severity
from weirdness.web.desk import Desk
from weirdness.web.door import signed_in

MOST = 10_000
HEAD = (
    *("number", "title", "dataset", "column", "kind", "severity", "state", "people", "viewpoints", "score"),
    *("with", "opened", "changed", "snoozed until", "came back", "flapping", "guarded", "private", "address"),
)
# As the head names them, up to `score`; then what the other cells are made of. No issue is made of a row: it took
# longer than the question.
FIELDS = (
    *("pk", "title", "dataset__key", "column", "category__name", "severity", "state", "people", "viewpoints", "score"),
    *("assignee__name", "assignee_team__name", "opened_at", "changed_at", "snoozed_until", "snoozed_till_flag"),
    *("regressed", "flapping", "guarded", "private"),
)


class Line:
    """A file of one line: what is written is what comes back."""

    def write(self, text: str) -> str:
        return text


@require_safe
@signed_in
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    desk = Desk.of(request.user, request.GET)
    found = desk.listed().by_score().values_list(*FIELDS)[: MOST + 1]
    response = StreamingHttpResponse(_lines(request, found.iterator(chunk_size=500)), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="queue-{desk.filters.view}.csv"'
    return response


def _lines(request: HttpRequest, rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield writer.writerow(HEAD)
    address = request.build_absolute_uri(reverse("issue", args=[0])).removesuffix("0/")
    for at, row in enumerate(rows):
        if at == MOST:
            yield writer.writerow([f"Only the first {MOST:,} are here. Narrow the filters to get the others."])
            return
        yield writer.writerow(_cells(row, address))


def _cells(row: tuple[Any, ...], address: str) -> list[object]:
    number, title, dataset, column, category, severity, state, *crowd = row[:10]
    person, team, opened, changed, until, till_flag, *marks = row[10:]
    asleep = "the next flag" if till_flag else until and until.isoformat()
    return [
        *(number, title, dataset, column, category, Severity(severity).label, State(state).label, *crowd),
        *(person or team or "", opened.isoformat(), changed.isoformat(), asleep or ""),
        *("yes" if each else "" for each in marks),
        f"{address}{number}/",
    ]
