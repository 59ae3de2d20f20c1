"""Where the local default keeps its data, logs and sockets."""

import hashlib
import os
import pwd
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.local.words import Remedy

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET = 100  # bytes; the kernel takes 107


@dataclass(frozen=True)
class Place:
    """One installation: `data` survives, `sockets` is short, private and thrown away."""

    data: Path
    sockets: Path

    @property
    def log(self) -> Path:
        return self.data / "log"

    @property
    def mailbox(self) -> Path:
        return self.data / "mailbox"

    @property
    def sources(self) -> Path:
        return self.data / "sources"

    @property
    def held(self) -> Path:
        """A file here named like a process keeps that process stopped."""
        return self.data / "held"

    @property
    def state(self) -> Path:
        return self.data / "running.json"

    @property
    def checks_socket(self) -> Path:
        return self.sockets / "checks.sock"


@dataclass(frozen=True)
class Servant:
    """The account that PostgreSQL and Valkey run as when we are root: PostgreSQL refuses root."""

    uid: int
    gid: int


def servant(uid: int | None = None) -> Servant | None:
    if (os.getuid() if uid is None else uid) != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Remedy(
            "PostgreSQL never runs as root, and this machine has no account `nobody` to run it as. "
            "Start Weirdness as an ordinary user."
        ) from None
    return Servant(nobody.pw_uid, nobody.pw_gid)


def data_dir(environ: Mapping[str, str], uid: int, home: Path) -> Path:
    """`WEIRDNESS_DATA_DIR`, else /var/lib/weirdness for root, else a folder in the home."""
    if given := environ.get("WEIRDNESS_DATA_DIR"):
        return Path(given).expanduser().absolute()
    return Path("/var/lib/weirdness") if uid == 0 else home / ".local" / "share" / "weirdness"


def find(environ: Mapping[str, str] = os.environ, temporary: Path = Path("/var/tmp")) -> Place:  # noqa: S108
    uid = os.getuid()
    home = Path(environ.get("HOME") or pwd.getpwuid(uid).pw_dir)
    data = data_dir(environ, uid, home)
    if any(sign in str(data) for sign in ",=\n"):
        raise Remedy(f"The data folder {data} has a comma or an equals sign in its name; choose another one.")
    mark = hashlib.sha256(str(data).encode()).hexdigest()[:10]
    return Place(data, temporary / f"weirdness-{uid}-{mark}")


def prepare(place: Place) -> None:
    """Makes the folders: the servers' own are theirs alone, the rest is ours alone."""
    served = servant()
    through = 0o711 if served else 0o700  # `nobody` must pass, and see nothing
    _folder(place.data, through, None)
    _folder(place.sockets, through, None)
    mailbox = (place.mailbox, *(place.mailbox / part for part in ("tmp", "new", "cur")))
    for ours in (place.log, *mailbox, place.sources, place.held):
        _folder(ours, 0o700, None)
    for theirs in ("postgres", "valkey"):
        _folder(place.data / theirs, 0o700, served)
        _folder(place.sockets / theirs, 0o700, served)
    _must_be_passable(place.data, served)


def _folder(path: Path, mode: int, owner: Servant | None) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except PermissionError:
        sentence = f"The folder {path} can't be made. Choose another: WEIRDNESS_DATA_DIR=… make up"
        raise Remedy(sentence) from None
    found = path.lstat()
    wanted = owner.uid if owner else os.getuid()
    if stat.S_ISLNK(found.st_mode) or found.st_uid not in (wanted, os.getuid()):
        raise Remedy(f"{path} belongs to somebody else. Remove it, or choose another WEIRDNESS_DATA_DIR.")
    path.chmod(mode)
    if owner and found.st_uid != owner.uid:
        os.chown(path, owner.uid, owner.gid)


def _must_be_passable(data: Path, served: Servant | None) -> None:
    if served is None:
        return
    for parent in data.parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            raise Remedy(
                f"The data folder {data} is inside {parent}, which only root can open, and PostgreSQL never "
                "runs as root. Choose another: WEIRDNESS_DATA_DIR=/var/lib/weirdness make up"
            )
