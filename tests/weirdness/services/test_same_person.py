"""Two accounts of one person: merged, counted once, and taken apart again."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.models import (
    Dataset,
    Event,
    Grant,
    Issue,
    Job,
    Level,
    LoginName,
    Look,
    Membership,
    Person,
    Rota,
    Subscription,
)
from weirdness.services import assigning, eyes, looks, people, same_person
from weirdness.services.errors import Conflict, NotAllowed, Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def merge(cast: Cast, keep: Person, other: Person) -> None:
    same_person.merge(keep=keep, other=other, actor=cast.administrator, now=LATER)
    keep.refresh_from_db()
    other.refresh_from_db()


def standing() -> dict[str, list[tuple[object, ...]]]:
    """Everything that a merge may move."""
    return {
        "datasets": sorted(Dataset.objects.values_list("pk", "owner", "steward")),
        "issues": sorted(Issue.objects.values_list("pk", "assignee")),
        "teams": sorted(Membership.objects.values_list("team", "person", "leads")),
        "grants": sorted(Grant.objects.values_list("pk", "person", "level")),
        "rotas": sorted(Rota.objects.values_list("pk", "places__position", "places__person")),
        "follows": sorted(Subscription.objects.values_list("issue", "person")),
        "logins": sorted(LoginName.objects.values_list("login", "person")),
        "people": sorted(Person.objects.values_list("pk", "is_active", "merged_into", "covered_by")),
    }


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Mia has another account, Dirk: he owns, leads, follows, takes turns, and has what Mia has, but higher."""
    mia, dirk = cast.manager, cast.colleague
    flag = flagged(cast)
    assigning.assign(issue_id=flag.issue_id, actor=cast.scientist, to=dirk, now=NOW)
    Dataset.objects.update(owner=dirk, steward=dirk)
    for person, level in ((mia, Level.SEE), (dirk, Level.TRIAGE)):
        people.grant(actor=cast.administrator, to=person, on=cast.source, level=level, now=NOW)
        Subscription.objects.create(issue=flag.issue, person=person)
    people.grant(actor=cast.administrator, to=dirk, on=cast.dataset, level=Level.SEE, now=NOW)
    Membership.objects.create(team=cast.readers, person=dirk, leads=True)
    rota = Rota.objects.create(slug="r", name="R", team=cast.scientists, begins_at=NOW, time_zone="UTC")
    for position, person in enumerate((dirk, mia, cast.scientist)):
        rota.places.create(position=position, person=person)
    LoginName.objects.create(login="dirk", person=dirk)
    Person.objects.filter(pk=mia.pk).update(covered_by=dirk)
    Person.objects.filter(pk=cast.bench.pk).update(covered_by=dirk)
    return cast


def test_looks_of_both_on_one_day_are_one_and_the_other_is_closed(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    looks.check_in(dataset=cast.dataset, person=cast.quality, now=NOW)
    Job.objects.all().delete()
    merge(cast, cast.bench, cast.quality)
    assert (cast.quality.is_active, cast.quality.merged_into, cast.quality.merged_at) == (False, cast.bench, LATER)
    assert Look.objects.count() == 2  # what was said stays
    grid = eyes.grid([cast.dataset], now=LATER)
    assert sum(cell.looks for cell in grid.rows[0].cells) == 1
    assert Job.objects.filter(dedupe_key=f"confidence:{cast.dataset.pk}", state="queued").exists()
    assert not looks.check_in(dataset=cast.dataset, person=cast.bench, now=LATER)


def test_the_kept_account_does_not_count_again_on_the_day_of_the_other(cast: Cast) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.quality, now=NOW)
    merge(cast, cast.bench, cast.quality)
    assert not looks.check_in(dataset=cast.dataset, person=cast.bench, now=LATER)
    assert looks.check_in(dataset=cast.dataset, person=cast.bench, now=LATER + timedelta(days=1))


def test_what_is_to_be_done_goes_to_the_kept_account(busy: Cast) -> None:
    mia, dirk = busy.manager, busy.colleague
    merge(busy, mia, dirk)
    dataset = Dataset.objects.get()
    assert (dataset.owner, dataset.steward, Issue.objects.get().assignee) == (mia, mia, mia)
    assert set(mia.teams.values_list("slug", flat=True)) == {"readers", "scientists"}
    assert Membership.objects.get(team=busy.readers, person=mia).leads
    assert Grant.objects.get(person=mia, source=busy.source).level == Level.TRIAGE
    assert Grant.objects.get(person=mia, dataset=busy.dataset).level == Level.SEE
    assert list(Rota.objects.get().places.values_list("person__name", flat=True)) == ["Mia", "Dana"]
    assert LoginName.objects.get().person == mia
    assert Person.objects.get(pk=busy.bench.pk).covered_by == mia
    event = Event.objects.get(verb="people_merged")
    assert event.sentence() == (
        "Ada said that two accounts are one person: Mia: dirk@example.org is the same as mia@example.org"
    )


def test_taken_apart_everything_is_where_it_was(busy: Cast) -> None:
    before = standing()
    merge(busy, busy.manager, busy.colleague)
    assert standing() != before
    same_person.take_apart(other=busy.colleague, actor=busy.administrator, now=LATER)
    assert standing() == before
    assert Event.objects.filter(verb="people_taken_apart").count() == 1
    with pytest.raises(Conflict, match="is not merged with anybody"):
        same_person.take_apart(other=busy.colleague, actor=busy.administrator, now=LATER)


def test_what_was_given_on_meanwhile_stays_where_it_is(busy: Cast) -> None:
    merge(busy, busy.manager, busy.colleague)
    Dataset.objects.update(owner=busy.owner)
    same_person.take_apart(other=busy.colleague, actor=busy.administrator, now=LATER)
    dataset = Dataset.objects.get()
    assert (dataset.owner, dataset.steward) == (busy.owner, busy.colleague)


def test_an_account_that_had_others_takes_them_along(cast: Cast) -> None:
    merge(cast, cast.quality, cast.manager)
    merge(cast, cast.bench, cast.quality)
    cast.manager.refresh_from_db()
    assert cast.manager.merged_into == cast.bench
    same_person.take_apart(other=cast.quality, actor=cast.administrator, now=LATER)
    cast.manager.refresh_from_db()
    assert cast.manager.merged_into == cast.quality


@pytest.mark.parametrize(
    ("keep", "other", "said"),
    [
        ("bench", "bench", "the same account twice"),
        ("bench", "administrator", "You are logged in with this account"),
        ("stranger", "bench", "is closed"),
        ("bench", "stranger", "was merged into quinn@example.org already"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(cast: Cast, keep: str, other: str, said: str) -> None:
    merge(cast, cast.quality, cast.stranger)
    with pytest.raises(Refused, match=said):
        merge(cast, getattr(cast, keep), getattr(cast, other))


def test_an_administrators_account_is_not_closed_for_one_that_is_none(cast: Cast) -> None:
    Person.objects.filter(pk=cast.owner.pk).update(is_superuser=True)
    with pytest.raises(Refused, match="is an administrator and bea@"):
        merge(cast, cast.bench, cast.owner)


def test_only_administrators_say_so(cast: Cast) -> None:
    for verb in (
        lambda: same_person.merge(keep=cast.bench, other=cast.quality, actor=cast.scientist, now=NOW),
        lambda: same_person.take_apart(other=cast.quality, actor=cast.scientist, now=NOW),
    ):
        with pytest.raises(NotAllowed, match="for administrators"):
            verb()
