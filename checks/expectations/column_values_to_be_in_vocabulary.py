"""The labels in a column are those of a vocabulary, letter by letter; variants of them are named."""

from dataclasses import replace

from checks.arguments import VALUES
from checks.kind import Arguments, Data, Kind, Outcome
from checks.mapped import MAPPED
from checks.own import by_values
from checks.phrase import SHOWN, listed, mostly, plain, tick

_LABELS = replace(VALUES, label="Labels", help="One label on each line, exactly as it must be written")


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _judge(data: Data, a: Arguments) -> Outcome:
    known = set(a["value_set"])
    alike = {_folded(label): label for label in a["value_set"]}
    variants: dict[str, str] = {}

    def is_known(label: str) -> bool:
        if label not in known and _folded(label) in alike and len(variants) < SHOWN:
            variants[label] = alike[_folded(label)]
        return label in known

    outcome = by_values(data, a, is_known)
    return replace(outcome, said=_said(outcome, variants))


def _said(outcome: Outcome, variants: dict[str, str]) -> str:
    count, rows = outcome.result["unexpected_count"], outcome.result["element_count"]
    if not count:
        return ""
    named = [f"“{wrong}” is {right}" for wrong, right in variants.items()]
    tail = f"; another way of writing: {listed(named, 'and')}" if named else ""
    return f"{plain(count)} of {plain(rows)} rows fail ({round(100 * count / rows, 2):g} %){tail}"


def _sentence(a: Arguments) -> str:
    return f"{tick(a['column'])} is written as one of the labels {listed(a['value_set'])}{mostly(a)}"


KIND = Kind(
    name="expect_column_values_to_be_in_vocabulary",
    arguments={**MAPPED, "value_set": _LABELS},
    sentence=_sentence,
    advice="Write variants as the vocabulary does; decide for each new label whether it belongs to it.",
    needs=("text",),
    judge=_judge,
)
