"""What people say beside an issue: who may, what is kept, and who is told."""

from datetime import timedelta
from hashlib import sha256

import pytest

from tests.cast import NOW, Cast, flagged
from tests.postbox import Postbox, postbox
from tests.weirdness.web.test_flag_pictures import shot
from weirdness.models import Attachment, Comment, Event, Issue, Job, Level, Notification, Person, Subscription
from weirdness.services import asking, assigning, discussion, flags, following, merging, people, triage, work
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.reports import Upload

pytestmark = pytest.mark.django_db
__all__ = ["postbox"]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return flagged(cast).issue


def say(issue: Issue, person: Person, text: str = "Plate 9, too.", **more: object) -> discussion.Said:
    return discussion.comment(issue_id=issue.pk, person=person, text=text, **{"now": LATER, **more})


def told(message: str = "comment") -> set[str]:
    return set(Notification.objects.filter(message=message).values_list("person__name", flat=True))


def test_a_comment_is_kept_as_it_was_written_and_the_history_vouches_for_it(cast: Cast, issue: Issue) -> None:
    kept = say(issue, cast.quality, "  **Plate 9**, too.\n").comment
    assert (kept.text, kept.internal, kept.at) == ("**Plate 9**, too.", False, LATER)
    event = Event.objects.get(verb="comment")
    assert (event.actor, event.issue) == (cast.quality, issue)
    assert event.data["sha256"] == sha256(kept.text.encode()).hexdigest()


def test_a_comment_moves_nothing_and_stands_in_nobodys_way(cast: Cast, issue: Issue) -> None:
    before = Issue.objects.values().get(pk=issue.pk)
    say(issue, cast.quality)
    assert Issue.objects.values().get(pk=issue.pk) == before
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=LATER, version=issue.version)


def test_whoever_may_see_an_issue_may_write_on_it_and_nobody_else(cast: Cast, issue: Issue) -> None:
    for person in (cast.bench, cast.quality, cast.scientist, cast.owner, cast.administrator):
        say(issue, person)
    with pytest.raises(NotAllowed, match="not yours to see"):
        say(issue, cast.stranger)
    with pytest.raises(NotAllowed, match="not yours to see"):
        say(flagged(cast, private=True, category="missing").issue, cast.quality)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write something"), (" \n\t", "Write something"), ("x" * 10_001, "This is 10,001 characters; 10,000 fit.")],
)
def test_what_cannot_be_a_comment_is_told_in_words(cast: Cast, issue: Issue, text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        say(issue, cast.bench, text)
    assert refused.value.problems["text"].startswith(sentence)
    assert not Comment.objects.exists()


def test_the_same_form_sent_twice_is_one_comment_and_one_letter(cast: Cast, issue: Issue) -> None:
    first, second = say(issue, cast.quality), say(issue, cast.quality, now=LATER + timedelta(seconds=20))
    assert first.comment == second.comment
    assert Notification.objects.filter(message="comment").count() == 1
    assert say(issue, cast.quality, now=LATER + timedelta(hours=1)).comment != first.comment


def test_those_who_met_it_have_it_spoke_on_it_or_follow_it_hear_of_a_comment(cast: Cast, issue: Issue) -> None:
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW)
    following.follow(issue_id=issue.pk, person=cast.manager)
    say(issue, cast.scientist, "First.")
    say(issue, cast.colleague, "Second.")
    heard = Notification.objects.filter(message="comment").values_list("context__comment", "person__name")
    first, second = Comment.objects.order_by("pk")
    assert {name for pk, name in heard if pk == first.pk} == {"Bea", "Quinn", "Mia"}
    assert {name for pk, name in heard if pk == second.pk} == {"Bea", "Quinn", "Mia", "Dana"}


def test_of_a_merged_issue_those_who_met_and_follow_it_hear_what_is_said_where_it_went(
    cast: Cast, issue: Issue
) -> None:
    other = flagged(cast, by=cast.quality, category="missing").issue
    following.follow(issue_id=other.pk, person=cast.manager)
    merging.merge(issue_id=other.pk, actor=cast.scientist, now=NOW, into=issue.pk)
    say(issue, cast.scientist)
    assert told() == {"Bea", "Quinn", "Mia"}


