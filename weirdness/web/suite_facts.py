"""What the pages of a suite tell. The dataset came through `visible_to`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.formats import date_format

import checks
from checks.words import arguments_of
from weirdness.models import Issue, Result, Run, Suite, SuiteVersion
from weirdness.services import moments, reviews, suites
from weirdness.services.errors import NotAllowed
from weirdness.services.reviews import Verdicts
from weirdness.services.suite_changes import Change, changes, note_of, severity_of, told
from weirdness.services.suite_parts import issue_of, mark, stage_of
from weirdness.web.door import dataset_of, whole_number

SEVERITY = {"info": ("minor", 1), "warning": ("major", 3), "critical": ("critical", 9)}


@dataclass(frozen=True)
class Line:
    """One expectation on the page; `at` counts from 0. `last`: what the last run said of it, None if it did not.

    `is_changed`: the last run asked it, with other arguments.
    """

    at: int
    mark: str
    sentence: str
    severity: str
    weight: int
    stage: str
    note: str
    issue: Issue | None
    verdicts: Verdicts
    last: Result | None
    is_changed: bool


@dataclass(frozen=True)
class Saved:
    """A version and what it changed."""

    version: SuiteVersion
    changes: list[Change]

    @property
    def note(self) -> str:
        """What a person wrote; a note that only repeats the changes is not shown beside them."""
        return "" if self.version.note == told(self.changes) else self.version.note


def suite_of(request: HttpRequest, key: str, number: int) -> Suite:
    """The suite of a dataset that this person may see, with its dataset; else a 404."""
    dataset = dataset_of(request, key)
    found = Suite.objects.filter(dataset=dataset, pk=number).first()
    if found is None:
        raise Http404
    found.dataset = dataset
    return found


def must_edit(request: HttpRequest, suite: Suite) -> None:
    """For pages that only make sense to who may save."""
    if not suites.may_save(suite.dataset, request.user):
        raise PermissionDenied(
            f"Changing the suites of {suite.dataset.key} needs the permission “triage” on it. "
            f"Its data scientists ({suite.dataset.triage_team}) can do it for you."
        )


def seen(request: HttpRequest) -> int:
    """The version that the form was made from; a form that names none has seen nothing."""
    return whole_number(request.POST, "version") or -1


def refused(no: NotAllowed) -> PermissionDenied:
    return PermissionDenied(str(no))


def lines(suite: Suite, request: HttpRequest) -> list[Line]:
    verdicts = reviews.verdicts(suite.dataset, suite.expectations)
    numbers = {number for each in suite.expectations if (number := issue_of(each))}
    issues = Issue.objects.visible_to(request.user).filter(dataset=suite.dataset).in_bulk(numbers)
    last = _last(suite)
    return [
        _line(at, each, verdicts[at], issues.get(issue_of(each) or 0), last.get(checks.identity(each), []))
        for at, each in enumerate(suite.expectations)
    ]


def _line(at: int, expectation: dict[str, Any], verdicts: Verdicts, issue: Issue | None, last: list[Result]) -> Line:
    severity, weight = SEVERITY.get(severity_of(expectation), ("critical", 9))
    same = (each for each in last if arguments_of({"kwargs": each.kwargs}) == arguments_of(expectation))
    result = next(same, None)
    return Line(
        at,
        mark(expectation),
        checks.sentence(expectation),
        severity,
        weight,
        stage_of(expectation),
        note_of(expectation),
        issue,
        verdicts,
        result,
        bool(last) and result is None,
    )


def _last(suite: Suite) -> dict[str, list[Result]]:
    """What the last run that has results said, by what was asked."""
    found: dict[str, list[Result]] = {}
    run = Run.objects.filter(suite=suite).exclude(results=None).order_by("-pk").first()
    for each in run.results.all() if run else []:
        found.setdefault(each.grouping_key, []).append(each)
    return found


def schedule(suite: Suite, now: datetime) -> dict[str, Any]:
    """The clock in words, and the next three moments in its own zone."""
    coming = moments.upcoming(suite.cron, suite.time_zone, now)
    return {"words": moments.words(suite.cron), "next": [date_format(each, "l j F Y, H:i T") for each in coming]}


def versions(suite: Suite, most: int) -> list[Saved]:
    """The newest first, each with what it changed from the one before."""
    kept = list(suite.versions.select_related("saved_by")[: most + 1])
    pairs = zip(kept, [*kept[1:], None], strict=True)
    return [Saved(new, changes(old.document if old else None, new.document)) for new, old in pairs][:most]


def last_version(suite: Suite) -> SuiteVersion | None:
    return suite.versions.select_related("saved_by").first()
