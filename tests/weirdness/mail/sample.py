"""A night at lab/plates after which every letter has something to say."""

from dataclasses import dataclass
from datetime import timedelta

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.services.test_findings import found, night
from weirdness.confidence import STANDING
from weirdness.models import Issue, Notification, Prior, Run, Sweep
from weirdness.services import (
    bulk,
    confidence,
    discussion,
    flags,
    look_requests,
    looks,
    one_letter,
    rotas,
    runs,
    triage,
)


@dataclass(frozen=True)
class Sample:
    """One owed letter of each message."""

    owner_digest: Notification
    run_error: Notification
    issue_changed: Notification
    issues_changed: Notification
    state_changed: Notification
    fix_question: Notification
    comment: Notification
    reminder: Notification
    escalation: Notification
    handed_over: Notification
    look_request: Notification
    sweep_invitation: Notification
    sweep_reminder: Notification
    sweep_merging: Notification
    sweep_ended: Notification
    prior_fitted: Notification


def told(cast: Cast, *, sentence: str = "Plate 7 reads below zero in row A.") -> Sample:
    """`sentence` is what Bea typed; Dana confirms it."""
    plates = suite(cast)
    for number in range(3):
        night(plates, number, success=True)
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + timedelta(days=1))
    for day in range(4):
        for person in (cast.bench, cast.quality, cast.manager):
            looks.check_in(dataset=cast.dataset, person=person, now=NOW + timedelta(days=day))
    flag = flagged(cast, sentence=sentence)
    flags.same_here(person=cast.quality, issue_id=flag.issue_id, now=NOW + timedelta(hours=3), sentence="Plate 9, too.")
    triage.confirm(issue_id=flag.issue_id, actor=cast.scientist, now=NOW + timedelta(hours=5))
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + timedelta(days=3))
    run = runs.request(suite=plates, now=NOW + timedelta(days=4), trigger=Run.Trigger.SCHEDULE)
    runs.store(run=run, result=found(plates, success=False, fingerprint="4"), now=NOW + timedelta(days=4))
    lost = runs.request(suite=plates, now=NOW + timedelta(days=5), trigger=Run.Trigger.SCHEDULE)
    runs.store_error(run=lost, message="plates.csv, line 812: a quote is opened and never closed.", now=NOW)
    return Sample(
        owner_digest=Notification.objects.get(message="owner_digest"),
        run_error=Notification.objects.get(message="run_error"),
        issue_changed=Notification.objects.filter(message="issue_changed", person=cast.bench).latest("pk"),
        issues_changed=_issues_changed(cast, sentence),
        state_changed=_state_changed(cast),
        fix_question=_fix_question(cast, flag.issue),
        comment=_comment(cast, flag.issue, sentence),
        reminder=_about_a_clock(cast, flag.issue, "reminder", "acknowledge"),
        escalation=_about_a_clock(cast, flag.issue, "escalation", "resolve"),
        handed_over=_handed_over(cast),
        look_request=_look_request(cast, sentence),
        prior_fitted=_prior_fitted(cast, sentence),
        **_sweeps(cast, flag.issue, sentence),
    )


def _issues_changed(cast: Cast, sentence: str) -> Notification:
    """Bea flagged three, and Dana closed them in one go."""
    made = [flagged(cast, sentence=sentence).issue_id for _ in range(3)]
    bulk.decide(
        issue_ids=made,
        verb="explain",
        actor=cast.scientist,
        now=NOW,
        words={"explanation": "An empty well reads below zero."},
    )
    owed = Notification.objects.filter(issue__in=made, person=cast.bench, message="issue_changed")
    return one_letter.gather(owed.filter(context__has_key="batch").earliest("pk"), now=NOW)


def _comment(cast: Cast, issue: Issue, sentence: str) -> Notification:
    """Dana writes on it and quotes what Bea typed."""
    text = f"> {sentence}\n\n**Both** plates were read by the *same* reader, see #{issue.pk}."
    discussion.comment(issue_id=issue.pk, person=cast.scientist, now=NOW + timedelta(days=5), text=text)
    return Notification.objects.get(message="comment", person=cast.bench)


