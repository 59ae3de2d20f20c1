"""A table that lives in Spark, read by Spark; for tables that are there already, never for speed on one machine.

What counts as missing is NULL alone, as in a database (see checks/dialects/postgresql.py). The cluster's address comes
from an administrator, and pyspark from a lock of its own (requirements/spark.txt).
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from checks.errors import SourceUnreadable
from checks.listing import listed
from checks.source import Clustered, SourceKind
from checks.specs import SparkSource

_MASTER = re.compile(r"(local\[\d+\]|(spark|k8s)://[\w.:/-]+|yarn)")
_TABLE = re.compile(r"\w+(\.\w+){0,2}")
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.driver.memory": "1g",
}
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@contextmanager
def clustered(source: SparkSource) -> Iterator[Clustered]:
    """The table, in a session of Spark; raises SourceUnreadable."""
    with _session(source.master) as session:
        if not _TABLE.fullmatch(source.table):
            raise SourceUnreadable(f"{source.table} is no name of a table in Spark. Write database.table.")
        if not session.catalog.tableExists(source.table):
            raise SourceUnreadable(f"Spark has no table {source.table}. Check its name, or ask whoever keeps it.")
        yield Clustered(source, session)


@contextmanager
def _session(master: str) -> Iterator[Any]:
    if find_spec("pyspark") is None:
        raise SourceUnreadable(
            "Spark cannot be asked, because this server was set up without it. "
            "Ask an administrator to install requirements/spark.txt."
        )
    if not _MASTER.fullmatch(master):
        raise SourceUnreadable(f"{master} is no address of a Spark cluster. Write spark://host:7077, or local[2].")
    # Not imported above: few servers have Spark, and it takes a second to load.
    refusal, kind = import_module("pyspark.errors").PySparkException, import_module("pyspark.sql").SparkSession
    os.environ.setdefault("PATH", _PATH)  # a child of the fork server has no environment, and Java is found by it
    running = kind.getActiveSession()
    builder = kind.builder.master(master).appName("weirdness checks").enableHiveSupport()
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
    except (refusal, OSError):
        raise SourceUnreadable(f"Spark did not answer at {master}. Ask whoever keeps the cluster.") from None
    try:
        yield session
    finally:
        if running is None:
            session.stop()


def browse(source: SparkSource, path: str) -> dict[str, Any]:
    """The databases of Spark, or with `path` the tables of one of them; see checks.engine.work.browse."""
    with _session(source.master) as session:
        if not path:
            return listed([{"name": each.name, "kind": "schema"} for each in session.catalog.listDatabases()])
        if not session.catalog.databaseExists(path):
            raise SourceUnreadable(f"Spark has no database {path}. Choose another one.")
        return listed([{"name": each.name, "kind": "table"} for each in session.catalog.listTables(path)])


KIND = SourceKind(name="spark", open=clustered, browse=browse)
