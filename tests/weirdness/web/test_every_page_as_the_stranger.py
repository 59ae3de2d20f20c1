"""Driven by the URL configuration: a new page is tried without anybody adding it here, or this test fails."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services.sweeping import begun, line
from tests.weirdness.web.conftest import As, failing_run
from weirdness.models import LogImport, LoginName
from weirdness.services import discussion
from weirdness.web import urls

OPEN_TO_ANYBODY = {"healthz", "readyz", "log_in", "log_out", "demo_log_in", "answer", "not_mine"}
# What anybody who is logged in may open; the tests below look that nothing foreign is on it.
ABOUT_ONESELF = {"home", "datasets", "flag", "flag_link", "flag_many", "flag_many_template", "queue", "me", "absences"}
ABOUT_ONESELF |= {"sweeps", "explanations", "explanations_csv", "queue_csv", "queue_news", "bulk", "used_link"}
ABOUT_ONESELF |= {"portfolio", "portfolio_eyes", "calibration", "calibration_csv"}
NARROWED = {"sweeps", "explanations", "explanations_csv"}  # to one dataset: a foreign one is not there (test_known.py)
NAMES = [pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
POSTED = {
    "flag_pick",
    "look",
    "run_now",
    "run_parts",
    "cancel_run",
    "act",
    "demo_log_in",
    "log_out",
    "source_ask",
    "compare",
    "take_over",
    "preview",
    "tier",
    "era_revoke",
    "change_harmless",
    "waiver_end",
    "comment_preview",
    "comment_edit",
    "follow",
    "rule_act",
    "rows_now",
    "view_save",
    "view_change",
    "absence_end",
    "sweep_add",
    "sweep_hand_in",
    "sweep_call_off",
    "query_log_take_back",
    "query_log_statements",
    "query_log_forget",
    "prior_put_back",
}
ROUTING = {"routing", "rule_new", "rule", "rule_act", "rotas", "rota_new", "rota", "unreached"}
ROUTING |= {"calendars", "calendar_new", "calendar"}
# About no object: who may not is told whom to ask.
LOGS = {"query_logs", "query_log_names"}
FORBIDDEN = {"to_register", "sources", "source_new", "accounts", "prior_put_back"} | ROUTING | LOGS


def arguments(cast: Cast, name: str) -> dict[str, object]:
    """What leads to a page about lab/plates, which the stranger may not see."""
    run = failing_run(cast)
    flag = flagged(cast)
    known = {"key": "lab/plates", "number": flag.issue_id, "verb": "confirm", "pk": cast.bench.pk, "letter_key": "1.M"}
    known |= {"name": "signal", "slug": cast.source.slug, "kind": "folder"}
    pattern = next(each for each in urls.urlpatterns if each.name == name)
    known |= {"position": 1, "form": "assign", "what": "login", "version": 1}
    if name in ("query_log", "query_log_take_back"):
        asked = {"asked_by": cast.administrator, "asked_at": NOW}
        known["number"] = LogImport.objects.create(kind="csv", name="uses.csv", **asked).pk
    if name == "query_log_forget":
        known["number"] = LoginName.objects.create(login="x1", person=cast.bench).pk
    if name in ("run", "cancel_run", "waive"):
        known["number"] = run.pk
    if name == "thanks":
        known["number"] = flag.pk
    if name == "comment_edit":
        said = discussion.comment(issue_id=flag.issue_id, person=cast.bench, now=NOW, text="Plate 9, too.")
        known["number"] = said.comment.pk
    if name.startswith("sweep_") or name == "sweep":
        sweep = begun(cast, now=timezone.now())
        known |= {"number": sweep.pk, "line": line(sweep, cast.bench, now=timezone.now()).pk}
    return {each: known[each] for each in pattern.pattern.converters}


def ask(client: Client, name: str, kwargs: dict[str, object]) -> int:
    method = client.post if name in POSTED else client.get
    return method(reverse(name, kwargs=kwargs)).status_code


@pytest.mark.parametrize("name", sorted(set(NAMES) - OPEN_TO_ANYBODY - ABOUT_ONESELF - {"view_save"}))
def test_a_foreign_page_is_not_there_for_the_stranger(name: str, cast: Cast, as_: As) -> None:
    assert ask(as_(cast.stranger), name, arguments(cast, name)) == (403 if name in FORBIDDEN else 404)


@pytest.mark.parametrize("name", sorted(set(NAMES) - OPEN_TO_ANYBODY))
def test_who_is_not_logged_in_is_sent_to_the_log_in_page(name: str, cast: Cast, client: Client) -> None:
    kwargs = arguments(cast, name)
    method = client.post if name in POSTED else client.get
    response = method(reverse(name, kwargs=kwargs))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("log_in"))


@pytest.mark.parametrize("name", sorted(ABOUT_ONESELF))
def test_nothing_foreign_is_on_a_page_about_oneself(name: str, cast: Cast, as_: As) -> None:
    failing_run(cast)
    flagged(cast, sentence="Only readers of the plates may read this.")
    address = reverse(name) + "?column=signal&category=wrong-value&view=open&q=plates"
    response = as_(cast.stranger).get(address if name in NARROWED else f"{address}&dataset=lab/plates")
    shown = b"".join(response).decode()
    assert response.status_code == (302 if name == "bulk" else 200)
    assert "Only readers of the plates" not in shown
    assert "Plates" not in shown


def test_the_stranger_can_do_nothing_to_a_foreign_issue(cast: Cast, as_: As) -> None:
    flag = flagged(cast)
    for verb in ("confirm", "explain", "severity", "same_here", "nonsense"):
        assert as_(cast.stranger).post(reverse("act", args=[flag.issue_id, verb])).status_code == 404
    flag.issue.refresh_from_db()
    assert (flag.issue.state, flag.issue.version, flag.issue.flags.count()) == ("new", 1, 1)
