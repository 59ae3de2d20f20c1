"""No page asks the database more often because there is more to show: from the URL configuration, a table of bounds."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from tests.cast import Cast
from tests.weirdness.web import crowd
from tests.weirdness.web.conftest import As
from tests.weirdness.web.test_every_page_as_the_stranger import POSTED
from weirdness.api import urls as api_urls
from weirdness.models import Flag, Inquiry, LogImport, Rule, Run, SavedView, Sweep, SweepFind
from weirdness.web import urls

FEW, MANY = 3, 30
# Pages that are no list of rows, or only pass a form on.
ELSEWHERE = {"healthz", "readyz", "log_in", "log_out", "demo_log_in", "answer", "not_mine", "act", "bulk", "view_save"}
ELSEWHERE |= {"view_change", "rows_now", "promote", "alike", "suggest", "source_look", "attachment", "verdict"}
ELSEWHERE |= {"register"}  # asks for a file of the source first
ELSEWHERE |= {"mailbox", "letter", "letter_html"}  # files, not rows
NAMES = {each.name for each in urls.urlpatterns if isinstance(each, URLPattern)} - POSTED - ELSEWHERE
API = {"datasets", "dataset", "confidence", "runs", "suites", "suite", "waivers", "run", "flags", "issues", "issue"}
API |= {"calibration", "comments", "portfolio", "query_logs", "rules", "looks", "sweeps", "sweep"}
ASKED = {"expectation": "?type=expect_column_values_to_not_be_null&column=signal"}
FRAGMENTS = {"choices"}
# At most so many statements, what the log-in needs included.
BOUNDS: dict[int, tuple[str, ...]] = {
    3: ("api: query_logs",),
    4: (
        "api: sweeps",
        "flag_many_template",
    ),
    5: (
        "calibration_csv",
        "explanations_csv",
        "queue_csv",
        "api: datasets",
        "api: flags",
        "api: issues",
        "api: rules",
        "query_log",
    ),
    6: (
        "used_link",
        "api: calibration",
        "api: portfolio",
        "query_logs",
        "accounts",
        "api: looks",
        "sweeps",
        "api: sweep",
        "suite_export",
        "queue_news",
        "api: confidence",
        "api: runs",
        "api: suite",
        "api: waivers",
        "api: run",
        "looks_csv",
        "snapshots_csv",
    ),
    7: (
        "used",
        "sources",
        "source_new",
        "flag_many",
        "inquiry",
        "to_register",
        "rota_new",
        "calendar_new",
        "api: suites",
        "era",
    ),
    8: (
        "sweep",
        "sweep, closed",
        "datasets",
        "explanations",
        "source_change",
        "suite_json",
        "thanks",
        "calendars",
        "absences",
        "api: dataset",
    ),
    9: (
        "sweep_merge",
        "waivers_csv",
        "history",
        "source",
        "suites",
        "suite_versions",
        "expectations",
        "expectation",
        "flag",
        "flag_link",
        "rotas",
        "calendar",
    ),
    10: ("calibration", "portfolio", "sweep_line", "run", "waive", "routing", "rota", "api: comments"),
    11: ("known", "registration", "comments"),
    12: ("me", "rule_new", "unreached", "api: issue"),
    13: ("home", "suite", "choices"),
    14: ("sweep_new", "waivers", "rule"),
    16: ("portfolio_eyes",),
    17: ("column", "eyes"),
    18: ("confidence_numbers",),
    22: ("issue", "query_log_names"),
    25: ("queue",),
    28: ("queue, open", "confidence"),
    29: ("flag, filled in",),
    30: ("dataset",),
}
MOST = {name: most for most, names in BOUNDS.items() for name in names}


def arguments(cast: Cast, converters: dict[str, object], name: str) -> dict[str, object]:
    first = crowd.the_issue(cast)
    run = Run.objects.filter(dataset=cast.dataset).latest("pk")
    known = {"key": "lab/plates", "area": "lab", "name": "signal", "number": first.pk, "slug": cast.source.slug}
    known |= {"form": "merge", "kind": "folder", "position": 1, "suite": run.suite.name}
    numbers = {
        "run": run.pk,
        "waive": run.pk,
        "asked": Inquiry,
        "query_log": LogImport,
        "rule": Rule,
        "inquiry": Inquiry,
        "view_change": SavedView,
    }
    if name.startswith("suite") or name.startswith("expectation"):
        known["number"] = run.suite_id
    if name in numbers:
        known["number"] = found if isinstance(found := numbers[name], int) else found.objects.latest("pk").pk
    if name in ("sweep", "sweep_line", "sweep_merge"):
        sweep = Sweep.objects.get(state=Sweep.State.MERGING)
        known["number"] = sweep.pk
        known["line"] = SweepFind.objects.filter(reviewer__person=cast.administrator).latest("pk").pk
    if name == "thanks":
        known["number"] = Flag.objects.filter(person=cast.administrator).latest("pk").pk
    known["slug"] = {"rota": "rota-0", "calendar": "hours-0"}.get(name, known["slug"])
    return {each: known[each] for each in converters}


def addresses(cast: Cast) -> Iterator[tuple[str, str]]:
    for pattern in urls.urlpatterns:
        if pattern.name in NAMES:
            said = arguments(cast, pattern.pattern.converters, pattern.name)
            yield pattern.name, reverse(pattern.name, kwargs=said) + ASKED.get(pattern.name, "")
    for pattern in api_urls.urlpatterns:
        if pattern.name in API:
            said = arguments(cast, pattern.pattern.converters, pattern.name)
            said |= {"name": "plates"} if "name" in said else {}
            yield f"api: {pattern.name}", reverse(f"api:{pattern.name}", kwargs=said)
    closed = Sweep.objects.filter(state=Sweep.State.CLOSED).latest("pk")
    yield "sweep, closed", reverse("sweep", args=[closed.pk])
    yield "queue, open", reverse("queue") + "?view=open&q=signal"
    yield "flag, filled in", reverse("flag") + "?dataset=lab/plates&column=signal&category=wrong-value"


def counted(cast: Cast, client: Client) -> dict[str, int]:
    """Per page how many statements its second visit needs."""
    found = {}
    for name, address in addresses(cast):
        headers = {"HX-Request": "true"} if name in FRAGMENTS else {}
        client.get(address, headers=headers)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, headers=headers)
            b"".join(answer)
        assert answer.status_code == 200, f"{name}: {answer.status_code}"
        assert not [each["sql"] for each in asked if " OFFSET " in each["sql"]], name
        found[name] = len(asked)
    return found


def test_no_page_asks_more_often_when_there_is_more_to_show(cast: Cast, as_: As) -> None:
    client = as_(cast.administrator)
    crowd.add(cast, 0, FEW)
    few = counted(cast, client)
    crowd.add(cast, FEW, MANY)
    many = counted(cast, client)
    # A search asks for half-typed words only while whole ones find few: with 30 rows of everything once less.
    few["queue, open"] -= 1
    grown = {name: (few[name], many[name]) for name in few if few[name] != many[name]}
    assert not grown
    assert set(many) == set(MOST), "give a new page its bound"
    assert not {name: number for name, number in many.items() if number > MOST[name]}
