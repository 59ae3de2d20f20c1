"""The triage queue: its order, views and filters, its pages, and the next issue in front after a verdict."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import Issue, Level
from weirdness.services import asking, assigning, flags, people, snoozing, triage
from weirdness.web import counting, queue_page


def listed(response: object) -> list[int]:
    return [each.pk for each in response.context["issues"]]


def view(client: object, query: str) -> list[int]:
    return listed(client.get(f"{reverse('queue')}?{query}"))


def test_the_queue_is_in_score_order_and_not_by_date(cast: Cast, as_: As) -> None:
    first = flagged(cast).issue
    blocking = flagged(cast, column="well", blocks_decision=True).issue
    shared = flagged(cast, column="plate").issue
    flags.same_here(person=cast.quality, issue_id=shared.pk, now=NOW)
    assert listed(as_(cast.scientist).get(reverse("queue"))) == [blocking.pk, shared.pk, first.pk]


def test_who_triages_nothing_finds_a_friendly_page(cast: Cast, as_: As) -> None:
    flagged(cast)
    response = as_(cast.quality).get(reverse("queue"))
    assert listed(response) == []
    assert "Nothing waits here." in response.content.decode()


def test_who_may_triage_a_whole_source_has_its_issues_in_the_queue(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    people.grant(actor=cast.administrator, to=cast.stranger, on=cast.source, level=Level.TRIAGE, now=NOW)
    assert listed(as_(cast.stranger).get(reverse("queue"))) == [issue.pk]


def test_filters_are_in_the_address(cast: Cast, as_: As) -> None:
    signal = flagged(cast).issue
    well = flagged(cast, column="well", category="missing", blocks_decision=True, by=cast.quality).issue
    client = as_(cast.scientist)
    assert view(client, "severity=3") == [well.pk]
    assert view(client, "q=signal&severity=1") == [signal.pk]
    assert view(client, f"q=%23{well.pk}") == [well.pk]
    assert view(client, "dataset=lab/other") == []
    assert view(client, "category=missing") == [well.pk]
    assert view(client, "viewpoint=bench-science") == [signal.pk]
    assert view(client, "assignee=me") == []
    assert sorted(view(client, f"assignee=t{cast.scientists.pk}")) == [signal.pk, well.pk]
    assert view(client, "assignee=x") == []
    assert view(client, "view=confirmed") == []
    assert view(client, "view=nonsense&severity=x&issue=x&after=x&before=nan,1") == [well.pk, signal.pk]


def test_what_people_said_is_found_in_ones_datasets_and_where_an_issue_is_given_to_one(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW, sentence="The photomultiplier is dying.")
    assert view(as_(cast.scientist), "q=photomul") == [issue.pk]
    assert view(as_(cast.manager), "q=photomul") == []
    Issue.objects.filter(pk=issue.pk).update(assignee=cast.manager, assignee_team=None)
    assert view(as_(cast.manager), "q=photomul") == [issue.pk]


def test_each_view_holds_what_its_name_says(cast: Cast, as_: As) -> None:
    waits, mine, asked, asleep, worked = (
        flagged(cast, column=name, sentence=f"{name} is odd.").issue.pk
        for name in ("plate", "well", "signal", "operator", "plate")
    )
    now, me = timezone.now(), cast.scientist
    assigning.assign(issue_id=mine, actor=me, now=now, to=me)
    asking.ask(issue_id=asked, actor=me, now=now, question="Which plate?")
    snoozing.snooze(issue_id=asleep, actor=me, now=now, until=now + timedelta(days=2))
    for verb in ("confirm", "start"):
        triage.VERDICTS[verb](issue_id=worked, actor=me, now=now)
    client = as_(me)
    assert set(view(client, "view=waiting")) == {waits, mine}
    assert set(view(client, "view=mine")) == {mine, worked}
    assert view(client, "view=asked") == [asked]
    assert view(client, "view=snoozed") == [asleep]
    assert view(client, "view=in_progress") == [worked]
    assert set(view(client, "view=open")) == {waits, mine, asked, asleep, worked}
    page = client.get(f"{reverse('queue')}?view=open")
    assert {tab.name: tab.count for tab in page.context["tabs"]}["snoozed"] == "1"


def test_after_a_verdict_the_next_issue_is_in_front(cast: Cast, as_: As) -> None:
    top, second, third = (
        flagged(cast, column=name, blocks_decision=name == "plate").issue for name in ("plate", "well", "signal")
    )
    client = as_(cast.scientist)
    page = client.get(reverse("queue") + "?view=waiting&severity=")
    assert (page.context["issue"].pk, page.context["following"]) == (top.pk, second.pk)
    hidden = {"version": 1, "queue": page.context["here"], "following": page.context["following"]}
    after = client.post(reverse("act", args=[top.pk, "confirm"]), hidden, follow=True)
    assert after.context["issue"].pk == second.pk
    assert listed(after) == [second.pk, third.pk]


def test_the_queue_cannot_be_used_to_send_somebody_elsewhere(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    said = {"queue": "next=https://elsewhere.example/&view=//elsewhere.example", "following": "x"}
    response = as_(cast.scientist).post(reverse("act", args=[issue.pk, "confirm"]), said)
    assert response.url.startswith("/queue/?")


def test_an_issue_that_left_the_list_is_not_silently_replaced(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    page = as_(cast.scientist).get(f"{reverse('queue')}?issue=99999").content.decode()
    assert "#99999 is not in this list" in page
    assert issue.title in page


def test_htmx_gets_the_evidence_alone(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    response = as_(cast.scientist).get(f"{reverse('queue')}?issue={issue.pk}", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert issue.title in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


def many(cast: Cast, count: int) -> list[int]:
    """Issues in the order of the queue; some share a score."""
    made = [flagged(cast, sentence=f"The signal of well {n} is odd.").issue.pk for n in range(count)]
    for at, number in enumerate(made):
        Issue.objects.filter(pk=number).update(score=10.1 + at // 3)
    return list(Issue.objects.by_score().values_list("pk", flat=True))


def test_pages_follow_each_other_without_a_gap_in_both_directions(cast: Cast) -> None:
    order = many(cast, 11)
    walked, after = [], ""
    while True:
        found = queue_page.page(Issue.objects.all(), after=after, size=4)
        walked.append([each.pk for each in found.issues])
        if not found.later:
            break
        after = found.later
    assert walked == [order[:4], order[4:8], order[8:]]
    back = queue_page.page(Issue.objects.all(), before=found.earlier, size=4)
    assert [each.pk for each in back.issues] == order[4:8]
    first = queue_page.page(Issue.objects.all(), before=back.earlier, size=4)
    assert [each.pk for each in first.issues] == order[:4]
    assert first.earlier == ""


def test_an_issue_on_a_later_page_is_reached_by_its_number_and_is_in_front(cast: Cast, as_: As) -> None:
    order = many(cast, 53)
    client, address = as_(cast.scientist), reverse("queue")
    first = client.get(address)
    assert len(listed(first)) == 50
    assert first.context["page"].later
    reached = client.get(f"{address}?issue={order[51]}")
    assert (listed(reached), reached.context["issue"].pk) == (order[51:], order[51])
    back = client.get(f"{address}?{reached.context['earlier']}")
    assert listed(back) == order[1:51]


def test_no_page_of_the_queue_asks_more_for_more_rows(cast: Cast, as_: As) -> None:
    client, counts = as_(cast.scientist), []
    for size in (2, 12):
        many(cast, size)
        client.get(reverse("queue"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("queue"))
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= 18


def test_counts_stop_at_a_thousand(cast: Cast) -> None:
    assert (counting.said(1000), counting.said(1001)) == ("1,000", "1,000+")
    many(cast, 5)
    assert counting.capped(Issue.objects.all(), most=3) == 4
