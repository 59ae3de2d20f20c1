"""Every operation, as everybody: nobody 401, a stranger 404, a foreign object no other than an unknown one."""

import pytest
from django.utils import timezone

from tests.cast import Cast, flagged, suite
from tests.weirdness.api.conftest import As
from tests.weirdness.services.sweeping import begun
from weirdness.api.urls import urlpatterns
from weirdness.models import Issue, LogImport, Run
from weirdness.services import discussion, runs

pytestmark = pytest.mark.django_db
OPEN_TO_NOBODY_IN_PARTICULAR = {"login", "schema", "docs"}
OF_WHO_ASKED = {"promotion", "registration", "query_log"}  # of one person alone
# name → (method, address) of everything about one object
FOREIGN = {
    "dataset": ("get", "/api/v1/datasets/lab/plates/"),
    "confidence": ("get", "/api/v1/datasets/lab/plates/confidence/"),
    "known": ("get", "/api/v1/datasets/lab/plates/known/"),
    "looks": ("get", "/api/v1/datasets/lab/plates/looks/"),
    "say that you looked": ("post", "/api/v1/datasets/lab/plates/looks/"),
    "take a look back": ("delete", "/api/v1/datasets/lab/plates/looks/"),
    "runs": ("get", "/api/v1/datasets/lab/plates/runs/"),
    "start a run": ("post", "/api/v1/datasets/lab/plates/runs/"),
    "run": ("get", "/api/v1/runs/{run}/"),
    "cancel": ("post", "/api/v1/runs/{run}/cancel/"),
    "suites": ("get", "/api/v1/datasets/lab/plates/suites/"),
    "suite": ("get", "/api/v1/datasets/lab/plates/suites/plates/"),
    "put a suite": ("put", "/api/v1/datasets/lab/plates/suites/plates/"),
    "waivers": ("get", "/api/v1/datasets/lab/plates/waivers/"),
    "make a waiver": ("post", "/api/v1/datasets/lab/plates/waivers/"),
    "waiver": ("delete", "/api/v1/waivers/1/"),
    "promotions": ("post", "/api/v1/issues/{issue}/promotions/"),
    "promotion": ("get", "/api/v1/promotions/1/"),
    "registration": ("get", "/api/v1/registrations/1/"),
    "issue": ("get", "/api/v1/issues/{issue}/"),
    "moves": ("post", "/api/v1/issues/{issue}/moves/"),
    "same": ("post", "/api/v1/issues/{issue}/same/"),
}
FOREIGN |= {
    "query_log": ("get", "/api/v1/looks/logs/{log}/"),
    "comments": ("get", "/api/v1/issues/{issue}/comments/"),
    "say something": ("post", "/api/v1/issues/{issue}/comments/"),
    "comment": ("patch", "/api/v1/comments/{comment}/"),
}
FOREIGN |= {
    "sweep": ("get", "/api/v1/sweeps/{sweep}/"),
    "sweep_lines": ("post", "/api/v1/sweeps/{sweep}/lines/"),
    "sweep_line": ("delete", "/api/v1/sweeps/{sweep}/lines/1/"),
    "sweep_hand_in": ("post", "/api/v1/sweeps/{sweep}/hand-in/"),
    "sweep_call_off": ("post", "/api/v1/sweeps/{sweep}/call-off/"),
}
DESK = ("undo", "snooze", "wake", "assign", "severity", "split", "dispute", "reword")
FOREIGN |= {verb: ("post", f"/api/v1/issues/{{issue}}/{verb}/") for verb in DESK}
OF_EVERYBODY = {
    "bulk": ("post", "/api/v1/issues/bulk/"),
    "datasets": ("get", "/api/v1/datasets/"),
    "register a dataset": ("post", "/api/v1/datasets/"),
    "flags": ("get", "/api/v1/flags/"),
    "raise a flag": ("post", "/api/v1/flags/"),
    "flags_bulk": ("post", "/api/v1/flags/bulk/"),
    "issues": ("get", "/api/v1/issues/"),
    "logout": ("post", "/api/v1/logout/"),
    "sweeps": ("get", "/api/v1/sweeps/"),
    "begin a sweep": ("post", "/api/v1/sweeps/"),
    "query_logs": ("get", "/api/v1/looks/logs/"),
    "hand in a log": ("post", "/api/v1/looks/logs/"),
    "portfolio": ("get", "/api/v1/portfolio/"),
    "calibration": ("get", "/api/v1/calibration/"),
    "rules": ("get", "/api/v1/routing/rules/"),
    "routing_try": ("post", "/api/v1/routing/try/"),
    "logoutall": ("post", "/api/v1/logoutall/"),
}


