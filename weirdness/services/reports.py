"""What a person fills into the flag form, and what of it cannot be taken: a sentence beside each field, all at once."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from weirdness.models import Category, Dataset
from weirdness.models.issue_words import MetadataField, Target
from weirdness.services import pictures, rows
from weirdness.services.errors import Refused
from weirdness.services.pictures import Picture

LONGEST, LONGEST_ROWS = 500, 20_000


@dataclass(frozen=True)
class Upload:
    """A file as a browser sent it; of one that is `too_large` nothing was kept."""

    name: str
    content: bytes
    too_large: bool = False


@dataclass(frozen=True)
class Report:
    """What a person fills into the flag form. `submission` makes the same form sent twice one flag."""

    dataset: str
    category: str
    sentence: str
    target: str = Target.DATASET
    column: str = ""
    metadata_field: str = ""
    rows: str = ""
    proposed_value: str = ""
    link: str = ""
    blocks_decision: bool = False
    private: bool = False
    submission: UUID | None = None


@dataclass
class Accepted:
    """What the texts of a report mean: the keys of its rows, and its screenshot drawn anew."""

    category: Category
    keys: list[dict[str, Any]] = field(default_factory=list)
    picture: Picture | None = None


def accept(report: Report, dataset: Dataset | None, screenshot: Upload | None = None) -> Accepted:
    """Raises Refused with a sentence for each field that cannot be taken."""
    problems: dict[str, str] = {}
    category = Category.objects.filter(slug=report.category).first()
    if category is None:
        problems["category"] = "Choose the tile that fits best; “Something else” is fine."
    if not report.dataset.strip():
        problems["dataset"] = "Which dataset? Type its name, even if it is not in the list."
    elif len(report.dataset.strip()) > 200:
        problems["dataset"] = "This name is over 200 characters. Shorten it; the rest fits in the sentence."
    problems |= _accept_words(report)
    problems |= _accept_target(report, dataset)
    keys: list[dict[str, Any]] = []
    picture = None
    try:
        keys = _keys(report, dataset) if "rows" not in problems else []
    except Refused as refused:
        problems |= refused.problems
    try:
        picture = _picture(screenshot) if screenshot else None
    except Refused as refused:
        problems |= refused.problems
    if problems or category is None:
        raise Refused(**problems)
    return Accepted(category, keys, picture)


def _picture(screenshot: Upload) -> Picture:
    if screenshot.too_large:
        raise Refused(screenshot=pictures.TOO_LARGE)
    return pictures.redraw(screenshot.content)


def _keys(report: Report, dataset: Dataset | None) -> list[dict[str, Any]]:
    if dataset is None:
        return []
    named = rows.named(report.rows, dataset.key_columns)
    marked = {name for each in named for name in each.marks}
    known = set(dataset.columns.filter(name__in=marked).values_list("name", flat=True)) if marked else set()
    if strange := sorted(marked - known):
        where = f"{dataset.key} has no column “{strange[0][:60]}”, which these rows mark."
        raise Refused(rows=f"{where} Correct its name, or remove it.")
    return [each.key for each in named]


def _accept_words(report: Report) -> dict[str, str]:
    problems: dict[str, str] = {}
    length = len(report.sentence.strip())
    if not length:
        problems["sentence"] = "Say in a sentence what you saw and what you expected."
    elif length > LONGEST:
        problems["sentence"] = (
            f"This is {length:,} characters; {LONGEST} fit. Shorten it, or put the rest behind a link."
        )
    if len(report.proposed_value.strip()) > LONGEST:
        problems["proposed_value"] = f"The proposed value is over {LONGEST} characters. Shorten it."
    if report.link and not report.link.strip().startswith(("https://", "http://")):
        problems["link"] = "A link starts with https:// or http://."
    elif len(report.link) > 1000:
        problems["link"] = "This link is over 1,000 characters. Use a shorter one."
    return problems


def _accept_target(report: Report, dataset: Dataset | None) -> dict[str, str]:
    if report.target not in Target.values:
        return {"target": "Say what the flag is about: the dataset, a column, some rows or a description."}
    if report.target == Target.METADATA and report.metadata_field not in MetadataField.values:
        return {
            "metadata_field": "Say which description is wrong: name, description, unit, provenance, owner or labels."
        }
    if report.target == Target.COLUMN and not report.column:
        return {"column": "Which column? Choose one, or say that the flag is about the whole dataset."}
    if dataset and report.column and not dataset.columns.filter(name=report.column).exists():
        return {"column": f"{dataset.key} has no column “{report.column}”. Choose one from the list."}
    if len(report.column) > 200:
        return {"column": "This column name is over 200 characters."}
    if len(report.rows) > LONGEST_ROWS:
        return {"rows": f"These rows are {len(report.rows):,} characters; {LONGEST_ROWS:,} fit. Name the first few."}
    return {}
