"""What is known for good: on the dataset's page and the column's, as an answer to a flag, and in better words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import Flag, Issue, Person
from weirdness.services import disputes, flags, triage

WHY = "Blank wells are read below zero after the background is taken off."
KNOWS = "The signals of March are too low by a tenth."


def explained(cast: Cast, **said: object) -> Issue:
    flag = flagged(cast, now=timezone.now() - timedelta(days=3), **said)
    then = timezone.now() - timedelta(days=2)
    return triage.explain(issue_id=flag.issue_id, actor=cast.scientist, now=then, explanation=WHY)


def accepted(cast: Cast, *, days: int = 60, **said: object) -> Issue:
    flag = flagged(cast, now=timezone.now() - timedelta(days=3), **said)
    then, until = timezone.now() - timedelta(days=2), timezone.localdate() + timedelta(days=days)
    given = {"caveat": KNOWS, "caveat_until": until}
    return triage.accept(issue_id=flag.issue_id, actor=cast.scientist, now=then, **given)


def page(as_: As, who: Person, name: str, *args: object) -> str:
    return as_(who).get(reverse(name, args=args)).content.decode()


def act(as_: As, who: Person, issue: Issue, verb: str, **said: object) -> str:
    return as_(who).post(reverse("act", args=[issue.pk, verb]), said, follow=True).content.decode()


@pytest.mark.parametrize("name", ["dataset", "known"])
def test_explanations_and_caveats_with_their_dates_stand_on_the_dataset(name: str, cast: Cast, as_: As) -> None:
    explained(cast)
    issue = accepted(cast)
    shown = page(as_, cast.bench, name, "lab/plates")
    assert WHY in shown
    assert KNOWS in shown
    assert f"holds until {issue.episode().caveat_until:%-d %B %Y}" in shown


def test_a_column_shows_only_what_is_known_of_it(cast: Cast, as_: As) -> None:
    explained(cast)
    assert WHY in page(as_, cast.bench, "column", "lab/plates", "signal")
    assert WHY not in page(as_, cast.bench, "column", "lab/plates", "well")
    known = reverse("known", args=["lab/plates"])
    assert WHY in as_(cast.bench).get(known, {"column": "signal"}).content.decode()
    assert WHY not in as_(cast.bench).get(known, {"column": "well"}).content.decode()


def test_a_caveat_that_ends_within_two_weeks_says_so(cast: Cast, as_: As) -> None:
    accepted(cast, days=14)
    assert "ends on" in page(as_, cast.bench, "dataset", "lab/plates")


def test_what_is_private_stands_on_no_page_of_others(cast: Cast, as_: As) -> None:
    explained(cast, private=True)
    secret = "The operator of plate seven reads nothing but noise."
    flagged(cast, sentence=secret, private=True)
    for name, args in (("dataset", ["lab/plates"]), ("column", ["lab/plates", "signal"]), ("known", ["lab/plates"])):
        for words in (WHY, secret):
            assert words not in page(as_, cast.quality, name, *args)
    for name, args in (("dataset", ["lab/plates"]), ("column", ["lab/plates", "signal"])):
        assert WHY in page(as_, cast.bench, name, *args)
        assert secret in page(as_, cast.scientist, name, *args)
    assert '<strong class="mark">' not in page(as_, cast.quality, "dataset", "lab/plates")


def test_a_hundred_known_things_come_in_pages(cast: Cast, as_: As) -> None:
    for _ in range(52):
        explained(cast)
    client, known = as_(cast.bench), reverse("known", args=["lab/plates"])
    first = client.get(known)
    later = client.get(known, {"after": first.context["page"].later})
    seen = [each.pk for each in (*first.context["issues"], *later.context["issues"])]
    assert (len(seen), len(set(seen))) == (52, 52)
    assert "Everything that is known" in page(as_, cast.bench, "dataset", "lab/plates")


def test_same_here_on_what_is_explained_counts_and_answers(cast: Cast, as_: As) -> None:
    issue = explained(cast)
    shown = act(as_, cast.quality, issue, "same_here")
    for words in ("You are counted on", WHY, "This does not explain what I see", "When 3 people of 2 viewpoints"):
        assert words in shown
    assert Flag.objects.get(person=cast.quality).issue == issue
    assert Issue.objects.get(pk=issue.pk).state == "closed"


def test_same_here_on_what_is_accepted_answers_with_the_caveat(cast: Cast, as_: As) -> None:
    assert KNOWS in act(as_, cast.quality, accepted(cast), "same_here")


def test_a_doubt_needs_a_sentence_and_leads_back_to_its_form(cast: Cast, as_: As) -> None:
    issue = explained(cast)
    response = as_(cast.quality).post(reverse("act", args=[issue.pk, "dispute"]), {"sentence": " "})
    assert response.status_code == 422
    assert "Say what you see that this does not explain" in response.content.decode()
    assert not Flag.objects.filter(kind="dispute").exists()


def test_doubts_are_counted_and_the_third_of_two_viewpoints_reopens_it(cast: Cast, as_: As) -> None:
    issue = explained(cast)
    first = act(as_, cast.quality, issue, "dispute", sentence="Mine are full wells.")
    assert "You are the first; when 3 people of 2 viewpoints do" in first
    assert "1 person says that this does not explain" in page(as_, cast.quality, "verdict", issue.pk)
    assert "You said that it does not fit" in page(as_, cast.quality, "verdict", issue.pk)
    on_its_page = page(as_, cast.quality, "issue", issue.pk)
    assert "says that the verdict does not fit" in on_its_page
    assert "Quinn says that this does not explain what they see: Mine are full wells." in on_its_page
    assert "looks right" not in on_its_page
    assert "This does not explain what I see" in page(as_, cast.bench, "issue", issue.pk)
    act(as_, cast.bench, issue, "dispute", sentence="Mine, too.")
    last = act(as_, cast.manager, issue, "dispute", sentence="And mine.")
    assert "is open again and is judged anew" in last
    assert Issue.objects.get(pk=issue.pk).state == "confirmed"


def test_the_answer_of_an_open_issue_is_no_page(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    assert as_(cast.bench).get(reverse("verdict", args=[issue.pk])).status_code == 404
    assert as_(cast.stranger).get(reverse("verdict", args=[explained(cast).pk])).status_code == 404


def test_an_explanation_is_put_in_better_words_on_its_page(cast: Cast, as_: As) -> None:
    issue, better = explained(cast), "Blank wells: the reader takes the background off, so they end below zero."
    shown = act(as_, cast.scientist, issue, "reword", text=better, version=issue.version)
    assert better in shown
    assert "put its explanation in other words" in shown
    assert Issue.objects.get(pk=issue.pk).state == "closed"
    assert "Put it in better words" not in page(as_, cast.bench, "issue", issue.pk)
    assert as_(cast.bench).post(reverse("act", args=[issue.pk, "reword"]), {"text": "x"}).status_code == 403


def test_a_refused_wording_stays_in_its_form(cast: Cast, as_: As) -> None:
    issue = accepted(cast)
    typed = {"text": "Too low, still.", "caveat_until": "2020-01-01"}
    response = as_(cast.scientist).post(reverse("act", args=[issue.pk, "reword"]), typed)
    assert response.status_code == 422
    assert "Too low, still." in response.content.decode()
    assert "Choose a date in the future" in response.content.decode()


def test_triagers_see_how_well_explanations_convince_and_others_do_not(cast: Cast, as_: As) -> None:
    issue = explained(cast)
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=timezone.now())
    disputes.dispute(person=cast.manager, issue_id=issue.pk, now=timezone.now(), sentence="Mine are full.")
    for name, args in (("dataset", ["lab/plates"]), ("explanations", [])):
        shown = " ".join(page(as_, cast.scientist, name, *args).split())
        assert "2 people</strong> flagged it again" in shown
        assert "1 of 3</strong> who reopen it says" in shown
    assert "2 (67 %) were on what had been explained" in page(as_, cast.scientist, "dataset", "lab/plates")
    assert "Do the explanations convince?" not in page(as_, cast.bench, "dataset", "lab/plates")
    assert "Nobody flagged what was explained" in page(as_, cast.bench, "explanations")
    only = {"dataset": "lab/plates"}
    assert as_(cast.bench).get(reverse("explanations"), only).status_code == 403
    assert as_(cast.stranger).get(reverse("explanations"), only).status_code == 404


def test_the_list_is_a_file_too_that_no_spreadsheet_takes_for_a_formula(cast: Cast, as_: As) -> None:
    flag = flagged(cast, now=timezone.now() - timedelta(days=3))
    then = timezone.now() - timedelta(days=2)
    issue = triage.explain(issue_id=flag.issue_id, actor=cast.scientist, now=then, explanation="=1+1 is why")
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=timezone.now())
    told = as_(cast.scientist).get(reverse("explanations_csv")).content.decode()
    assert f'{issue.pk},"The signal of A1' in told
    assert ",=1+1" not in told
    assert "explained" in told
