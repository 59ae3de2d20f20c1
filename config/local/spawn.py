"""Starting a process that is alone in its group and does not outlive its parent."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from config.local.place import ROOT, Servant

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def start(
    argv: Sequence[str],
    *,
    log: Path,
    said: Path | None = None,
    env: Mapping[str, str],
    servant: Servant | None = None,
    farewell: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """`farewell` is what the kernel sends the process when the thread that started it dies (Linux).
    What it prints goes to `log`; with `said`, its standard output goes there instead, in place of what was."""
    with log.open("ab") as sink, said.open("wb") if said else nullcontext(sink) as told:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=sink,
            env=dict(env),
            cwd="/" if servant else ROOT,
            start_new_session=True,
            preexec_fn=_die_with_parent(os.getpid(), farewell),
            **as_account(servant),
        )


def as_account(servant: Servant | None) -> dict[str, object]:
    """The arguments of `subprocess` that drop root."""
    if servant is None:
        return {}
    return {"user": servant.uid, "group": servant.gid, "extra_groups": [], "umask": 0o077}


def _die_with_parent(parent: int, farewell: signal.Signals) -> Callable[[], None] | None:
    if _libc is None:
        return None
    libc = _libc

    def ask() -> None:
        # Runs after the change of account, which would clear the wish.
        libc.prctl(PR_SET_PDEATHSIG, int(farewell))
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return ask
