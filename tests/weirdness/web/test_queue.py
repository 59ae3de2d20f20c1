"""The triage queue: its order, its filters, and the next issue in front after a verdict."""

from django.urls import reverse

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.services import flags


def listed(response: object) -> list[int]:
    return [each.pk for each in response.context["issues"]]


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


def test_filters_are_in_the_address(cast: Cast, as_: As) -> None:
    signal, well = flagged(cast).issue, flagged(cast, column="well", blocks_decision=True).issue
    client, address = as_(cast.scientist), reverse("queue")
    assert listed(client.get(f"{address}?severity=3")) == [well.pk]
    assert listed(client.get(f"{address}?q=signal&severity=1")) == [signal.pk]
    assert listed(client.get(f"{address}?q=%23{well.pk}")) == [well.pk]
    assert listed(client.get(f"{address}?dataset=lab/other")) == []
    assert listed(client.get(f"{address}?view=confirmed")) == []
    assert listed(client.get(f"{address}?view=nonsense&severity=x&issue=x&show=x")) == [well.pk, signal.pk]


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
