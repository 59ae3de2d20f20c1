"""Makes the whole demo, once: files, people, datasets, their past, their first runs."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from weirdness.demo import datasets, duty, files, people, story
from weirdness.demo.telling import Narrator
from weirdness.models import Dataset, Job, Person
from weirdness.services import notifications, work

LOCK = 7284  # two makers at once, one after the other


class NotHere(Exception):
    """Why no demo is made; the text says what to do."""


def make(*, now: datetime) -> bool:
    """True: made now. False: it was there. Raises NotHere, and files.NotInstalled."""
    allowed()
    root = _root()
    if _is_there():
        files.write(root)  # somebody may have emptied the folder
        return False
    _place_is_free()
    files.write(root)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if _is_there():
            return False
        _tell(root, now=now)
    _finish_estimates(now=now)
    return True


def allowed() -> None:
    """Raises NotHere unless this server is told to be a demo."""
    if not settings.DEMO:
        raise NotHere("The demo is off: set DEMO=1, for people who try Weirdness, and never where real data are.")


def _root() -> Path:
    if datasets.ROOT not in settings.SOURCE_ROOTS:
        raise NotHere("The demo's files need a folder: add demo=<folder> to SOURCE_ROOTS.")
    return Path(settings.SOURCE_ROOTS[datasets.ROOT])


def _is_there() -> bool:
    return Dataset.objects.filter(key="nyc/flights", is_demo=True).exists()


def _place_is_free() -> None:
    keys = [sheet.key for sheet in datasets.sheets()]
    taken = [
        *Dataset.objects.filter(key__in=keys).values_list("key", flat=True),
        *Person.objects.filter(email__in=people.EMAILS).values_list("email", flat=True),
    ]
    if taken:
        raise NotHere(f"{', '.join(taken)} exist already and are not the demo's. Use a database without them.")


def _tell(root: Path, *, now: datetime) -> None:
    stories = [story.read(name, today=timezone.localdate(now)) for name in datasets.NAMES]
    first = min(each.opening for each in stories)
    company = people.gather(now=first)
    duty.arrange(company=company, now=first)
    source = datasets.register_source(now=first)
    people.let_see_rows(company=company, source=source, now=first)
    registered = {
        sheet.key: datasets.register(sheet=sheet, source=source, root=root, company=company, now=past.opening)
        for sheet, past in zip(datasets.sheets(), stories, strict=True)
    }
    Narrator(company, registered).tell(story.together(stories))
    duty.pass_time(now=now - timedelta(minutes=1))
    datasets.ask_for_first_runs(company=company, now=now)
    notifications.withdraw_before(
        now=now, people=company.people.values(), reason="It tells of the demo's past, which nobody waits for."
    )


def _finish_estimates(*, now: datetime) -> None:
    """The estimates that the past owed, done here, so that the first page has something to say."""
    ours = Dataset.objects.filter(is_demo=True).values("pk")
    for job in Job.objects.filter(kind="confidence", subject__in=ours, state=Job.State.QUEUED):
        work.perform(job_id=job.pk, now=now)
