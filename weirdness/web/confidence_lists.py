"""What the numbers were made from, as CSV files: streamed, with cells that no spreadsheet takes for a formula."""

from collections.abc import Iterable, Iterator

from defusedcsv import csv
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from weirdness.models import Dataset, Era, Look
from weirdness.web import confidence_facts
from weirdness.web import numbers_rows as rows
from weirdness.web.confidence_numbers import may_name
from weirdness.web.door import dataset_of, signed_in
from weirdness.web.queue_export import Line

LOOKS = ("position", "day", "viewpoint", "how it is known", "new oddities first flagged at it")
HISTORY = ("estimated at", "state", "confidence", "uses", "new oddities", "why the state changed")


@require_safe
@signed_in
def looks_csv(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The looks of the present era, in the order in which the numbers take them."""
    dataset, now = dataset_of(request, key), timezone.now()
    era = Era.objects.filter(dataset=dataset).at(now)
    snapshot = confidence_facts.newest(dataset)
    finds = snapshot.inputs["finds"] if snapshot else []
    named = may_name(dataset, request)
    cells = (_look(look, finds, named) for look in rows.all_looks(dataset, era, now))
    return _file(dataset, "uses", [*LOOKS, "person"] if named else LOOKS, cells)


def _look(look: Look, finds: list[int], named: bool) -> list[object]:
    told = [look.place, look.day.isoformat(), str(look.viewpoint), look.get_origin_display(), finds.count(look.place)]
    return [*told, rows.whose(look).name] if named else told


@require_safe
@signed_in
def history_csv(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """Every estimate that was stored; no figure for confidence where it was too early for one."""
    dataset = dataset_of(request, key)
    cells = (
        [
            *(each.at.isoformat(), each.label, "" if each.confidence is None else f"{each.confidence:.4f}"),
            *(each.looks, each.finds, each.why),
        ]
        for each in rows.whole_history(dataset)
    )
    return _file(dataset, "estimates", HISTORY, cells)


def _file(dataset: Dataset, what: str, head: Iterable[str], cells: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(head, cells), content_type="text/csv")
    name = f"{dataset.key.replace('/', '-')}-{what}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(head: Iterable[str], cells: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield writer.writerow(head)
    for each in cells:
        yield writer.writerow(each)
