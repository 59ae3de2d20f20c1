"""The link “I used it, all fine”, and the button of the same name."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.weirdness.web.conftest import As
from weirdness.models import Look
from weirdness.services import flags, looks
from weirdness.services.reports import Report

pytestmark = pytest.mark.django_db
LINK = "/used/lab/plates/"


def shown(client: Client) -> str:
    return client.get(LINK).content.decode()


def test_opening_the_link_counts_nothing_and_its_button_counts_once(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    for _ in range(3):
        assert "Did you use Plates, and all was fine?" in shown(client)
    client.head(LINK)
    assert not Look.objects.exists()
    for _ in range(2):
        answer = client.post(LINK, follow=True).content.decode()
        assert "Your use of today is counted." in answer
        assert "the next use that counts is one from" in answer
    assert Look.objects.get().origin == "link"


def test_a_robot_that_previews_the_link_meets_the_log_in_page(cast: Cast, client: Client) -> None:
    answer = client.get(LINK)
    assert (answer.status_code, answer.url) == (302, f"/log-in/?next={LINK}")
    assert client.post(LINK).status_code == 302
    assert not Look.objects.exists()


def test_the_script_presses_the_button_only_until_it_was_taken_back(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    assert "data-at-once" in shown(client)
    client.post(LINK)
    assert "data-at-once" not in shown(client)
    taken = client.post(LINK, {"take_back": "yes"}, follow=True).content.decode()
    assert "You took back your use of today." in taken
    assert "data-at-once" not in shown(client)
    assert not Look.objects.counted().exists()


def test_who_flagged_today_is_told_why_the_use_stays(cast: Cast, as_: As) -> None:
    report = Report(dataset="lab/plates", category="missing", sentence="Half of it is gone.", target="dataset")
    flags.raise_flag(person=cast.bench, report=report, now=timezone.now())
    page = shown(as_(cast.bench))
    assert "who flags has looked, so this use stays counted" in page
    assert "Take it back" not in page


def test_the_buttons_of_a_page_lead_back_to_it_and_nowhere_else(cast: Cast, as_: As) -> None:
    client, address = as_(cast.bench), reverse("look", args=["lab/plates"])
    assert client.post(address, {"next": "/datasets/"}).url == "/datasets/"
    assert client.post(address, {"take_back": "yes", "next": "//example.org/"}).url == "/datasets/lab/plates/"
    assert not Look.objects.counted().exists()
    assert "nothing to take back" in client.post(address, {"take_back": "yes"}, follow=True).content.decode()


def test_lists_have_the_button_for_what_somebody_used_lately(cast: Cast, as_: As) -> None:
    client, action = as_(cast.bench), f'action="{reverse("look", args=["lab/plates"])}"'
    for page in ("home", "datasets"):
        assert action not in client.get(reverse(page)).content.decode()
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=timezone.now() - timedelta(days=3))
    for page in ("home", "datasets"):
        found = client.get(reverse(page)).content.decode()
        assert action in found
        assert "I used it, all fine" in found
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=timezone.now())
    assert "Your use of today is counted." in client.get(reverse("home")).content.decode()


def test_the_maker_gives_the_link_in_each_form_and_none_for_what_is_not_there(cast: Cast, as_: As) -> None:
    page = as_(cast.bench).get(reverse("used_link"), {"dataset": " LAB/plates "}).content.decode()
    address = "http://localhost:8000/used/lab/plates/"
    for form in (
        address,
        f"[✓ I used it, all fine: lab/plates]({address})",
        f"&lt;{address}|✓",
        f'<a href="{address}"',
    ):
        assert form in page
    for person, name in ((cast.stranger, "lab/plates"), (cast.bench, "no/such")):
        missing = as_(person).get(reverse("used_link"), {"dataset": name}).content.decode()
        assert "A link needs a registered dataset" in missing
        assert "/used/lab/plates/" not in missing