def _fix_question(cast: Cast, issue: Issue) -> Notification:
    """What the clock owes four weeks after a claim."""
    claimed = {"claimed_at": (NOW - timedelta(days=28)).isoformat()}
    return Notification.objects.create(
        key="event:0:1",
        message="fix_question",
        person=cast.bench,
        dataset=cast.dataset,
        issue=issue,
        created_at=NOW,
        context=claimed,
    )


def _about_a_clock(cast: Cast, issue: Issue, message: str, clock: str) -> Notification:
    """What is owed when the time of an issue, or twice its time, is over."""
    return Notification.objects.create(
        key=f"{message}:1:1",
        message=message,
        person=cast.scientist,
        dataset=cast.dataset,
        issue=issue,
        created_at=NOW,
        context={
            "clock": clock,
            "due_at": (NOW + timedelta(days=3)).isoformat(),
            "at": (NOW + timedelta(days=4)).isoformat(),
        },
    )


def _handed_over(cast: Cast) -> Notification:
    """What is owed when Dana's turn begins."""
    draft = rotas.Draft("Plates", cast.scientists, [cast.scientist], NOW.date(), NOW.time(), 7, "UTC")
    rota = rotas.keep(actor=cast.administrator, now=NOW, draft=draft)
    return Notification.objects.create(
        key="handed_over:1:1",
        message="handed_over",
        person=cast.scientist,
        created_at=NOW,
        context={"rota": rota.pk, "until": (NOW + timedelta(days=7)).isoformat()},
    )


def _look_request(cast: Cast, sentence: str) -> Notification:
    """The owner looked on no day yet, and Dana asks her to, with what Bea typed as the note."""
    asked = {"dataset": cast.dataset, "actor": cast.scientist, "now": NOW + timedelta(days=5)}
    (request,) = look_requests.ask(people=[cast.owner.pk], note=sentence, **asked)
    return Notification.objects.get(key=f"look_request:{request.pk}")


def _prior_fitted(cast: Cast, sentence: str) -> Notification:
    """What administrators are told when one of them put a version back."""
    made = {"made_at": NOW, "in_force_from": NOW + timedelta(days=400), "datasets": 30, "by": cast.administrator}
    Prior.objects.create(version=2, content=STANDING.as_json(), reason=sentence, **made)
    about = {"message": "prior_fitted", "person": cast.administrator, "created_at": NOW, "context": {"prior": 2}}
    return Notification.objects.create(key="prior:2:1", **about)


def _sweeps(cast: Cast, issue: Issue, sentence: str) -> dict[str, Notification]:
    """Of a sweep under way, with what Bea typed as the guide, and of one that found Bea's issue."""
    result = {"said": ["Four people found 2 oddities; at least 1 more is probably there (95 %)."], "aside": [{}]}
    result["items"] = [{"number": 1, "issue": issue.pk, "known": True, "by": [0, 2], "sentence": sentence}]
    about = {"dataset": cast.dataset, "asked_by": cast.owner, "asked_at": NOW, "deadline": NOW + timedelta(days=7)}
    running = Sweep.objects.create(**about, guide=sentence)
    over = Sweep.objects.create(**about, state=Sweep.State.CLOSED, closed_at=NOW + timedelta(days=8), result=result)
    which = {"sweep_invitation": running, "sweep_reminder": running, "sweep_merging": running, "sweep_ended": over}
    return {
        message: Notification.objects.create(
            key=f"{message}:1:1",
            message=message,
            person=cast.bench,
            dataset=cast.dataset,
            created_at=NOW,
            context={"sweep": sweep.pk, "by": "Olga"},
        )
        for message, sweep in which.items()
    }


def _state_changed(cast: Cast) -> Notification:
    """What confidence owes when a stable dataset relapses."""
    return Notification.objects.create(
        key="state:1",
        message="state_changed",
        person=cast.owner,
        dataset=cast.dataset,
        created_at=NOW,
        context={
            "before": "stable",
            "after": "relapsed",
            "reasons": ["A critical issue came up after it became stable.", "1 important check fails."],
            "snapshot": cast.dataset.snapshots.latest().pk,
            "moved": 2,
        },
    )
