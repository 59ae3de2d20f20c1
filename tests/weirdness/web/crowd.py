"""Rows of everything that a page lists, so many of each, about the plates; a second call adds the next ones."""

from datetime import date, timedelta

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import failing_run
from weirdness.confidence import STANDING
from weirdness.models import (
    Absence,
    Calendar,
    Change,
    Clock,
    Dataset,
    Era,
    Evidence,
    Flag,
    Forecast,
    Grant,
    Inquiry,
    Issue,
    Level,
    LogImport,
    LoginName,
    LogUse,
    Look,
    Person,
    Prior,
    Profile,
    Reviewer,
    Rota,
    Rule,
    Run,
    SavedView,
    Source,
    Suite,
    Sweep,
    SweepFind,
    SweepItem,
    TableName,
    Team,
    Viewpoint,
    Waiver,
)
from weirdness.models.issue_words import Severity
from weirdness.services import confidence, discussion, flags, merging, people, triage
from weirdness.services.reports import Report

SPEECH = "The signal of plate {0} is negative in well {0}."
DONE = timedelta(days=1)


def add(cast: Cast, first: int, beyond: int) -> None:
    """Rows number `first` to `beyond` - 1 of each kind. The issue that all of them are about is number 1's."""
    run = failing_run(cast) if first == 0 else Run.objects.latest("pk")
    for n in range(first, beyond):
        person = _person(cast, n)
        _issues(cast, person, n)
        _dataset(cast, n)
        _checks(cast, run, n)
        _routing(cast, person, n)
        _logs(cast, person, n)
        _sweeps(cast, person, n)
        _forecast(cast, n)
        SavedView.objects.create(person=cast.administrator, name=f"View {n}", query="view=open", team=cast.scientists)
    for n in range(first, beyond):
        confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + timedelta(hours=n))


def _logs(cast: Cast, person: Person, n: int) -> None:
    """A query log of a database of its own, of names that nobody knows; and names of which somebody said it."""
    where = {"dialect": "postgresql", "host": "db.example.org", "port": 5432, "database": f"w{n}", "user": f"reader{n}"}
    source = Source.objects.create(slug=f"warehouse-{n}", name=f"Warehouse {n}", kind="database", settings=where)
    log = LogImport.objects.create(
        kind="pg_log",
        source=source,
        name=f"log-{n}",
        asked_by=cast.administrator,
        asked_at=NOW,
        state=LogImport.State.DONE,
        outcome={"looks": 0, "logins": 1, "login_reads": 2, "tables": 1, "table_reads": 2},
    )
    LogUse.objects.create(log=log, login=f"x{n}", table=f"nyc.t{n}", day=NOW.date(), lines=2)
    LoginName.objects.create(login=f"known-{n}", person=person)
    TableName.objects.create(source=source, table=f"known.{n}", dataset=cast.dataset)


def the_issue(cast: Cast) -> Issue:
    return Issue.objects.filter(dataset=cast.dataset, flags__kind=Flag.Kind.REPORT).earliest("pk")


def _person(cast: Cast, n: int) -> Person:
    viewpoint = Viewpoint.objects.all()[n % 3]
    person = Person.objects.create(email=f"n{n}@example.org", name=f"Nora {n}", viewpoint=viewpoint, joined_at=NOW)
    people.grant(actor=cast.administrator, to=person, on=cast.dataset, level=Level.TRIAGE, now=NOW)
    cast.scientists.members.add(person)
    team = Team.objects.create(slug=f"team-{n}", name=f"Team {n}")
    team.members.add(person, cast.administrator)
    Grant.objects.create(team=team, source=cast.source, level=Level.SEE)
    Look.objects.create(
        dataset=cast.dataset,
        person=person,
        viewpoint=viewpoint,
        day=NOW.date(),
        origin=Look.Origin.CHECK_IN,
        at=NOW,
        recorded_at=NOW,
    )
    return person


def _issues(cast: Cast, person: Person, n: int) -> None:
    """One waits, one is explained, one accepted, one merged into the first, which gets a “same here” and a comment."""
    made = [flagged(cast, sentence=SPEECH.format(n), now=NOW + timedelta(minutes=n)) for _ in range(4)]
    waits, explained, accepted, merged = (flag.issue_id for flag in made)
    Evidence.objects.create(flag=made[0], state=Evidence.State.COPIED, keys=[{"plate": n}], rows=[{"plate": n}], at=NOW)
    judge = {"actor": cast.scientist, "now": NOW + DONE}
    triage.explain(issue_id=explained, explanation="An empty well reads below zero.", **judge)
    triage.accept(issue_id=accepted, caveat="Leave it out.", caveat_until=date(2027, 1, 1), **judge)
    first = the_issue(cast)
    if merged != first.pk:
        merging.merge(issue_id=merged, into=first.pk, **judge)
    flag = flags.same_here(person=person, issue_id=first.pk, now=NOW + timedelta(hours=n))
    Evidence.objects.create(flag=flag, state=Evidence.State.COPIED, keys=[{"plate": n}], rows=[{"plate": n}], at=NOW)
    discussion.comment(issue_id=first.pk, person=person, now=NOW + timedelta(hours=n), text=f"Plate {n}, too.")
    Issue.objects.filter(pk=waits).update(assignee=person, assignee_team=None, severity=Severity.MAJOR)
    Flag.objects.create(
        kind=Flag.Kind.REPORT, dataset_name=f"nobody/knows{n}", person=person, viewpoint=person.viewpoint,
        category=made[0].category, at=NOW,
    )  # fmt: skip


