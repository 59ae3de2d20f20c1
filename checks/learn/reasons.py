"""Why a cell is thought to be wrong, in a plain sentence: the one reason that weighed most."""

from collections.abc import Sequence

import numpy as np

from checks.learn.model import Model, told
from checks.learn.shapes import shape, skeleton
from checks.learn.signals import SIGNALS, Looked
from checks.phrase import percent, tick

LONGEST = 60
# Signals and tags that say one thing in several ways; their weights are added before the strongest is told.
KINDS = {
    "missing": ("missing", "missing_rare"),
    "placeholder": ("placeholder",),
    "garbled": ("garbled",),
    "blanks": ("blanks",),
    "case": ("case",),
    "spelling": ("misspelt", "misspelt_rare", "misspelt_and_dissent"),
    "digits": ("digits_off",),
    "written": ("skeleton", "shape", "sign", "ending", "length"),
    "number": ("no_number",),
    "outlier": ("outlier",),
    "letters": ("letters", "odd"),
    "rare": ("rare",),
    "repeated": ("repeated",),
    "others": ("dissent_most", "dissent_mean", "dissent_net", "rare_and_dissent"),
    "blame": ("blame",),
    "apart": ("apart",),
    "value": ("value",),
    "column": ("column",),
}
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}


def because(kind: str, columns: Sequence[Looked], place: int, row: int) -> str:
    """That kind of reason as a sentence about a cell, without a full stop."""
    looked = columns[place]
    text = cut(looked.column.text(row))
    says = {
        "missing": f"It is empty, and {_filled(looked)} of {tick(looked.column.name)} is filled in",
        "placeholder": f"“{text}” stands for a value that is missing",
        "garbled": "Its letters are garbled, as when a text is read in the wrong encoding",
        "blanks": "It holds a blank too many",
        "case": "The same text with other capitals or blanks is more frequent",
        "number": f"It is no number, and nearly all of {tick(looked.column.name)} are",
        "outlier": "It lies far from the other numbers",
        "rare": f"It stands in {_rows(looked, row)}, and most values of {tick(looked.column.name)} in many",
        "repeated": f"It occurs more than once, and nearly all of {tick(looked.column.name)} only once",
        "blame": "Other cells of the row belong to another value than this",
        "apart": "It does not go together with another column of its row as usual: one holds the other's text",
        "value": "You marked this value in another row",
        "column": f"Most of what you looked at in {tick(looked.column.name)} was wrong",
    }
    return says.get(kind) or _detailed(kind, columns, place, row)


def kind_of(model: Model, place: int, looked: Looked, row: int) -> str:
    """Which of KINDS speaks most for a cell being wrong."""
    weights = looked.at(np.array([row]))[0] * (model.weights + model.corrections[place])
    sums = dict.fromkeys(KINDS, 0.0)
    for name, weight in zip(SIGNALS, weights.tolist(), strict=True):
        sums[_KIND_OF[name]] += weight
    for tag, weight in told(model, place, looked, int(looked.column.codes[row])):
        kind = _KIND_OF[tag.partition(":")[0]]
        sums["missing" if not looked.column.text(row) else kind] += weight
    sums["column"] += float(model.starts[place])
    return max(sums, key=lambda kind: sums[kind])


def _detailed(kind: str, columns: Sequence[Looked], place: int, row: int) -> str:
    looked = columns[place]
    code = int(looked.column.codes[row])
    twin = int(looked.likeness.twin[code])
    if kind in ("spelling", "digits") and twin >= 0:
        differs = "differs in a digit from" if kind == "digits" else "looks like a misspelling of"
        return f"It {differs} “{cut(looked.column.texts[twin])}”, which stands in {looked.column.counts[twin]:,} rows"
    if kind == "letters":
        return f"Hardly any other value has such letters about the “{looked.odd[code]}”"
    if kind == "others" and looked.dissent.says[row] >= 0:
        by = columns[int(looked.dissent.by[row])].column
        says = cut(looked.column.texts[looked.dissent.says[row]]) or "nothing"
        return f"Other rows with {tick(by.name)} “{cut(by.text(row))}” hold “{says}”"
    return _way_of_writing(looked, code)


def _way_of_writing(looked: Looked, code: int) -> str:
    text, usual = looked.column.texts[code], looked.usual
    one, other = (shape(text), shape(usual)) if skeleton(text) == skeleton(usual) else (skeleton(text), skeleton(usual))
    name = tick(looked.column.name)
    return (
        f"It is written as {cut(one)}, and most of {name} as {cut(other)}" if one != other else "It is unlike the rest"
    )


def cut(text: str) -> str:
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def _filled(looked: Looked) -> str:
    return percent(round(float(looked.column.shares[looked.column.filled].sum()), 2))


def _rows(looked: Looked, row: int) -> str:
    count = int(looked.column.counts[looked.column.codes[row]])
    return "1 row" if count == 1 else f"{count:,} rows"
