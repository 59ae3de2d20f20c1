"""The pages that are measured: whose, their address, and which statements of bare.sql they need at least."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MANY, FEW, ADMINISTRATOR, FLAGGER = 2, 27, 1, 1234
START = 1e9  # a score above all


@dataclass(frozen=True)
class Page:
    """`path` may name what was found in the database; with `sent` it is a form that is posted."""

    name: str
    person: int
    path: str
    bare: str
    sent: Mapping[str, str] = field(default_factory=dict)
    first_byte: bool = False


ALIKE = {"dataset": "area1/data1", "column": "column_3", "sentence": "swapped runway order date", "show": "1"}
PAGES = (
    Page("queue, of very many datasets", MANY, "/queue/", "queue"),
    Page("queue, of three datasets", FEW, "/queue/", "queue"),
    Page("queue, of an administrator", ADMINISTRATOR, "/queue/", "queue"),
    Page("queue, further on", MANY, "/queue/?view=waiting&after={score},{front}", "queue"),
    Page("queue: what is new", MANY, "/queue/news/", "queue"),
    Page("queue: a saved view with filters", MANY, "/queue/?view=open&severity=9", "filtered"),
    Page("queue: search by words", MANY, "/queue/?view=open&q=swapped+runway", "words"),
    Page("queue: search by words, of an administrator", ADMINISTRATOR, "/queue/?view=open&q=swapped+runway", "words"),
    Page("queue: search by number", MANY, "/queue/?view=open&q=%23{issue}", "number"),
    Page("queue as CSV: first byte", MANY, "/queue/export.csv?view=open", "export", first_byte=True),
    Page("issue", MANY, "/issues/{issue}/", "issue"),
    Page("issue with many flags", MANY, "/issues/{crowded}/", "issue"),
    Page("dataset, the largest", MANY, "/datasets/area1/data1/", "dataset"),
    Page("explanations that don't convince", MANY, "/explanations/", "explanations"),
    Page("datasets", FLAGGER, "/datasets/", "index"),
    Page("“is it one of these?”", FLAGGER, "/flag/", "alike_in_words", sent=ALIKE),
    Page("flag form", FLAGGER, "/flag/", "form"),
    Page(
        "flag form, filled in by a link",
        FLAGGER,
        "/flag/?dataset=area1/data1&column=column_3&category=missing",
        "alike",
    ),
    Page("home, of a triager", MANY, "/", "home"),
    Page("home, of who flags", FLAGGER, "/", "home"),
    Page("my flags", FLAGGER, "/me/", "me"),
)


def statements() -> dict[str, list[str]]:
    """By name, those of bare.sql."""
    text = (Path(__file__).resolve().parent / "bare.sql").read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in text.split("\n-- ")[1:])
    return {name: [each for each in body.split(";\n") if each.strip()] for name, _, body in parts}
