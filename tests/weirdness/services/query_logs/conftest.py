"""A log as somebody hands it in, and what the worker makes of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from weirdness.models import LogImport, Look, Person, Source
from weirdness.services import work
from weirdness.services.query_logs import handing_in

HandIn = Callable[..., LogImport]


@pytest.fixture
def hand_in(cast: Cast) -> HandIn:
    """Hands in a text or bytes as the administrator, and lets the worker read it."""

    def inner(
        content: str | bytes,
        *,
        by: Person | None = None,
        kind: str = LogImport.Kind.CSV,
        name: str = "uses.csv",
        source: Source | None = None,
        prefix: str = "",
    ) -> LogImport:
        content = content.encode() if isinstance(content, str) else content
        log = handing_in.hand_in(
            actor=by or cast.administrator,
            kind=kind,
            name=name,
            pieces=[content],
            source=source,
            prefix=prefix,
            now=timezone.now(),
        )
        work.drain()
        log.refresh_from_db()
        return log

    return inner


def days_ago(number: int) -> str:
    return (timezone.localdate() - timedelta(days=number)).isoformat()


def looks_of(log: LogImport) -> set[tuple[str, str, str]]:
    """Who, what, when."""
    found = Look.objects.counted().filter(log=log)
    return {(who, what, day.isoformat()) for who, what, day in found.values_list("person__name", "dataset__key", "day")}