def test_who_wants_to_hear_no_more_hears_no_more_whatever_else_would_tell(cast: Cast, issue: Issue) -> None:
    following.follow(issue_id=issue.pk, person=cast.bench, wanted=False)
    say(issue, cast.scientist, "@bea, look.")
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=LATER)
    assert told() == told("issue_changed") - {"Dana"} == set()
    following.follow(issue_id=issue.pk, person=cast.bench)
    say(issue, cast.scientist, "Again.")
    assert told() == {"Bea"}


def test_the_writer_reads_who_was_called_and_does_not_want_to_hear(cast: Cast, issue: Issue) -> None:
    following.follow(issue_id=issue.pk, person=cast.bench, wanted=False)
    assert say(issue, cast.scientist, "@bea!").untold == ("Bea does not want to hear of this issue and got no mail.",)


def test_the_owner_of_the_dataset_reads_of_it_in_the_digest_alone(cast: Cast, issue: Issue) -> None:
    say(issue, cast.scientist)
    assert "Olga" not in told()


@pytest.mark.parametrize("name", ["quinn", "Quinn", "quinn@example.org"])
def test_a_person_is_called_by_name_or_address_and_follows_from_then_on(cast: Cast, issue: Issue, name: str) -> None:
    assert say(issue, cast.scientist, f"Is it so, @{name}?").untold == ()
    assert Notification.objects.get(message="comment", person=cast.quality).context["mentioned"]
    assert Subscription.objects.get(issue=issue).person == cast.quality


def test_first_and_last_name_are_put_together_with_a_dot(cast: Cast, issue: Issue) -> None:
    Person.objects.filter(pk=cast.quality.pk).update(name="Quinn Ødegård", email="qo@example.org")
    say(issue, cast.scientist, "@quinn.ødegård?")
    assert "Quinn Ødegård" in told()


def test_a_team_is_all_its_people(cast: Cast, issue: Issue) -> None:
    assert say(issue, cast.scientist, "@readers, do you see it?").untold == ()
    assert told() == {"Bea", "Quinn", "Mia"}


def test_people_and_teams_can_be_chosen_from_a_list(cast: Cast, issue: Issue) -> None:
    assert say(issue, cast.bench, "Who knows?", to=[cast.scientists, cast.owner]).untold == ()
    assert told() == {"Dana", "Dirk", "Olga"}


def test_who_may_not_see_the_issue_is_not_told_and_the_writer_reads_so(cast: Cast, issue: Issue) -> None:
    mixed = people.form_team(slug="night", name="Night shift", members=[cast.stranger, cast.quality])
    said = say(issue, cast.scientist, f"@stan @nobody @{mixed.slug} and again @stan", to=[cast.stranger])
    assert said.untold == (
        "Stan was not told: nobody of this name may read it.",
        "@stan was not told: nobody of this name may read it.",
        "@nobody was not told: nobody of this name may read it.",
        "1 person of @night may not read it and got no mail.",
    )
    assert told() == {"Bea", "Quinn"}
    assert not Subscription.objects.filter(person=cast.stranger).exists()


def test_of_a_private_issue_only_its_circle_is_told(cast: Cast) -> None:
    private = flagged(cast, private=True).issue
    say(private, cast.scientist, "@quinn @dirk")
    assert told() == {"Bea", "Dirk"}


def test_of_two_of_a_name_neither_is_told_and_the_address_is_asked_for(cast: Cast, issue: Issue) -> None:
    Person.objects.filter(pk=cast.manager.pk).update(name="Quinn")
    Person.objects.filter(pk=cast.quality.pk).update(email="q@example.org")
    said = say(issue, cast.scientist, "@quinn?")
    assert said.untold == ("@quinn is the name of 2 people: write @ and the e-mail address.",)
    assert told() == {"Bea"}


def test_an_internal_note_is_for_those_who_judge_and_tells_nobody_else(cast: Cast, issue: Issue) -> None:
    say(issue, cast.colleague, "Hm.", internal=True)
    said = say(issue, cast.scientist, "@dirk @quinn Bea misread the plate.", internal=True)
    assert said.untold == ("@quinn was not told: nobody of this name may read it.",)
    assert told() == {"Dirk"}
    with pytest.raises(NotAllowed, match="those who judge"):
        say(issue, cast.bench, internal=True)
    assert {event.issue for event in Event.objects.filter(verb="comment_internal")} == {None}


