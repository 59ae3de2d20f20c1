"""What is in the flag form, wherever it came from: a deep link, a half-filled form, or the form that was sent."""

import dataclasses
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import QueryDict

from weirdness.models.issue_words import MetadataField, Target
from weirdness.services.flags import Report
from weirdness.web.door import typed


@dataclass
class Draft:
    """Field by field as typed. `field` is the metadata field, "" while the values themselves are meant."""

    dataset: str = ""
    category: str = ""
    sentence: str = ""
    column: str = ""
    field: str = ""
    rows: str = ""
    proposed_value: str = ""
    link: str = ""
    blocks_decision: bool = False
    submission: str = dataclasses.field(default_factory=lambda: str(uuid4()))

    @property
    def target(self) -> str:
        """What the flag is about follows from what was filled in: nobody is asked twice."""
        if self.field:
            return Target.METADATA
        if self.rows.strip():
            return Target.ROWS
        return Target.COLUMN if self.column else Target.DATASET

    def report(self) -> Report:
        return Report(
            dataset=self.dataset,
            category=self.category,
            sentence=self.sentence,
            target=self.target,
            column=self.column,
            metadata_field=self.field,
            rows=self.rows,
            proposed_value=self.proposed_value,
            link=self.link,
            blocks_decision=self.blocks_decision,
            submission=_uuid(self.submission),
        )


def from_link(query: QueryDict) -> Draft:
    """`?dataset=&column=&row=&url=&target=&field=&category=&sentence=`; `row` may come several times."""
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
    )


def from_form(form: QueryDict) -> Draft:
    texts = ("dataset", "category", "sentence", "column", "field", "rows", "proposed_value", "link", "submission")
    said = {name: typed(form, name) for name in texts}
    return Draft(**said, blocks_decision=bool(form.get("blocks_decision")))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
