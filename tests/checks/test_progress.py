"""How far the work is: from the child over the server to whoever waits."""

import os
import socket
import threading

import pytest

from checks.client import ask
from checks.engine import progress
from checks.errors import EngineGone
from checks.specs import Found
from checks.wire import Garbled, frame, is_news, pack, unpack


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    progress.tell_to(writing)
    yield reading
    progress.tell_to(-1)
    os.close(reading)
    os.close(writing)


def test_progress_is_a_message_and_often_is_as_cheap_as_seldom(pipe):
    for done in range(100):
        progress.progress(done=done, of=100, rows=5)
    said = os.read(pipe, 65_536)
    assert unpack(said, 65_536) == {"progress": {"done": 0, "of": 100, "rows": 5}}
    assert is_news(said)
    assert len(said) == len(pack({"progress": {"done": 0, "of": 100, "rows": 5}}))


def test_outside_a_child_nobody_hears_it():
    progress.progress(done=1, of=2)


def test_messages_are_taken_one_by_one_however_they_arrive():
    news, answer = pack({"progress": {"done": 1}}), pack({"answer": {"progress": 1}})
    received, taken = bytearray(), []
    for byte in news + answer + news[:3]:
        received.append(byte)
        while packed := frame(received, 1_000):
            taken.append(packed)
    assert taken == [news, answer]
    assert [is_news(each) for each in taken] == [True, False]
    assert bytes(received) == news[:3]
    with pytest.raises(Garbled):
        frame(bytearray(b"\xff\xff\xff\xff"), 1_000)


class Teller:
    """A server that says what it is given to whoever comes."""

    def __init__(self, path, *messages):
        self.path = str(path / "teller.sock")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen()
        self.thread = threading.Thread(target=self.tell, args=(b"".join(messages),))
        self.thread.start()

    def tell(self, said):
        client, _ = self.listener.accept()
        with client, self.listener:
            client.recv(65_536)
            client.sendall(said)


def test_whoever_waits_hears_the_news_and_then_the_answer(tmp_path):
    heard = []
    news = [pack({"progress": {"done": n, "of": 9, "rows": None}}) for n in range(3)]
    teller = Teller(tmp_path, *news, pack({"answer": {"content": {"a": 1}}}))
    found = ask("profile", {}, socket_path=teller.path, deadline=5, progress=heard.append)
    teller.thread.join()
    assert found == Found({"a": 1})
    assert [each["done"] for each in heard] == [0, 1, 2]


def test_news_without_an_answer_are_an_engine_that_is_gone(tmp_path):
    teller = Teller(tmp_path, pack({"progress": {"done": 1, "of": 2, "rows": None}}))
    with pytest.raises(EngineGone):
        ask("profile", {}, socket_path=teller.path, deadline=5)
    teller.thread.join()
