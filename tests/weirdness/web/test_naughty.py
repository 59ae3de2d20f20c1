"""Odd texts as names of columns, values and suites: run by the real engine, stored, shown escaped, nothing breaks."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from checks import FileSource, client
from checks.validate import fault
from tests.cast import NOW, Cast
from tests.checks.conftest import Server
from tests.weirdness.laboratory import engine
from tests.weirdness.web.conftest import As
from weirdness.models import Dataset, Run
from weirdness.services import datasets, runs, suites, work
from weirdness.services.datasets import ColumnSpec
from weirdness.services.errors import Refused

__all__ = ["engine"]
pytestmark = pytest.mark.django_db
OWN = [
    "<script>alert(1)</script>",
    "</title></td></textarea><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7*7 }}{% debug %}${7*7}<%= 7 %>",
    '=HYPERLINK("http://x")',
    "@SUM(1+1)|cmd",
    "'; DROP TABLE weirdness_run; --",
    "%s%n%d %(x)s {0} {x}",
    "../../../../etc/passwd",
    "http://example.org/?a=1&b=2#c",
    "  blanks around  ",
    "a b",
    "",
    "\u202eright to left\u202c",
    "\u200b\ufeff",
    "e\u0301\u0301\u0301\u0301\u0301",
    "𝒳👩\u200d🔬🏳️\u200d🌈",
    "ﷺ",
    "İı",
    "ß",
    "NaN",
    "null",
    "None",
    "true",
    "1e999",
    "-0",
    "0x1F",
    "2013-02-30",
    "*bold* _it_ `code` [x](javascript:alert(1)) ![x](http://x/y.png)",
    "&lt;b&gt; &amp;amp; &#60;",
    "x" * 600,
]
FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "bad" / "text"


class Tags(HTMLParser):
    """Every tag with its attributes, except what our own pages have."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        if tag == "img" or (tag == "script" and "src" not in names) or any(name.startswith("on") for name in names):
            self.found.append(f"{tag} {names}")
        if any(
            value.strip().lower().startswith("javascript:") for name, value in names.items() if name in ("href", "src")
        ):
            self.found.append(f"{tag} {names}")


def named(texts: list[str]) -> list[str]:
    """Those that can be names of columns side by side: each once, whatever its case."""
    seen: dict[str, str] = {}
    for text in texts:
        if text.strip() and not re.search(r"[\r\n]", text):
            seen.setdefault(text.strip().lower(), text)
    return list(seen.values())


def keep(folder: Path, texts: list[str]) -> FileSource:
    """A file whose columns are called by these texts and hold them."""
    names = named(texts)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["row", "text", *names])
    for number, text in enumerate(texts):
        writer.writerow([f"P{number}", text, *[text] * len(names)])
    (folder / "naughty.csv").write_text(out.getvalue(), encoding="utf-8")
    return FileSource(str(folder), "naughty.csv", "csv")


def register(cast: Cast, location: str, columns: list[ColumnSpec]) -> Dataset:
    return datasets.register(
        key="lab/naughty",
        title=OWN[0],
        description=" ".join(OWN[:12]),
        source=cast.source,
        location=location,
        format="csv",
        columns=columns,
        key_columns=["text"],
        key_unique=True,
        owner=cast.owner,
        triage_team=cast.scientists,
        open_to_all=True,
        now=NOW,
    )


def registered(cast: Cast, source: FileSource, engine: Server) -> Dataset:
    found = client.ask("describe", {"source": source.to_dict()}, socket_path=engine.path, deadline=30).columns
    return register(cast, source.path, [ColumnSpec(name, kind, OWN[1]) for name, kind in found if len(name) <= 200])


def asked_of(dataset: Dataset) -> dict[str, Any]:
    """A suite that asks everything of every column that may be asked, in sentences that hold odd texts too."""
    kinds = [
        ("expect_column_values_to_be_in_set", {"value_set": [text for text in OWN if "$" not in text][:30]}),
        ("expect_column_values_to_be_unique", {}),
    ]
    asked = [
        {"type": kind, "kwargs": {"column": column.name, **more}}
        for column in dataset.columns.all()
        for kind, more in kinds
    ]
    return {"name": OWN[0], "expectations": [each for each in asked if not fault(each)][:400]}


@pytest.fixture
def run(cast: Cast, engine: Server, settings: Settings, tmp_path: Path, texts: list[str]) -> Run:
    settings.CHECKS_SOCKET, settings.SOURCE_ROOTS = engine.path, {"lab": str(tmp_path)}
    dataset = registered(cast, keep(tmp_path, texts), engine)
    suite = suites.save(dataset=dataset, document=asked_of(dataset), now=NOW)
    done = runs.request(suite=suite, now=timezone.now(), trigger="person", actor=cast.scientist)
    assert done.job is not None
    assert work.perform(job_id=done.job.pk, now=timezone.now())
    done.refresh_from_db()
    return done


def theirs() -> list[str]:
    path = FOLDER / "naughty.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


PARTS = [
    pytest.param(OWN, id="our own"),
    *(
        pytest.param(theirs()[start : start + 150], id=f"of others from {start}", marks=pytest.mark.shared)
        for start in range(0, max(1, len(theirs())), 150)
    ),
]


@pytest.mark.parametrize("name", ["x" * 201, "a\0b"])
def test_a_column_whose_name_cannot_be_kept_is_refused_in_words(name: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="Rename it in the data"):
        register(cast, "naughty.csv", [ColumnSpec("text", "text"), ColumnSpec(name, "text")])


@pytest.mark.parametrize("texts", PARTS)
def test_odd_texts_are_run_stored_and_shown_as_what_they_are(run: Run, as_: As, cast: Cast) -> None:
    assert run.state in ("passed", "failed"), run.message
    assert list(run.results.filter(success=None).values_list("message", flat=True)) == []
    client_ = as_(cast.owner)
    key, number = run.suite.dataset.key, run.suite.pk
    addresses = [reverse(name) for name in ("home", "datasets", "queue", "me")]
    addresses += [reverse(name, args=[key]) for name in ("dataset", "suites", "history", "registration")]
    addresses += [
        reverse(name, args=[key, number]) for name in ("suite", "suite_json", "suite_versions", "expectations")
    ]
    addresses += [reverse("run", args=[key, run.pk])]
    addresses += [reverse("column", args=[key, each.name]) for each in run.suite.dataset.columns.all()[:12]]
    addresses += [reverse("issue", args=[each.pk]) for each in run.suite.dataset.issues.all()[:8]]
    for address in addresses:
        shown = client_.get(address)
        assert shown.status_code == 200, address
        assert Tags(shown.content.decode()).found == [], address
    exported = client_.get(reverse("suite_export", args=[key, number]))
    assert json.loads(exported.content)["name"] == OWN[0]


def test_suites_may_be_called_oddly_or_are_refused_in_words(cast: Cast, as_: As) -> None:
    document = {"expectations": [{"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "well"}}]}
    said = []
    for text in [*OWN, "a\0b", "\ud800"]:
        try:
            suites.save(dataset=cast.dataset, document={**document, "name": text}, now=NOW)
        except Refused as refused:
            said.append(str(refused))
    assert [each for each in said if not each.endswith(".")] == []
    assert len(said) < 20
    shown = as_(cast.scientist).get(reverse("suites", args=["lab/plates"]))
    assert (shown.status_code, Tags(shown.content.decode()).found) == (200, [])
