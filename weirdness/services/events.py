"""The one way into the history."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from weirdness.models import Dataset, Event, Issue, Person

_batch: ContextVar[str] = ContextVar("batch", default="")


@contextmanager
def together(batch: str) -> Iterator[None]:
    """What is recorded inside carries this batch: told in one letter, and verdicts can be taken back at once."""
    token = _batch.set(batch)
    try:
        yield
    finally:
        _batch.reset(token)


def hold(dataset_id: int) -> None:
    """Takes the dataset's chain before any row, as every writer of its history ends up needing it.

    The other way round two writers, one with the row and one with the chain, would wait for each other.
    """
    assert transaction.get_connection().in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7283, %s::int)", [dataset_id])


def hold_free(dataset_ids: list[int]) -> list[int]:
    """As `hold`, of those that nobody else holds now: whoever takes several never waits for one."""
    assert transaction.get_connection().in_atomic_block
    with connection.cursor() as cursor:
        free = "SELECT id FROM unnest(%s::int[]) AS id WHERE pg_try_advisory_xact_lock(7283, id)"
        cursor.execute(free, [dataset_ids])
        return [number for (number,) in cursor.fetchall()]


def record(
    *,
    verb: str,
    now: datetime,
    actor: Person | None = None,
    by_check: bool = False,
    dataset: Dataset | None = None,
    issue: Issue | None = None,
    before: str = "",
    after: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Appends one event; the trigger links it into the dataset's chain."""
    kind = Event.ActorKind.PERSON if actor else Event.ActorKind.CHECK if by_check else Event.ActorKind.SYSTEM
    about = dataset or (issue.dataset if issue else None)
    kept = {"batch": _batch.get(), **(data or {})} if _batch.get() else data or {}
    return Event.objects.create(
        chain=about.pk if about else 0,
        at=now,
        actor_kind=kind,
        actor=actor,
        dataset=about,
        issue=issue,
        verb=verb,
        before=before,
        after=after,
        reason=reason,
        data=kept,
    )
