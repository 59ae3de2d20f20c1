"""The rules of the house (docs/architecture.md), as tests. `lint-imports` holds the walls; these hold the habits."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
ROOMS = ("config", "weirdness", "checks", "client", "tests", "benchmarks")
SOURCES = [path for room in ROOMS for path in sorted((HOUSE / room).rglob("*.py"))]
OURS = [path for path in SOURCES if "migrations" not in path.parts]
WRITES = re.compile(
    r"\.(save|create|bulk_create|get_or_create|update_or_create|bulk_update|delete)\(|objects\.\S*update\("
)


def named(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(text(path))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_the_walls_stand() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"], cwd=HOUSE, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_no_file_is_over_300_lines() -> None:
    assert {named(p): n for p in OURS if (n := len(text(p).splitlines())) > 300} == {}


def test_no_function_is_over_50_lines() -> None:
    long = {
        f"{named(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in OURS
        for node in functions(path)
        if node.end_lineno and node.end_lineno - node.lineno + 1 > 50
    }
    assert long == {}


def test_doors_never_write_to_a_model() -> None:
    doors = [p for room in ("web", "api", "management") for p in sorted((HOUSE / "weirdness" / room).rglob("*.py"))]
    found = {
        f"{named(path)}:{number}": line.strip()
        for path in doors
        for number, line in enumerate(text(path).splitlines(), start=1)
        if WRITES.search(line)
    }
    assert found == {}


def test_nobody_catches_everything() -> None:
    found = [
        f"{named(path)}:{node.lineno}"
        for path in OURS
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    ]
    assert found == []


def test_due_times_live_in_rows_never_in_the_broker() -> None:
    calls = re.compile(r"countdown\s*=|\beta\s*=|\.retry\(")
    found = [
        named(path)
        for path in OURS
        if path.parts[-2] != "tests" and path != Path(__file__).resolve() and calls.search(text(path))
    ]
    assert found == []


def test_verbs_know_no_request() -> None:
    doors = re.compile(r"^(from|import) django\.(http|views|shortcuts|urls)", re.MULTILINE)
    verbs = sorted((HOUSE / "weirdness" / "services").glob("*.py"))
    assert [named(path) for path in verbs if doors.search(text(path))] == []


def test_no_import_hides_in_a_function() -> None:
    """A circle hidden in a function is a circle. The engine is lazy on purpose: it costs seconds."""
    allowed = ("checks/engine/", "checks/__init__.py", "checks/client.py", "config/local/", "tests/", "benchmarks/")
    found = [
        f"{named(path)}:{inner.lineno}"
        for path in OURS
        if not named(path).startswith(allowed)
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        named(path)
        for path in OURS
        if "tests" not in path.parts and text(path).strip() and not ast.get_docstring(ast.parse(text(path)))
    ]
    assert silent == []


@pytest.mark.parametrize("house", ["config", "weirdness", "checks"])
def test_the_page_about_the_house_names_every_room(house: str) -> None:
    page = text(HOUSE / "docs" / "architecture.md")
    rooms = {path.name for path in (HOUSE / house).iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert {room for room in rooms if f"{room}/" not in page} == set()


def test_every_message_has_its_three_templates() -> None:
    verbs = "".join(text(path) for path in sorted((HOUSE / "weirdness" / "services").glob("*.py")))
    owed = set(re.findall(r'message="(\w+)"', verbs)) | set(re.findall(r'_owe\(run, "(\w+)"', verbs))
    assert owed == {
        "issue_changed",
        "comment",
        "fix_question",
        "state_changed",
        "owner_digest",
        "run_error",
        "reminder",
        "escalation",
        "handed_over",
        "look_request",
        "sweep_invitation",
        "sweep_reminder",
        "sweep_merging",
        "sweep_ended",
        "prior_fitted",
    }
    folder = HOUSE / "weirdness" / "templates" / "mail"
    missing = [
        f"{message}{ending}"
        for message in owed
        for ending in (".subject.txt", ".txt", ".html")
        if not (folder / f"{message}{ending}").is_file()
    ]
    assert missing == []


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", "weirdness", verbosity=0)


def test_no_third_party_file_is_kept() -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in kept if re.search(r"\.min\.(js|css)$|node_modules|/vendor/", name)] == []
