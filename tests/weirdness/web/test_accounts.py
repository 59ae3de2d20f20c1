"""The page on which an administrator says that two accounts are one person."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.weirdness.web.conftest import As
from weirdness.models import Person
from weirdness.services import looks

pytestmark = pytest.mark.django_db
SAID = {"keep": "bea@example.org", "other": " Quinn@example.org "}


def test_first_what_would_happen_then_the_button_that_does_it(cast: Cast, as_: As) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.quality, now=timezone.now())
    ada, address = as_(cast.administrator), reverse("accounts")
    asked = ada.post(address, SAID).content.decode()
    assert "Is quinn@example.org the same person as bea@example.org?" in asked
    assert "Its 1 look and 0 flags" in asked
    assert Person.objects.get(pk=cast.quality.pk).is_active
    quinn = as_(cast.quality)
    done = ada.post(address, SAID | {"sure": "yes"}, follow=True).content.decode()
    assert "quinn@example.org is closed" in done
    assert Person.objects.get(pk=cast.quality.pk).merged_into == cast.bench
    assert quinn.get(reverse("home")).status_code == 302  # logged out by it
    back = ada.post(address, {"apart": cast.quality.pk}, follow=True).content.decode()
    assert "quinn@example.org is an account of its own again" in back
    assert "nothing to take apart" in ada.post(address, {"apart": cast.quality.pk}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("other", "said"), [("", "Nobody has an account"), ("x@example.org", "Nobody has"), ("bea@example.org", "twice")]
)
def test_what_cannot_be_is_said_beside_the_field(cast: Cast, as_: As, other: str, said: str) -> None:
    answer = as_(cast.administrator).post(reverse("accounts"), {"keep": "bea@example.org", "other": other, "sure": "y"})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_it_is_no_page_of_others(cast: Cast, as_: As) -> None:
    for person in (cast.bench, cast.scientist, cast.owner):
        assert as_(person).post(reverse("accounts"), SAID | {"sure": "yes"}).status_code == 403
    assert Person.objects.get(pk=cast.quality.pk).is_active