@pytest.fixture
def there(cast: Cast) -> dict[str, int]:
    """An issue and a run on lab/plates, which is not open to all."""
    run = runs.request(suite=suite(cast), now=cast.dataset.registered_at, trigger=Run.Trigger.PERSON)
    flag = flagged(cast)
    said = discussion.comment(issue_id=flag.issue_id, person=cast.bench, now=flag.at, text="Plate 9, too.")
    return {
        "issue": flag.issue_id,
        "run": run.pk,
        "comment": said.comment.pk,
        "sweep": begun(cast, now=timezone.now()).pk,
        "log": LogImport.objects.create(kind="csv", name="u", asked_by=cast.administrator, asked_at=flag.at).pk,
    }


def test_every_address_is_tried_here() -> None:
    named = {pattern.name for pattern in urlpatterns} - OPEN_TO_NOBODY_IN_PARTICULAR
    assert named == {name for name in (*FOREIGN, *OF_EVERYBODY) if " " not in name}


@pytest.mark.parametrize("name", [*FOREIGN, *OF_EVERYBODY])
def test_nobody_is_asked_to_log_in(there: dict[str, int], api: As, name: str) -> None:
    method, address = (FOREIGN | OF_EVERYBODY)[name]
    answer = getattr(api(None), method)(address.format(**there), format="json")
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["code"] == "not_authenticated"


@pytest.mark.parametrize("name", FOREIGN)
def test_a_stranger_is_told_that_there_is_no_such_thing(cast: Cast, there: dict[str, int], api: As, name: str) -> None:
    method, address = FOREIGN[name]
    foreign = getattr(api(cast.stranger), method)(address.format(**there), format="json")
    unknown = getattr(api(cast.stranger), method)(
        address.format(issue=999, run=999, comment=999, sweep=999, log=999), format="json"
    )
    assert foreign.status_code == 404
    if "{" in address:
        numbered = foreign.json()["errors"][0]["detail"].replace(
            str(there[next(name for name in there if f"{{{name}}}" in address)]), "999"
        )
        assert numbered == unknown.json()["errors"][0]["detail"]


@pytest.mark.parametrize("address", ["datasets/", "issues/", "flags/", "sweeps/", "looks/logs/"])
def test_a_strangers_lists_are_empty(cast: Cast, there: dict[str, int], api: As, address: str) -> None:
    assert api(cast.stranger).get(f"/api/v1/{address}").json()["results"] == []


@pytest.mark.parametrize(
    "name", [name for name, (method, _) in FOREIGN.items() if method == "get" and name not in OF_WHO_ASKED]
)
@pytest.mark.parametrize("who", ["bench", "scientist", "owner", "administrator"])
def test_a_reader_reads(cast: Cast, there: dict[str, int], api: As, name: str, who: str) -> None:
    answer = api(getattr(cast, who)).get(FOREIGN[name][1].format(**there))
    assert answer.status_code == 200


def test_a_person_who_left_sees_nothing(cast: Cast, there: dict[str, int], api: As) -> None:
    cast.bench.is_active = False
    assert api(cast.bench).get("/api/v1/issues/").json()["results"] == []
    assert Issue.objects.exists()
