"""The test's PostgreSQL listens on a socket only; a relay lets it be called by host and port, as databases are."""

import socket
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Relay:
    """Passes on what comes to a free port of this machine to a Unix socket and back, until closed."""

    def __init__(self, url: str) -> None:
        folder = parse_qs(urlsplit(url).query)["host"][0]
        [self.target] = [str(path) for path in Path(folder).glob(".s.PGSQL.*") if path.suffix != ".lock"]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            called = socket.socket(socket.AF_UNIX)
            called.connect(self.target)
            for one, other in ((caller, called), (called, caller)):
                threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()

    def close(self) -> None:
        self.listener.close()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65_536):
            other.sendall(data)
    except OSError:
        return
    finally:
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
