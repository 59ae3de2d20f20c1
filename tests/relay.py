"""The test's PostgreSQL listens on a socket only; a relay lets it be called by host and port, as databases are."""

import socket
import ssl
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Relay:
    """Passes on what comes to a free port of this machine to a Unix socket and back, until closed.

    With `tls`, callers are first asked to encrypt, as a database with a certificate does.
    """

    def __init__(self, url: str, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
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
            threading.Thread(target=self._join, args=(caller,), daemon=True).start()

    def _join(self, caller: socket.socket) -> None:
        if self.tls:
            try:
                caller = _encrypted(caller, self.tls)
            except OSError:
                return
        called = socket.socket(socket.AF_UNIX)
        called.connect(self.target)
        for one, other in ((caller, called), (called, caller)):
            threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()

    def close(self) -> None:
        self.listener.close()


def _encrypted(caller: socket.socket, tls: ssl.SSLContext) -> socket.socket:
    """Answers the request for encryption (eight bytes, PostgreSQL's protocol) with yes, then shakes hands."""
    caller.recv(8, socket.MSG_WAITALL)
    caller.sendall(b"S")
    return tls.wrap_socket(caller, server_side=True)


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
