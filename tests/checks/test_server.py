import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import psutil
import pytest

from checks import EngineFault, EngineGone, FileSource, OverBudget, Plan, SourceUnreadable, SuiteInvalid, run
from checks.client import ask
from checks.wire import pack, unpack
from tests.checks.conftest import ROOT, expectation


def asks(server, op="run", deadline=30, **payload):
    return ask(op, payload, socket_path=server.path, deadline=deadline)


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    """A plan that takes far longer than any test waits: patterns over many texts."""
    folder = tmp_path_factory.mktemp("slow")
    with duckdb.connect() as database:
        relation = database.sql("SELECT range AS id, sha256(range::VARCHAR) AS a FROM range(1000000)")
        relation.write_parquet(str(folder / "slow.parquet"))
    source = FileSource(str(folder), "slow.parquet", "parquet")
    asked = [expectation("column_values_to_match_regex", column="a", regex=f"(a|b)*{at}.*z") for at in range(300)]
    return Plan(source, {"expectations": asked}).to_dict()


def children(server):
    return server.working()


def until(condition, seconds=15):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def in_background(server, plan, deadline=60):
    caught = []

    def work():
        try:
            caught.append(asks(server, deadline=deadline, **plan))
        except (EngineGone, OverBudget, EngineFault) as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, caught


def test_the_server_answers_as_a_run_here_would(server, csv):
    source = csv("a,b\n1,x\n,y\n")
    plan = Plan(source, {"expectations": [expectation("column_values_to_not_be_null", column="a")]}, ("b",))
    there, here = asks(server, **plan.to_dict()), run(plan)
    assert there.results == here.results
    assert there.fingerprint == here.fingerprint
    assert asks(server, "describe", source=source.to_dict(), key_columns=["b"]).key_unique is True
    assert asks(server, "preview", source=source.to_dict(), limit=1).rows == ({"a": 1, "b": "x"},)
    assert asks(server, "fetch", source=source.to_dict(), keys=[{"b": "y"}]).rows == ({"a": None, "b": "y"},)


def test_errors_cross_the_socket_as_what_they_are(server, csv):
    with pytest.raises(SourceUnreadable, match=r"data\.csv is empty"):
        asks(server, "describe", source=csv("").to_dict())
    with pytest.raises(SuiteInvalid, match="not a Great Expectations suite"):
        asks(server, **Plan(csv("a\n1\n"), {}).to_dict())
    with pytest.raises(EngineFault, match="nobody foresaw"):
        asks(server, "conquer", source=csv("a\n1\n").to_dict())
    assert "There is no operation conquer" in server.said()


def test_its_socket_is_private_and_a_second_server_is_refused(server):
    assert stat.S_IMODE(Path(server.path).stat().st_mode) == 0o600
    command = [sys.executable, "-m", "checks.engine.server", "--socket", server.path]
    second = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, text=True)
    assert second.returncode == 1
    assert "Another check engine already listens" in second.stderr


def test_neither_server_nor_child_has_an_environment_or_a_foreign_descriptor(server, slow):
    thread, _ = in_background(server, slow, deadline=3)
    child = until(lambda: children(server))[0]
    time.sleep(0.5)
    assert psutil.Process(server.process.pid).environ().keys() <= {"LC_CTYPE"}
    assert child.environ().keys() <= {"LC_CTYPE"}
    targets = [str(link.readlink()) for link in Path(f"/proc/{child.pid}/fd").iterdir()]
    assert not [target for target in targets if "socket" in target or ".lock" in target]
    thread.join()


def test_a_check_is_stopped_at_its_deadline_and_nothing_of_it_stays(server, slow):
    started = time.monotonic()
    with pytest.raises(OverBudget, match="stopped after 1 seconds"):
        asks(server, deadline=1, **slow)
    assert time.monotonic() - started < 4
    until(lambda: not children(server))
    assert len(list(Path(f"{server.path}.scratch").iterdir())) <= 1  # of the child that waits