def test_an_edit_leaves_its_trace(cast: Cast, issue: Issue) -> None:
    kept = say(issue, cast.bench, "Plate 9.").comment
    for number, text in enumerate(["Plate 8.", "Plate 8.", "Plate 7."], start=1):
        now = LATER + timedelta(minutes=number)
        discussion.edit(comment_id=kept.pk, person=cast.bench, now=now, text=text)
    kept.refresh_from_db()
    assert (kept.text, kept.edited_at) == ("Plate 7.", LATER + timedelta(minutes=3))
    assert [each.text for each in kept.wordings.all()] == ["Plate 9.", "Plate 8."]
    assert Event.objects.filter(verb="comment_edited", issue=issue).count() == 2


def test_a_comment_is_edited_by_whoever_wrote_it_and_nobody_else(cast: Cast, issue: Issue) -> None:
    kept = say(issue, cast.bench).comment
    for person in (cast.scientist, cast.administrator, cast.stranger):
        with pytest.raises(NotAllowed):
            discussion.edit(comment_id=kept.pk, person=person, now=LATER, text="Mine.")
    kept.refresh_from_db()
    assert kept.text == "Plate 9, too."


def test_an_edit_tells_those_who_are_newly_called_and_nobody_twice(cast: Cast, issue: Issue) -> None:
    kept = say(issue, cast.scientist, "@quinn?").comment
    said = discussion.edit(comment_id=kept.pk, person=cast.scientist, now=LATER, text="@quinn? @mia? @stan?")
    assert said.untold == ("@stan was not told: nobody of this name may read it.",)
    names = sorted(Notification.objects.filter(message="comment").values_list("person__name", flat=True))
    assert names == ["Bea", "Mia", "Quinn"]


def test_pictures_are_drawn_anew_and_a_bad_one_keeps_nothing(cast: Cast, issue: Issue) -> None:
    good = Upload("a.png", shot().read())
    say(issue, cast.bench, pictures=[good, good])
    assert Attachment.objects.filter(comment__isnull=False).count() == 2
    for bad, sentence in (
        ([good, Upload("x.exe", b"MZ")], "no picture"),
        ([Upload("x.png", b"", too_large=True)], "over 5 MB"),
        ([good] * 6, "These are 6 pictures; 5 fit."),
    ):
        with pytest.raises(Refused) as refused:
            say(issue, cast.bench, "Another.", pictures=bad)
        assert sentence in refused.value.problems["pictures"]
    assert Comment.objects.count() == 1


def test_who_lost_sight_of_it_gets_no_letter_that_was_owed_before(cast: Cast, issue: Issue, postbox: Postbox) -> None:
    say(issue, cast.scientist, "@mia")
    say(issue, cast.scientist, "@dirk, a note.", internal=True)
    owed = list(Notification.objects.filter(message="comment").order_by("pk"))
    assert [each.person.name for each in owed] == ["Bea", "Mia", "Dirk"]
    cast.scientists.members.remove(cast.colleague)
    people.grant(actor=cast.administrator, to=cast.colleague, on=cast.dataset, level=Level.FLAG, now=NOW)
    Issue.objects.filter(pk=issue.pk).update(private=True)
    for each in owed:
        work.perform(job_id=Job.objects.get(kind="mail", subject=each.pk).pk, now=LATER)
    assert [Notification.objects.get(pk=each.pk).state for each in owed] == ["sent", "withdrawn", "withdrawn"]
    assert len(postbox.letters) == 1


def test_who_asks_hears_the_reply(cast: Cast, issue: Issue) -> None:
    asking.ask(issue_id=issue.pk, actor=cast.scientist, now=NOW, question="Which plate?")
    asking.reply(issue_id=issue.pk, actor=cast.bench, now=LATER, reply="Plate 7.")
    assert Notification.objects.filter(
        person=cast.scientist, context__event=Event.objects.get(verb="reply").pk
    ).exists()


def test_who_is_given_an_issue_is_told_so_even_if_they_wanted_to_hear_no_more(cast: Cast, issue: Issue) -> None:
    following.follow(issue_id=issue.pk, person=cast.colleague, wanted=False)
    assigning.assign(issue_id=issue.pk, actor=cast.scientist, now=NOW, to=cast.colleague)
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=LATER)
    told = Notification.objects.filter(person=cast.colleague, issue=issue)
    assert [Event.objects.get(pk=each.context["event"]).verb for each in told] == ["assign"]
