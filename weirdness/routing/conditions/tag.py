"""A tag of the dataset."""

from weirdness.routing.condition import Condition, Wrong


def _accept(word: str) -> str:
    tag = word.lower()
    if not tag.replace("-", "").replace("_", "").isalnum():
        raise Wrong(f"“{word[:40]}” is no tag: a tag has letters, digits, - and _ only.")
    return tag


KIND = Condition(
    name="tag",
    label="Tag",
    hint="A tag of the dataset, such as finance. Several with commas: one of them is enough.",
    subject="a tag of the dataset",
    values=lambda facts: facts.tags,
    missing="the dataset has no tag",
    accept=_accept,
    of_dataset=True,
    order=30,
)
