"""Measured seconds to the section of docs/benchmarks.md."""

from dataclasses import dataclass

from benchmarks import table
from benchmarks.desk.fill import Size
from benchmarks.desk.storm import TRIAGERS, Tally

HEAD = """\
{issues:,} issues, {flags:,} flags and {events:,} events over {datasets:,} datasets in a PostgreSQL of its own with the
settings of `make up`; 60,000 issues of a million wait (`benchmarks/desk/sql/`). The web server is the one of `make up`;
a page is timed at the door, the whole answer read, by one person and by four at once, {visits} visits each. “Asks” is
how many statements a page sends, “ms” how long they take; “bare” are the statements that the same rows need at least,
written by hand (`benchmarks/desk/bare.sql`), measured between the visits; “×” is the one divided by the other. Aims:
100 ms, 3 ×, and 50 ms for a verdict. The history was made with its trigger put aside, so that its hashes are made up;
verdicts are linked by the trigger as ever.

| page | median | 95 % | 95 %, 4 at once | asks | ms | bare ms | × |
|---|---|---|---|---|---|---|---|
"""
VERDICT = """
| verdict | median | 95 % |
|---|---|---|
| one at a time | {median} | {late} |
| {triagers} triagers at once, one queue | {storm_median} | {storm_late} |

In {minutes:.1f} minutes {given:,} verdicts were given ({rate:.0f} a minute), and {refused:,} refused because somebody
was quicker; the history holds each of them once, and no other.
"""


@dataclass(frozen=True)
class Line:
    """Seconds of the visits, alone and four at once; of a page's statements and of the bare ones, each the median."""

    name: str
    alone: list[float]
    together: list[float]
    asks: int
    asking: float
    bare: float

    def text(self) -> str:
        median, late = table.milliseconds(self.alone)
        _, crowded = table.milliseconds(self.together)
        ratio = self.asking / self.bare if self.bare else 0
        own = f"{self.asks} | {self.asking * 1000:.1f} | {self.bare * 1000:.1f} | {ratio:.1f}"
        return f"| {self.name} | {median} | {late} | {crowded} | {own} |\n"


def section(size: Size, visits: int, lines: list[Line], verdicts: list[float], tally: Tally) -> str:
    head = HEAD.format(
        **vars(size) | {"flags": size.issues * 3, "events": size.issues * 10, "visits": visits},
    )
    median, late = table.milliseconds(verdicts)
    storm_median, storm_late = table.milliseconds(tally.seconds)
    given = sum(tally.given.values())
    said = VERDICT.format(
        median=median, late=late, storm_median=storm_median, storm_late=storm_late, triagers=TRIAGERS,
        minutes=tally.minutes, given=given, rate=given / tally.minutes, refused=tally.refused,
    )  # fmt: skip
    return f"{head}{''.join(each.text() for each in lines)}{said}\n{table.machine()}"
