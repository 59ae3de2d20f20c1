"""What the queue lists, as a CSV file: streamed, with cells that no spreadsheet takes for a formula."""

from collections.abc import Iterable, Iterator

from defusedcsv import csv
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from weirdness.models import Issue
from weirdness.web.desk import Desk
from weirdness.web.door import signed_in
from weirdness.web.queue_page import BESIDE

MOST = 10_000
HEAD = (
    *("number", "title", "dataset", "column", "kind", "severity", "state", "people", "viewpoints", "score"),
    *("with", "opened", "changed", "snoozed until", "came back", "flapping", "guarded", "private", "address"),
)


class Line:
    """A file of one line: what is written is what comes back."""

    def write(self, text: str) -> str:
        return text


@require_safe
@signed_in
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    desk = Desk.of(request.user, request.GET)
    found = desk.listed().by_score().select_related(*BESIDE)[: MOST + 1]
    response = StreamingHttpResponse(_lines(request, found.iterator(chunk_size=500)), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="queue-{desk.filters.view}.csv"'
    return response


def _lines(request: HttpRequest, issues: Iterable[Issue]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield writer.writerow(HEAD)
    for at, issue in enumerate(issues):
        if at == MOST:
            yield writer.writerow([f"Only the first {MOST:,} are here. Narrow the filters to get the others."])
            return
        yield writer.writerow(_cells(request, issue))


def _cells(request: HttpRequest, issue: Issue) -> list[object]:
    asleep = "the next flag" if issue.snoozed_till_flag else issue.snoozed_until and issue.snoozed_until.isoformat()
    marks = ("yes" if each else "" for each in (issue.regressed, issue.flapping, issue.guarded, issue.private))
    return [
        *(issue.pk, issue.title, issue.dataset.key, issue.column, issue.category.name),
        *(issue.get_severity_display(), issue.get_state_display(), issue.people, issue.viewpoints, issue.score),
        *(str(issue.responsible or ""), issue.opened_at.isoformat(), issue.changed_at.isoformat(), asleep or ""),
        *marks,
        request.build_absolute_uri(reverse("issue", args=[issue.pk])),
    ]
