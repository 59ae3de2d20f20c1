"""Who looked, asking who did not, and the link "I don't use it" of the letter."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.weirdness.web.conftest import As
from weirdness.mail import letters, links
from weirdness.models import LookRequest, Notification
from weirdness.services import look_requests, looks

pytestmark = pytest.mark.django_db
EYES = "/datasets/lab/plates/-/eyes/"


def asked(cast: Cast) -> LookRequest:
    now = timezone.now()
    people = [cast.quality.pk]
    return look_requests.ask(dataset=cast.dataset, people=people, actor=cast.scientist, now=now)[0]


def test_names_and_buttons_are_for_those_who_may_ask(cast: Cast, as_: As) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=timezone.now())
    everybody = as_(cast.quality).get(EYES).content.decode()
    assert "1 use" in everybody
    assert "Mia" not in everybody
    assert "can ask people to look" in everybody
    judge = as_(cast.scientist).get(EYES).content.decode()
    assert "Mia" in judge
    assert "Ask both" in judge
    assert as_(cast.quality).post(EYES, {"person": cast.manager.pk}).status_code == 403
    assert not LookRequest.objects.exists()


def test_one_person_or_a_whole_viewpoint_is_asked_with_one_button(cast: Cast, as_: As) -> None:
    client = as_(cast.owner)
    told = client.post(EYES, {"person": cast.quality.pk, "note": "Please."}, follow=True).content.decode()
    assert "Asked by mail: Quinn." in told
    assert "can be asked again from" in told
    told = client.post(EYES, {"viewpoint": "data-science"}, follow=True).content.decode()
    assert "Asked by mail: Dana, Dirk." in told
    again = client.post(EYES, {"person": cast.quality.pk}, follow=True).content.decode()
    assert "Nobody was asked" in again
    for odd in ({"person": "x"}, {"person": "9" * 30}, {"viewpoint": "nobody"}, {}):
        assert "Nobody was asked" in client.post(EYES, odd, follow=True).content.decode()


def test_a_note_that_is_too_long_is_kept_on_the_page(cast: Cast, as_: As) -> None:
    answer = as_(cast.owner).post(EYES, {"person": cast.quality.pk, "note": "b" * 501})
    assert answer.status_code == 422
    assert "b" * 501 in answer.content.decode()
    assert "500 fit" in answer.content.decode()


def test_the_letter_says_what_why_and_leads_to_three_pages(cast: Cast) -> None:
    asked(cast)
    letter = letters.render(Notification.objects.get(message="look_request"))
    body = letter.body
    assert letter.subject == "[Weirdness] lab/plates: would you look at it?"
    assert "Dana asks you to look at Plates" in body
    assert "One row per well that was read." in body
    assert "Nobody has looked at these data since" in body
    for address in ("/used/lab/plates/", "/flag/?dataset=lab/plates", "/asked-to-look/"):
        assert f"http://localhost:8000{address}" in body


def test_the_link_asks_first_and_then_keeps_the_answer_without_log_in(cast: Cast, client: Client) -> None:
    request = asked(cast)
    address = links.not_mine(request).removeprefix("http://localhost:8000")
    for _ in range(2):
        assert "I don’t use these data" in client.get(address).content.decode()
    request.refresh_from_db()
    assert request.declined_at is None
    told = client.post(address, follow=True).content.decode()
    assert "You are not asked about Plates any more." in told
    request.refresh_from_db()
    assert request.declined_at is not None


def test_a_link_that_is_changed_old_or_somebody_elses_does_nothing(cast: Cast, client: Client, as_: As) -> None:
    request = asked(cast)
    address = links.not_mine(request).removeprefix("http://localhost:8000")
    changed = re.sub(r"/$", "x/", address)
    assert client.post(changed).status_code == 404
    assert as_(cast.bench).post(address).status_code == 403
    LookRequest.objects.update(asked_at=timezone.now() - timedelta(days=61))
    assert client.post(address).status_code == 410
    cast.quality.is_active = False
    cast.quality.save()
    assert client.get(address).status_code == 404
    request.refresh_from_db()
    assert request.declined_at is None


def test_the_page_says_who_does_not_use_it(cast: Cast, as_: As) -> None:
    request = asked(cast)
    look_requests.decline(request_id=request.pk, person=cast.quality, now=timezone.now())
    page = as_(cast.scientist).get(reverse("eyes", args=["lab/plates"])).content.decode()
    assert "Said that they do not use it: Quinn." in page
