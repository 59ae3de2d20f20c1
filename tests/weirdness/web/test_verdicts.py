"""What else is done to an issue from its page or the queue: snooze, assign, merge, split, undo, and two at once."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import Issue
from weirdness.services import flags, triage

HTMX = {"HX-Request": "true"}


def act(client: object, issue: int, verb: str, /, **said: object) -> object:
    return client.post(reverse("act", args=[issue, verb]), said, follow=True)


def test_an_issue_is_put_aside_in_each_of_the_three_ways(cast: Cast, as_: As) -> None:
    number, client = flagged(cast).issue_id, as_(cast.scientist)
    today = timezone.localdate()
    page = act(client, number, "snooze", **{"for": "tomorrow"})
    assert timezone.localtime(Issue.objects.get().snoozed_until).date() == today + timedelta(days=1)
    assert "is put aside until" in page.content.decode()
    day = today + timedelta(days=9)
    act(client, number, "snooze", **{"for": "date", "until": day.isoformat()})
    assert timezone.localtime(Issue.objects.get().snoozed_until).date() == day
    act(client, number, "snooze", **{"for": "flag"})
    assert Issue.objects.get().snoozed_till_flag
    refused = act(client, number, "snooze", **{"for": "date", "until": "soon"})
    assert refused.status_code == 422
    assert "Until when?" in refused.content.decode()


def test_what_is_put_aside_is_woken_by_who_judges_it_and_nothing_else_is(cast: Cast, as_: As) -> None:
    number, client = flagged(cast).issue_id, as_(cast.scientist)
    assert "Wake" not in client.get(reverse("issue", args=[number])).content.decode()
    asleep = act(client, number, "snooze", **{"for": "flag"})
    assert 'data-key="w"' in asleep.content.decode()
    assert as_(cast.bench).post(reverse("act", args=[number, "wake"])).status_code == 403
    assert "is back in the queue" in act(client, number, "wake").content.decode()
    assert not Issue.objects.get().is_snoozed
    again = act(client, number, "wake")
    assert again.status_code == 409
    assert "is not put aside" in again.content.decode()


def test_an_issue_is_given_to_those_who_may_judge_it_and_to_nobody_else(cast: Cast, as_: As) -> None:
    number, client = flagged(cast).issue_id, as_(cast.scientist)
    offered = dict(client.get(reverse("choices", args=[number, "assign"]), headers=HTMX).context["takers"])
    assert set(offered.values()) == {"Data scientists", "Dana", "Dirk", "Olga"}
    act(client, number, "assign", to="me")
    assert Issue.objects.get().assignee == cast.scientist
    act(client, number, "assign", to=f"t{cast.scientists.pk}")
    assert Issue.objects.get().assignee_team == cast.scientists
    refused = act(client, number, "assign", to=f"p{cast.stranger.pk}")
    assert refused.status_code == 422
    assert "Choose one of those offered" in refused.content.decode()


def test_the_likeliest_look_alike_is_chosen_beforehand_and_merging_can_be_taken_apart(cast: Cast, as_: As) -> None:
    other = flagged(cast, column="well").issue_id
    first, second = flagged(cast).issue_id, flagged(cast).issue_id
    client = as_(cast.scientist)
    page = client.get(reverse("choices", args=[second, "merge"]), headers=HTMX)
    likeliest = page.context["near"][0]
    assert likeliest.issue.pk == first
    assert likeliest.because.startswith("the same column and kind")
    assert f'name="into" value="{first}" checked' in page.content.decode()
    merged = act(client, second, "merge", into=first, version=1)
    assert "which stands for both" in merged.content.decode()
    standing = client.get(reverse("issue", args=[first]))
    assert [each.pk for each in standing.context["family"]] == [second]
    assert {flag.issue_id for flag in standing.context["flags"]} == {first, second}
    apart = act(client, second, "unmerge", version=2)
    assert apart.context["issue"].state == "new"
    typed = act(client, second, "merge", into=first, number=f"#{other}")
    assert Issue.objects.get(pk=second).merged_into_id == other
    assert typed.status_code == 200


def test_a_long_list_is_looked_up_when_its_form_opens_and_without_script_by_a_link(cast: Cast, as_: As) -> None:
    first, second = flagged(cast).issue_id, flagged(cast).issue_id
    client, page = as_(cast.scientist), reverse("issue", args=[second])
    closed = client.get(page).content.decode()
    assert "Data scientists</option>" not in closed
    assert 'name="into"' not in closed
    for form, holds in (
        ("assign", "Data scientists</option>"),
        ("tell", "Dirk</option>"),
        ("merge", f'value="{first}"'),
    ):
        assert f'href="{page}?open={form}"' in closed
        assert holds in client.get(reverse("choices", args=[second, form]), headers=HTMX).content.decode()
        assert holds in client.get(reverse("choices", args=[second, form]), follow=True).content.decode()
        assert holds in client.get(f"{reverse('queue')}?issue={second}&open={form}").content.decode()
    assert client.get(reverse("choices", args=[second, "other"])).status_code == 404


def test_a_merge_into_what_cannot_be_is_refused_with_the_number_kept(cast: Cast, as_: As) -> None:
    number = flagged(cast).issue_id
    page = act(as_(cast.scientist), number, "merge", number="#9999")
    assert page.status_code == 422
    assert "Choose one of those offered, or type its number" in page.content.decode()
    assert 'value="#9999"' in page.content.decode()


def test_a_flag_is_split_off_and_put_back(cast: Cast, as_: As) -> None:
    number, client = flagged(cast).issue_id, as_(cast.scientist)
    flag = flags.same_here(person=cast.quality, issue_id=number, now=timezone.now(), sentence="Mine is the plate.")
    page = client.get(reverse("issue", args=[number]))
    assert "Split it off" in page.content.decode()
    done = act(client, number, "split", flag=flag.pk, version=page.context["issue"].version)
    new = Issue.objects.latest("pk")
    assert (new.title, new.flags.get()) == ("Mine is the plate.", flag)
    assert f'an issue of its own now: <a href="{reverse("issue", args=[new.pk])}">' in done.content.decode()
    act(client, number, "undo")
    flag.refresh_from_db()
    assert flag.issue_id == number


def test_the_line_after_a_verdict_has_an_undo_button_for_ten_seconds(cast: Cast, as_: As) -> None:
    number, client = flagged(cast).issue_id, as_(cast.scientist)
    page = act(client, number, "explain", explanation="Blank wells.", version=1, queue="view=waiting")
    body = page.content.decode()
    assert f'action="{reverse("act", args=[number, "undo"])}" data-undo="10"' in body
    back = act(client, number, "undo", queue="view=waiting")
    assert back.context["issue"].pk == number
    assert Issue.objects.get(pk=number).state == "new"
    late = act(client, number, "undo", queue="view=waiting")
    assert late.status_code == 409
    assert "Nothing was taken back" in late.content.decode()


def test_a_refusal_from_the_queue_stays_in_the_queue_and_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    number, client = flagged(cast).issue_id, as_(cast.scientist)
    page = act(client, number, "accept", caveat="Edge wells dry out.", caveat_until="soon", queue="view=waiting")
    body = page.content.decode()
    assert page.status_code == 422
    assert page.context["tabs"]
    assert "Until when does this hold?" in body
    assert "Edge wells dry out." in body


def test_of_two_in_the_queue_the_second_is_told_there_and_keeps_the_text(cast: Cast, as_: As) -> None:
    number, other = flagged(cast).issue_id, flagged(cast, column="well").issue_id
    triage.explain(issue_id=number, actor=cast.colleague, now=timezone.now(), explanation="Known.")
    said = {"explanation": "I know this one.", "version": 1, "queue": "view=waiting", "following": other}
    page = act(as_(cast.scientist), number, "explain", **said)
    body = page.content.decode()
    assert page.status_code == 409
    assert page.context["issue"].pk == number
    assert [each.pk for each in page.context["issues"]] == [other]
    assert "Dirk explained it" in body
    assert "I know this one." in body


def test_looks_right_to_me_is_kept_and_not_counted_as_a_find(cast: Cast, as_: As) -> None:
    number = flagged(cast).issue_id
    page = act(as_(cast.quality), number, "dispute")
    assert "it looks right to you" in page.content.decode()
    assert Issue.objects.get().people == 1
