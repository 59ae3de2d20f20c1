"""What a child of the fork server may and may not. What files do: test_bad_files.py; queries: test_guard.py."""

import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from checks import FileSource, OverBudget, Plan
from checks.client import ask
from checks.engine import child
from tests.checks.conftest import ROOT, expectation, outcome
from tests.checks.test_guard import query
from tests.checks.test_server import asks, children, in_background, slow, until

__all__ = ["slow"]
SECRET = "xyzzy-and-more"
HOSTILE = [
    "`touch canary`",
    "a\\b",
    "a\tb",
    "a\x07b",
    "a\x1b[31mb",
    "a\x7fb",
    "$(touch canary)",
    "${SECRET_KEY}",
    "secret|x",
]
CALLED = 'col("`touch canary`") == 1'


LIMITED = (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE)


def limits(request):
    """The limits of a process that did for this request what a child does."""
    hear, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        child._limit(10, child.kind_of(request))
        os.write(tell, json.dumps([resource.getrlimit(each) for each in LIMITED]).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    os.close(tell)
    with os.fdopen(hear) as heard:
        found = json.load(heard)
    assert all(soft == hard for soft, hard in found)
    return [soft for soft, _ in found]


def test_a_child_is_limited_by_the_kind_of_its_source():
    file, database, other = (limits({"payload": {"source": {"kind": kind}}}) for kind in ("file", "database", "ftp"))
    assert file == [22, 6 * 1024**3, 0, child._MOST_DESCRIPTORS]
    assert database == other == [22, 64 * 1024**2, 0, child._MOST_DESCRIPTORS]


def test_a_child_that_eats_memory_is_stopped_with_a_sentence_and_the_server_lives(own_server, parquet, csv):
    query_ = "SELECT i AS id, repeat(sha256(i::VARCHAR), 40) AS a FROM range(300000) t(i)"
    asked = [query("SELECT min(a), max(a) FROM data GROUP BY a"), expectation("column_values_to_be_unique", column="a")]
    plan = Plan(parquet(query_), {"expectations": [*asked, *asked]}, profile=True).to_dict()
    with pytest.raises(OverBudget) as caught:
        asks(own_server, deadline=60, **plan)
    assert "memory" in str(caught.value)
    assert asks(own_server, "describe", source=csv("a\n1\n").to_dict()).row_count == 1


def test_a_child_that_computes_for_too_long_is_stopped_with_a_sentence(server, parquet):
    source = parquet("SELECT range AS a, range % 3 AS b FROM range(30000)")
    endless = query(
        "SELECT count(*) FROM data x JOIN data y ON x.b = y.b JOIN data z ON y.b = z.b WHERE x.a + y.a > z.a"
    )
    with pytest.raises(OverBudget, match="stopped after 2 seconds"):
        asks(server, deadline=2, **Plan(source, {"expectations": [endless]}).to_dict())
    until(lambda: not children(server))


def test_a_server_started_with_secrets_around_it_has_none_in_its_environment_nor_have_its_children(tmp_path, slow):
    path = tmp_path / "checks.sock"
    command = [sys.executable, "-m", "checks.engine.server", "--socket", str(path)]
    given = {**os.environ, "SECRET_KEY": SECRET, "DATABASE_URL": f"postgres://u:{SECRET}@h/d", "FIELD_KEYS": SECRET}
    process = subprocess.Popen(command, cwd=ROOT, env=given, stderr=subprocess.DEVNULL)
    try:
        until(path.exists, 60)
        thread = threading.Thread(target=_waits_in_vain, args=(str(path), slow))
        thread.start()
        running = [psutil.Process(process.pid), *until(lambda: psutil.Process(process.pid).children())]
        time.sleep(0.3)
        for each in running:
            assert Path(f"/proc/{each.pid}/environ").read_bytes().replace(b"LC_CTYPE=C.UTF-8\0", b"") == b""
            assert SECRET not in " ".join(each.cmdline())
        thread.join()
    finally:
        process.terminate()
        process.wait(10)


def _waits_in_vain(path, plan):
    with pytest.raises(OverBudget):
        ask("run", plan, socket_path=path, deadline=2)


def test_neither_server_nor_child_holds_a_connection_to_anywhere(server, slow):
    thread, _ = in_background(server, slow, deadline=3)
    child_of = until(lambda: children(server))[0]
    for _ in range(10):
        assert psutil.Process(server.process.pid).net_connections("inet") == []
        assert child_of.net_connections("all") == []
        time.sleep(0.05)
    targets = {str(link.readlink()).partition(":")[0] for link in Path(f"/proc/{child_of.pid}/fd").iterdir()}
    assert not targets & {"socket"}
    thread.join()


def test_great_expectations_opens_no_socket_and_starts_no_program(tmp_path):
    """Its telemetry is gone; this keeps it so."""
    (tmp_path / "data.csv").write_text("a,b\n1,x\n2,\n")
    code = """
import sys
seen = []
watched = ("socket.connect", "socket.send", "socket.get", "subprocess.", "os.system", "os.exec",
    "os.posix_spawn", "os.fork")
sys.addaudithook(lambda name, args: seen.append(name) if name.startswith(watched) or name in more else None)
more = ()
import checks.engine.work
more = ("socket.__new__",)  # at its import urllib3 tries whether there is IPv6, on this machine alone
from checks import FileSource, Plan, run
asked = [{"type": kind, "kwargs": {"column": "b"}} for kind in ("expect_column_values_to_be_unique",
    "expect_column_values_to_not_be_null", "expect_column_unique_value_count_to_be_between")]
asked[2]["kwargs"]["min_value"] = 1
asked.append({"type": "expect_column_quantile_values_to_be_between", "kwargs": {"column": "a",
    "quantile_ranges": {"quantiles": [0.5], "value_ranges": [[0, 9]]}}})
found = run(Plan(FileSource(sys.argv[1], "data.csv", "csv"), {"expectations": asked}, profile=True))
assert not found.broken, found.broken
print(sorted(set(seen)))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, env={}, capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr[-500:]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_column_whose_name_is_code_is_refused_in_words_and_the_others_go_on(name, server, tmp_path):
    (tmp_path / "data.csv").write_text(f'"{name}",good\n1,2\n')
    kinds = ("column_values_to_be_unique", "column_values_to_be_in_type_list", "column_max_to_be_between")
    more = ({}, {"type_list": ["BIGINT"]}, {"max_value": 9})
    asked = [
        expectation(kind, column=column, **given)
        for column in (name, "good")
        for kind, given in zip(kinds, more, strict=True)
    ]
    source = FileSource(str(tmp_path), "data.csv", "csv")
    found = asks(server, **Plan(source, {"expectations": asked}).to_dict()).results
    assert all("could be taken for code" in each.error or "reserved for settings" in each.error for each in found[:3])
    assert [each.success for each in found[3:]] == [True] * 3
    assert not list(tmp_path.rglob("canary*"))


@pytest.mark.parametrize("given", [{"row_condition": CALLED}, {"row_condition": CALLED, "condition_parser": "pandas"}])
def test_a_raw_condition_on_rows_is_refused(given, csv):
    [found] = outcome(csv("a\n1\n"), expectation("column_values_to_be_unique", column="a", **given)).results
    assert "because it can run code" in found.error


@pytest.mark.parametrize(
    "regex", ["a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b", r"(a)\1", "(?P=n)", "a++", "(?>a)", "(?(1)a|b)"]
)
def test_a_pattern_that_looks_around_is_refused_in_words(regex, csv):
    [found] = outcome(csv("a\nx\n"), expectation("column_values_to_match_regex", column="a", regex=regex)).results
    assert "without look-around" in found.error


@pytest.mark.parametrize("value", ["${SECRET_KEY}", "$SECRET_KEY", "secret|arn:aws:x", "a secret|b"])
def test_no_argument_is_filled_in_from_settings(value, csv):
    asked = [
        expectation("column_values_to_be_in_set", column="a", value_set=[value]),
        expectation("column_values_to_match_like_pattern", column="a", like_pattern=value),
        expectation("column_max_to_be_between", column="a", min_value=value),
    ]
    for found in outcome(csv("a\nx\n"), *asked).results:
        assert "must not hold $ or secret|" in found.error or "must be" in found.error
