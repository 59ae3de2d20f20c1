"""Blind sweeps through the API: begun, written, handed in, read; and another's list never."""

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.weirdness.api.conftest import As
from tests.weirdness.services.sweeping import NEGATIVE, all_in, begun, crew, line
from weirdness.models import Sweep, SweepFind
from weirdness.services import sweep_closing

pytestmark = pytest.mark.django_db
SWEEPS = "/api/v1/sweeps/"
LINE = {"category": "wrong-value", "sentence": NEGATIVE, "target": "column", "column": "signal"}


def test_a_sweep_is_begun_and_each_reviewer_writes_and_hands_in_a_list(cast: Cast, api: As) -> None:
    asked = {"dataset": "lab/plates", "people": [each.email for each in crew(cast)], "guide": "The signals."}
    answer = api(cast.owner).post(SWEEPS, asked, format="json")
    assert answer.status_code == 201
    number = answer.json()["sweep"]["id"]
    for person in crew(cast):
        theirs = api(person)
        made = theirs.post(f"{SWEEPS}{number}/lines/", LINE, format="json")
        assert made.status_code == 201
        assert [each["sentence"] for each in theirs.get(f"{SWEEPS}{number}/").json()["my_list"]] == [NEGATIVE]
        if person == cast.bench:
            assert theirs.delete(f"{SWEEPS}{number}/lines/{made.json()['id']}/").status_code == 204
        assert theirs.post(f"{SWEEPS}{number}/hand-in/", {}, format="json").json()["my_list_is_in"] is True
    assert Sweep.objects.get(pk=number).state == Sweep.State.MERGING
    assert api(cast.bench).post(f"{SWEEPS}{number}/lines/", LINE, format="json").status_code == 409


def test_a_list_is_taken_back(cast: Cast, api: As) -> None:
    sweep, theirs = begun(cast, now=timezone.now()), api(cast.bench)
    theirs.post(f"{SWEEPS}{sweep.pk}/hand-in/", {}, format="json")
    answer = theirs.post(f"{SWEEPS}{sweep.pk}/hand-in/", {"back": True}, format="json")
    assert answer.json()["my_list_is_in"] is False


def test_what_cannot_be_is_refused_in_words(cast: Cast, api: As) -> None:
    asked = {"dataset": "lab/plates", "people": ["bea@example.org", "stan@example.org"]}
    refused = api(cast.owner).post(SWEEPS, asked, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["detail"] == "Nobody with the address stan@example.org may see lab/plates."
    assert api(cast.bench).post(SWEEPS, asked, format="json").status_code == 403
    assert api(cast.stranger).post(SWEEPS, asked, format="json").status_code == 404


@pytest.mark.parametrize("who", ["owner", "administrator", "quality"])
def test_nobody_reads_or_removes_a_line_of_another(who: str, cast: Cast, api: As) -> None:
    sweep = begun(cast, now=timezone.now())
    find = line(sweep, cast.bench, "The zebra.", now=timezone.now())
    client = api(getattr(cast, who))
    assert "zebra" not in client.get(f"{SWEEPS}{sweep.pk}/").content.decode()
    assert client.delete(f"{SWEEPS}{sweep.pk}/lines/{find.pk}/").status_code == 404
    assert SweepFind.objects.filter(pk=find.pk).exists()


def test_the_result_is_read_once_it_is_closed(cast: Cast, api: As) -> None:
    sweep = begun(cast, now=timezone.now())
    line(sweep, cast.bench, now=timezone.now())
    all_in(sweep, crew(cast), now=timezone.now())
    assert api(cast.bench).get(f"{SWEEPS}{sweep.pk}/").json()["result"] is None
    sweep_closing.close(sweep_id=sweep.pk, actor=cast.owner, now=timezone.now())
    result = api(cast.bench).get(f"{SWEEPS}{sweep.pk}/").json()["result"]
    assert result["oddities"][0]["found_by"] == ["Bea"]
    assert result["said"][1] == "A fifth reviewer would find 0 to 2 new ones."
    assert result["estimate"]["next_reviewer"] == [0, 0.25, 2]
    assert api(cast.colleague).get(SWEEPS).json()["results"][0]["state"] == "closed"


def test_a_sweep_is_called_off_with_a_reason(cast: Cast, api: As) -> None:
    sweep = begun(cast, now=timezone.now())
    address = f"{SWEEPS}{sweep.pk}/call-off/"
    assert api(cast.bench).post(address, {"reason": "No."}, format="json").status_code == 403
    assert api(cast.owner).post(address, {"reason": ""}, format="json").status_code == 400
    answer = api(cast.scientist).post(address, {"reason": "The plates are read again."}, format="json")
    assert answer.json()["sweep"]["state"] == "called_off"
    assert api(cast.owner).post(address, {"reason": "Again."}, format="json").status_code == 409
