"""manage.py import_query_log: what it says and how it ends."""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast
from tests.weirdness.services.query_logs.conftest import days_ago, looks_of
from weirdness.models import LogChunk, LogImport, LogUse

pytestmark = pytest.mark.django_db


def run(file: Path, **said: str) -> str:
    out = StringIO()
    call_command("import_query_log", str(file), stdout=out, **{"kind": "csv", "by": "ada@example.org", **said})
    return out.getvalue()


def test_a_file_on_the_server_becomes_looks(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "uses.csv.gz"
    file.write_bytes(gzip.compress(f"day,user,dataset\n{days_ago(2)},bea,lab/plates\n".encode()))
    assert run(file) == "1 person-day of use by 1 person became looks.\n"
    log = LogImport.objects.get()
    assert looks_of(log) == {("Bea", "lab/plates", days_ago(2))}
    assert (log.name, log.asked_by, log.size, LogChunk.objects.count()) == (
        "uses.csv.gz",
        cast.administrator,
        file.stat().st_size,
        0,
    )


def test_what_cannot_be_read_ends_with_a_sentence(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "uses.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="The columns have no names"):
        run(file)
    assert not LogUse.objects.exists()
    for said, words in (
        ({"by": "nobody@example.org"}, "Nobody has the e-mail address"),
        ({"by": "stan@example.org"}, "handed in by administrators"),
        ({"source": "nowhere"}, "There is no source nowhere"),
        ({"source": "lab"}, "a folder writes no log"),
    ):
        with pytest.raises(CommandError, match=words):
            run(file, **said)
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "other.csv")
