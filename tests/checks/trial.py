"""Asks the fork server everything about a source, and judges how each question ended."""

import re
import time
from dataclasses import dataclass

import psutil

from checks import EngineFault, EngineGone, FileSource, OverBudget, Plan, SourceUnreadable, SuiteInvalid
from checks.client import ask
from tests.checks.conftest import expectation

OPERATIONS = ("describe", "preview", "run", "profile", "suggest")
SECONDS, MEGABYTES = 30, 1_536
_STOPPED_AFTER = 28
JARGON = re.compile(
    r"Traceback|/(?:proc|tmp|home|root|var|usr|opt|srv|work|dev)/|DuckDB|\b\w+Exception|\b[A-Z]\w* Error\b|INTERNAL|"
    r"SIG[A-Z]+|errno|pread|thrift|Thrift|TProtocol|std::|nullptr|read_(csv|json|parquet)|\bfd\b|The engine says"
)


@dataclass(frozen=True)
class Ending:
    """How one question ended: `kind` of error, "" for a good answer, with what was said."""

    operation: str
    kind: str
    said: str
    seconds: float
    megabytes: float

    @property
    def fault(self):
        """What is wrong with it, "" for nothing."""
        if self.kind in ("EngineFault", "EngineGone"):
            return f"{self.kind}: {self.said}"
        if found := JARGON.search(self.said):
            return f"says {found.group()!r}: {self.said}"
        if self.said and (not self.said.endswith(".") or "\n" in self.said or len(self.said) > 600):
            return f"no plain sentence: {self.said!r}"
        if self.seconds > SECONDS or self.megabytes > MEGABYTES * 1.1:
            return f"took {self.seconds:.1f} s and {self.megabytes:.0f} MB"
        return ""


class Trial:
    def __init__(self, server):
        self.server, self.process = server, psutil.Process(server.process.pid)

    def ends(self, source, operations=OPERATIONS, masked=()):
        """One ending per operation; the columns for a run are those that were described."""
        columns = []
        for operation in operations:
            ending, answer = self.one(operation, self.payload(operation, source, columns, masked))
            if operation == "describe" and answer:
                columns = [name for name, _ in answer.columns]
            yield ending

    def payload(self, operation, source, columns, masked):
        if operation != "run":
            return {"source": source.to_dict()}
        asked = [expectation("table_row_count_to_be_between", max_value=0)]
        for name in columns[:6]:
            asked += [
                expectation("column_values_to_be_null", column=name),
                expectation("column_values_to_be_unique", column=name),
            ]
        return Plan(source, {"expectations": asked}, profile=True, masked_columns=masked).to_dict()

    def one(self, operation, payload):
        started, peak = time.monotonic(), [0]

        def look():
            peak[0] = max([peak[0], *(self.resident(each) for each in self.process.children())])

        kind, said, answer = "", "", None
        try:
            answer = ask(
                operation, payload, socket_path=self.server.path, deadline=_STOPPED_AFTER, beat=look, beat_every=0.05
            )
        except (SourceUnreadable, OverBudget, SuiteInvalid, EngineFault, EngineGone) as error:
            kind, said = type(error).__name__, str(error)
        if operation == "run" and answer:
            said = " ".join(each.error for each in answer.results if each.error)[:590]
        return Ending(operation, kind, said, time.monotonic() - started, peak[0] / 1024**2), answer

    def resident(self, process):
        try:
            return process.memory_info().rss
        except psutil.NoSuchProcess:
            return 0

    def answers(self):
        """Whether the server still does its work."""
        nothing = {"source": FileSource("/", "dev/null/none", "csv").to_dict()}
        return self.one("describe", nothing)[0].kind == "SourceUnreadable"
