"""No value looks like a misspelling of a much more frequent one."""

from checks.arguments import Argument, finite, labelled
from checks.kind import Arguments, Data, Kind, Outcome
from checks.mapped import MAPPED
from checks.own import by_values, different_values
from checks.phrase import mostly, plain, tick
from checks.spelling import TIMES, misspelt

_TIMES = Argument("a number, 1 or more", lambda value: finite(value) and value >= 1, field="number")


def _judge(data: Data, a: Arguments) -> Outcome:
    found = list(different_values(data, a["column"]))
    judged = misspelt([str(value) for value, _ in found], [rows for _, rows in found], a["times"] or TIMES)
    wrong = {value for (value, _), is_wrong in zip(found, judged, strict=True) if is_wrong}
    return by_values(data, a, lambda value: value not in wrong)


def _sentence(a: Arguments) -> str:
    times = plain(a["times"] or TIMES)
    return f"No {tick(a['column'])} looks like a misspelling of one that is {times} times as frequent{mostly(a)}"


KIND = Kind(
    name="expect_column_values_to_not_be_misspelt",
    arguments={**MAPPED, "times": labelled(_TIMES, "Times as frequent", f"Empty means {TIMES}")},
    sentence=_sentence,
    advice="Correct the spelling, or leave the value out if it is another word that happens to be similar.",
    needs=("text",),
    judge=_judge,
)
