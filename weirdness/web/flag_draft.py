"""What is in the flag form, wherever it came from: a deep link, a half-filled form, or the form that was sent."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from weirdness.models.issue_words import MetadataField, Target
from weirdness.services.flags import Report
from weirdness.web.door import typed

CHART = 100  # characters


@dataclass
class Draft:
    """Field by field as typed. `field` is the metadata field, "" while the values themselves are meant.

    `chart` names where it was seen; it is said at the end of the sentence.
    """

    dataset: str = ""
    category: str = ""
    sentence: str = ""
    column: str = ""
    field: str = ""
    rows: str = ""
    proposed_value: str = ""
    link: str = ""
    chart: str = ""
    blocks_decision: bool = False
    private: bool = False
    submission: str = dataclasses.field(default_factory=lambda: str(uuid4()))

    @property
    def target(self) -> str:
        """What the flag is about follows from what was filled in: nobody is asked twice."""
        if self.field:
            return Target.METADATA
        if self.rows.strip():
            return Target.ROWS
        return Target.COLUMN if self.column else Target.DATASET

    @property
    def said(self) -> str:
        """The sentence with where it was seen."""
        sentence, chart = self.sentence.strip(), " ".join(self.chart.split())[:CHART]
        return f"{sentence} (Seen in “{chart}”.)" if sentence and chart else sentence

    @property
    def is_unfolded(self) -> bool:
        return bool(self.rows or self.proposed_value or self.link or self.chart or self.private)

    def report(self) -> Report:
        return Report(
            dataset=self.dataset,
            category=self.category,
            sentence=self.said,
            target=self.target,
            column=self.column,
            metadata_field=self.field,
            rows=self.rows,
            proposed_value=self.proposed_value,
            link=self.link,
            blocks_decision=self.blocks_decision,
            private=self.private,
            submission=_uuid(self.submission),
        )

    def fields(self) -> list[tuple[str, str]]:
        """Name and value of each control that a form needs to bring the draft back; of boxes, the ticked ones."""
        said = dataclasses.asdict(self)
        return [(name, "1" if value is True else value) for name, value in said.items() if value]


TEXTS = tuple(each.name for each in dataclasses.fields(Draft) if each.type in ("str", str))


def from_link(query: QueryDict) -> Draft:
    """See docs/flag-links.md; `row` may come several times."""
    named = typed(query, "field")
    if named not in MetadataField.values:
        named = MetadataField.DESCRIPTION if typed(query, "target") == Target.METADATA else ""
    return Draft(
        dataset=typed(query, "dataset").strip(),
        category=typed(query, "category"),
        sentence=typed(query, "sentence"),
        column=typed(query, "column"),
        field=named,
        rows="\n".join(row.replace("\x00", "") for row in query.getlist("row")),
        proposed_value=typed(query, "value"),
        link=typed(query, "url"),
        chart=typed(query, "chart"),
    )


def from_form(form: Mapping[str, Any]) -> Draft:
    said = {name: typed(form, name) for name in TEXTS}
    return Draft(**said, blocks_decision=bool(form.get("blocks_decision")), private=bool(form.get("private")))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
