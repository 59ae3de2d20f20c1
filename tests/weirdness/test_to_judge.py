"""A person's queue is looked up in two steps, and holds what the two conditions hold that are asked row by row."""

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.models import Dataset, Issue, Level, Person, Source, Team
from weirdness.services import people

EVERYBODY = ("bench", "quality", "scientist", "colleague", "manager", "owner", "stranger", "administrator")


def _issue(cast: Cast, **changed: object) -> Issue:
    number = flagged(cast).issue_id
    Issue.objects.filter(pk=number).update(**changed)
    return Issue.objects.get(pk=number)


def _row_by_row(person: Person) -> set[Issue]:
    return set(Issue.objects.open().visible_to(person).triaged_by(person))


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("kept", [False, True])
def test_everybodys_queue_is_what_they_see_and_triage(cast: Cast, name: str, kept: bool) -> None:
    person: Person = getattr(cast, name)
    person.kept = {} if kept else None
    _issue(cast)
    _issue(cast, assignee=cast.manager, assignee_team=None)
    _issue(cast, assignee=None, assignee_team=cast.readers, private=True)
    _issue(cast, assignee=cast.stranger, assignee_team=None)  # who does not see the dataset
    assert set(Issue.objects.open().to_judge(person)) == _row_by_row(person)


def test_what_is_given_to_somebody_who_does_not_triage_its_dataset_is_theirs_and_no_other(cast: Cast) -> None:
    _issue(cast)
    given = _issue(cast, assignee=cast.manager, assignee_team=None)
    assert set(Issue.objects.open().to_judge(cast.manager)) == {given}


def test_what_is_given_to_somebody_who_does_not_see_its_dataset_is_not_in_their_queue(cast: Cast) -> None:
    _issue(cast, assignee=cast.stranger, assignee_team=None)
    assert not Issue.objects.to_judge(cast.stranger).exists()


@pytest.mark.parametrize("kept", [False, True])
def test_a_grant_of_a_source_to_a_team_fills_its_members_queue(cast: Cast, kept: bool) -> None:
    issue, source, team = _issue(cast), Source.objects.get(), Team.objects.get(slug="readers")
    people.grant(actor=cast.administrator, to=team, on=source, level=Level.TRIAGE, now=NOW)
    cast.manager.kept = {} if kept else None
    assert issue in Issue.objects.open().to_judge(cast.manager)
    assert cast.dataset.level_of(cast.manager) == Level.TRIAGE
    assert not Source.objects.administered_by(cast.manager).exists()


@pytest.mark.parametrize("kept", [False, True])
def test_who_administers_a_source_owns_its_datasets(cast: Cast, kept: bool) -> None:
    people.grant(actor=cast.administrator, to=cast.stranger, on=cast.source, level=Level.ADMINISTER, now=NOW)
    cast.stranger.kept = {} if kept else None
    assert list(Source.objects.administered_by(cast.stranger)) == [cast.source]
    assert list(Dataset.objects.owned_by(cast.stranger)) == [cast.dataset]
    assert not Source.objects.administered_by(cast.owner).exists()


def test_who_is_no_longer_active_has_no_queue(cast: Cast) -> None:
    _issue(cast)
    for person in (cast.scientist, cast.administrator):
        person.is_active = False
        assert not Issue.objects.to_judge(person).exists()
        assert not Issue.objects.visible_to(person).exists()