def _sweeps(cast: Cast, person: Person, n: int) -> None:
    """A list more in the one that is merged, with a group of its own; one more that is closed, with what all saw."""
    asked = {"dataset": cast.dataset, "asked_by": cast.owner, "asked_at": NOW, "deadline": NOW}
    sweep, _ = Sweep.objects.get_or_create(state=Sweep.State.MERGING, defaults=asked, dataset=cast.dataset)
    first = the_issue(cast)
    for who in (person, cast.administrator):
        reviewer, _ = Reviewer.objects.get_or_create(
            sweep=sweep, person=who, defaults={"viewpoint": who.viewpoint, "invited_at": NOW, "done_at": NOW}
        )
        item = SweepItem.objects.create(sweep=sweep, number=SweepItem.objects.count() + 1)
        SweepFind.objects.create(
            reviewer=reviewer, at=NOW, category=first.category, sentence=SPEECH.format(n), item=item, near=[first.pk]
        )
    numbers = list(Issue.objects.values_list("pk", flat=True)[: n + 1])
    result = {"said": ["Found."], "aside": [], "without_list": 0, "left": 0, "estimate": None}
    result["reviewers"] = [{"person": each.person_id, "viewpoint": "any"} for each in sweep.reviewers.all()]
    result["items"] = [{"issue": pk, "known": False, "by": [0], "number": 1, "sentence": "Odd."} for pk in numbers]
    Sweep.objects.create(**asked, state=Sweep.State.CLOSED, closed_at=NOW, result=result)


def _dataset(cast: Cast, n: int) -> None:
    source = Source.objects.create(slug=f"folder-{n}", name=f"Folder {n}", root="lab")
    about = {"owner": cast.administrator, "triage_team": cast.scientists, "registered_at": NOW, "format": "csv"}
    dataset = Dataset.objects.create(key=f"lab/more{n}", title=f"More {n}", source=source, location="more.csv", **about)
    Era.objects.create(dataset=dataset, started_at=NOW, recorded_at=NOW, reason="Registered")
    flags.raise_flag(person=cast.administrator, report=_report(dataset), now=NOW)


def _forecast(cast: Cast, n: int) -> None:
    """One that came due, of a dataset of its own; and a version of what estimates start from."""
    dataset = Dataset.objects.get(key=f"lab/more{n}")
    snapshot = confidence.recompute(dataset_id=dataset.pk, now=NOW + timedelta(hours=n))
    Forecast.objects.create(
        **{"snapshot": snapshot, "dataset": dataset, "era": dataset.eras.get(), "made_at": NOW, "looks": 1000 + n},
        **{"uses": 20, "low": 0, "mean": 1.0, "high": 3, "found": 1, "held": True, "place": 0.5, "scored_at": NOW},
        **{"method": "discovery/1", "stands_alone": True, "tier": "standard", "state": "learning"},
    )
    Prior.objects.create(
        **{"version": n + 2, "made_at": NOW, "in_force_from": NOW, "datasets": 30, "by": cast.administrator},
        **{"content": STANDING.as_json(), "reason": "It was put back."},
    )


def _report(dataset: Dataset) -> Report:
    return Report(dataset=dataset.key, category="missing", sentence="Half of it is not there.", target="dataset")


def _checks(cast: Cast, run: Run, n: int) -> None:
    suite, at = Suite.objects.get(pk=run.suite_id), NOW + timedelta(minutes=n)
    again = Run.objects.create(
        suite=suite, dataset=cast.dataset, suite_version=1, idempotency_key=f"n{n}", trigger="person", state="failed",
        asked_at=at, started_at=at, finished_at=at, asked_by=cast.scientist,
    )  # fmt: skip
    for result in run.results.all():
        result.pk, result.run = None, again
        result.save()
    document = {"columns": {"signal": {"nulls": 0, "distinct": n}}}
    Profile.objects.create(dataset=cast.dataset, run=again, at=at, row_count=96, fingerprint=f"{n}", document=document)
    Change.objects.create(
        dataset=cast.dataset,
        run=again,
        at=at,
        kind="volume",
        columns=["signal"],
        since="today",
        sentence="More.",
        sure=1,
    )
    key = run.results.values_list("grouping_key", flat=True)[0]
    Waiver.objects.create(
        dataset=cast.dataset, grouping_key=key, issue=the_issue(cast), row_key={"plate": f"{n}", "well": "A1"},
        value_hash=f"{n}", reason="Known.", until=date(2030, 1, 1), made_by=cast.scientist, made_at=NOW,
    )  # fmt: skip
    Inquiry.objects.create(kind="preview", dataset=cast.dataset, asked_by=cast.administrator, asked_at=NOW)


def _routing(cast: Cast, person: Person, n: int) -> None:
    team = Team.objects.get(slug=f"team-{n}")
    rota = Rota.objects.create(slug=f"rota-{n}", name=f"Rota {n}", team=team, begins_at=NOW, time_zone="UTC")
    rota.places.create(position=0, person=person)
    hours = [[["09:00", "17:00"]]] * 5 + [[], []]
    calendar = Calendar.objects.create(slug=f"hours-{n}", name=f"Hours {n}", time_zone="UTC", hours=hours)
    calendar.teams.add(team)
    clauses = [{"kind": "dataset", "argument": [f"else/{n}"]}]
    Rule.objects.create(position=n, name=f"Rule {n}", conditions=clauses, target="person", person=person)
    Absence.objects.create(person=person, starts=date(2030, 1, 1), ends=date(2030, 1, 2), cover=cast.administrator)
    assert Clock.objects.exists()
