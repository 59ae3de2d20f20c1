"""One verdict on several issues from the queue: the preview, the verdict, what stays, and taking it back."""

from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import Issue
from weirdness.services import triage

HERE = "view=waiting&severity=1"


def made(cast: Cast, count: int = 3) -> list[int]:
    return [flagged(cast, sentence=f"Well {n} is odd.").issue_id for n in range(count)]


def preview(client: object, verb: str, *numbers: int, **said: object) -> object:
    return client.get(reverse("bulk"), {"verb": verb, "pick": numbers, "queue": HERE, **said})


def decide(client: object, verb: str, *numbers: int, **said: object) -> object:
    return client.post(reverse("bulk"), {"verb": verb, "pick": numbers, "queue": HERE, **said}, follow=True)


def states() -> list[str]:
    return list(Issue.objects.order_by("pk").values_list("state", flat=True))


def test_the_preview_says_what_will_change_and_what_not_and_changes_nothing(cast: Cast, as_: As) -> None:
    first, second, third = made(cast)
    triage.confirm(issue_id=third, actor=cast.colleague, now=timezone.now())
    page = preview(as_(cast.scientist), "confirm", first, second, third)
    assert [line.issue.pk for line in page.context["changing"]] == [first, second]
    assert [line.issue.pk for line in page.context["staying"]] == [third]
    assert "It is confirmed: “Confirm” does not apply." in page.content.decode()
    assert states() == ["new", "new", "confirmed"]


def test_the_verdict_is_given_to_those_it_fits_and_says_why_the_others_stay(cast: Cast, as_: As) -> None:
    first, second, third = made(cast)
    triage.set_severity(issue_id=second, actor=cast.colleague, now=timezone.now(), severity=3)
    said = {"explanation": "Blank wells.", "version": [f"{first}.1", f"{second}.1", f"{third}.1"]}
    page = decide(as_(cast.scientist), "explain", first, second, third, **said)
    body = page.content.decode()
    assert states() == ["closed", "new", "closed"]
    assert "done for 2 issues" in body
    assert f"1 issue stays as it was. #{second}: Somebody was quicker. Dirk set the severity" in body
    assert page.redirect_chain[0][0] == f"/queue/?{HERE}"


def test_one_undo_takes_back_the_whole(cast: Cast, as_: As) -> None:
    numbers, client = made(cast), as_(cast.scientist)
    decide(client, "accept", *numbers, caveat="Edge wells dry out.", caveat_until="2099-01-01")
    assert states() == ["closed"] * 3
    page = client.post(reverse("act", args=[numbers[0], "undo"]), {"queue": HERE}, follow=True)
    assert f"#{numbers[0]}</a> and 2 more are as they were" in page.content.decode()
    assert states() == ["new"] * 3


def test_words_that_are_missing_come_back_beside_their_field_and_nothing_is_done(cast: Cast, as_: As) -> None:
    first, second, _ = made(cast)
    page = decide(as_(cast.scientist), "accept", first, second, caveat="Edge wells dry out.", caveat_until="soon")
    assert page.status_code == 422
    assert "Until when does this hold?" in page.content.decode()
    assert "Edge wells dry out." in page.content.decode()
    assert states() == ["new"] * 3


def test_merging_several_asks_first_into_which(cast: Cast, as_: As) -> None:
    first, second, third = made(cast)
    client = as_(cast.scientist)
    asked = preview(client, "merge", first, second, third)
    assert f'name="into" value="{first}" checked' in asked.content.decode()
    assert asked.context["asks_first"]
    page = preview(client, "merge", first, second, third, number=f"#{first}")
    assert [line.issue.pk for line in page.context["changing"]] == [second, third]
    decide(client, "merge", second, third, number=first)
    assert states() == ["new", "merged", "merged"]


def test_several_are_given_put_aside_and_weighed_at_once(cast: Cast, as_: As) -> None:
    first, second, _ = made(cast)
    client = as_(cast.scientist)
    for verb, said in (("assign", {"to": "me"}), ("snooze", {"for": "flag"}), ("severity", {"severity": "9"})):
        assert preview(client, verb, first, second).status_code == 200
        decide(client, verb, first, second, **said)
    for issue in Issue.objects.filter(pk__in=[first, second]):
        assert (issue.assignee, issue.snoozed_till_flag, issue.severity) == (cast.scientist, True, 9)
    refused = decide(client, "assign", first, to=f"p{cast.stranger.pk}")
    assert refused.status_code == 422


def test_nothing_selected_and_nonsense_lead_back_with_a_sentence(cast: Cast, as_: As) -> None:
    client, number = as_(cast.scientist), made(cast, 1)[0]
    for response in (preview(client, "confirm"), preview(client, "nonsense", number), preview(client, "", 0)):
        assert response.status_code == 302
    shown = client.get(reverse("queue")).content.decode()
    assert "Select at least one issue." in shown


def test_issues_that_are_not_yours_to_see_are_not_there(cast: Cast, as_: As) -> None:
    numbers = made(cast)
    page = preview(as_(cast.stranger), "confirm", *numbers)
    assert page.context["lines"] == []
    decide(as_(cast.stranger), "confirm", *numbers)
    assert states() == ["new"] * 3