def test_the_beat_is_called_while_waiting_and_may_end_it(server, slow):
    class Stop(RuntimeError):
        pass

    beats = []

    def beat():
        beats.append(time.monotonic())
        if len(beats) == 3:
            raise Stop

    with pytest.raises(Stop):
        ask("run", slow, socket_path=server.path, deadline=60, beat=beat, beat_every=0.2)
    assert len(beats) == 3
    until(lambda: not children(server))


def test_a_client_that_hangs_up_takes_its_child_along(server, slow):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(server.path)
        client.sendall(pack({"op": "run", "payload": slow, "deadline": 60}))
        until(lambda: children(server))
    until(lambda: not children(server))


def test_a_child_that_is_killed_is_told_in_words_and_the_server_goes_on(server, slow, csv):
    thread, caught = in_background(server, slow)
    until(lambda: children(server))[0].kill()
    thread.join()
    assert isinstance(caught[0], OverBudget)
    assert "killed by the machine" in str(caught[0])
    assert asks(server, "describe", source=csv("a\n1\n").to_dict()).row_count == 1


def test_rubbish_on_the_socket_is_answered_and_harms_nobody(server, csv):
    for rubbish in (
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x01{",
        b"GET / HTTP/1.1\r\n\r\n",
        pack({}),
    ):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(server.path)
            client.sendall(rubbish)
            client.shutdown(socket.SHUT_WR) if rubbish.startswith(b"GET") else None
            received = client.recv(65_536)
            assert rubbish.startswith(b"GET") or unpack(received, 65_536)["error"] == "EngineFault"
    assert asks(server, "describe", source=csv("a\n1\n").to_dict()).row_count == 1


def test_more_requests_than_children_wait_their_turn(server, csv):
    source = csv("a\n1\n").to_dict()
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(asks(server, "describe", source=source))) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.row_count for answer in answers] == [1] * 12


def test_an_answer_too_long_loses_examples_and_says_so(server, csv):
    text = "".join(f"{'é' * 400}{at},{'x' * 450}\n" for at in range(1000))
    source = csv("k,v\n" + text)
    asked = [expectation("column_values_to_be_in_set", column="v", value_set=["y"])] * 5
    plan = Plan(source, {"expectations": asked}, key_columns=("k",), samples=500)
    found = asks(server, **plan.to_dict())
    assert "too long" in found.note
    assert [each.unexpected_count for each in found.results] == [1000] * 5
    assert 0 < len(found.results[0].keys) < 500


def test_a_server_killed_in_the_middle_is_gone_and_a_new_one_takes_its_place(own_server, slow, csv):
    thread, caught = in_background(own_server, slow)
    child = until(lambda: children(own_server))[0]
    left = set(Path(f"{own_server.path}.scratch").iterdir())
    own_server.process.kill()
    thread.join()
    assert isinstance(caught[0], EngineGone)
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    with pytest.raises(EngineGone, match="not running"):
        asks(own_server, "describe", source=csv("a\n1\n").to_dict())
    again = type(own_server)(Path(own_server.path).parent)
    until(lambda: "listens" in again.said())
    assert asks(again, "describe", source=csv("a\n1\n").to_dict()).row_count == 1
    assert not left & set(Path(f"{again.path}.scratch").iterdir())
    again.stop()


def test_too_much_memory_and_sigterm_end_the_children(own_server, parquet, slow):
    query = "SELECT i AS id, repeat(sha256(i::VARCHAR), 40) AS a FROM range(400000) t(i)"
    wide = parquet(query, "wide.parquet")
    asked = [expectation("column_distinct_values_to_be_in_set", column="a", value_set=["x"])]
    with pytest.raises(OverBudget, match="memory"):
        asks(own_server, deadline=60, **Plan(wide, {"expectations": asked}).to_dict())
    thread, caught = in_background(own_server, slow)
    child = until(lambda: children(own_server))[0]
    own_server.process.terminate()
    assert own_server.process.wait(5) == 0
    thread.join()
    assert isinstance(caught[0], EngineGone)
    assert not child.is_running()
    assert not Path(own_server.path).exists()


def test_nobody_at_the_socket_is_engine_gone(tmp_path):
    for path in (tmp_path / "none", tmp_path / ("x" * 200)):
        with pytest.raises(EngineGone):
            ask("describe", {}, socket_path=str(path), deadline=1)
