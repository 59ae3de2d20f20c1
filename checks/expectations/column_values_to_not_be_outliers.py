"""No value of a column is an outlier, by quartiles or by standard deviations."""

from checks.arguments import COLUMN, MOSTLY, Argument, choice, finite, labelled
from checks.kind import Arguments, Condition, Kind
from checks.phrase import mostly, plain, tick
from checks.sql import column

_FACTOR = Argument("a number, 0 or more", lambda value: finite(value) and value >= 0, field="number")


def _failing(a: Arguments) -> Condition:
    name, factor = column(a), 1.5 if a["multiplier"] is None else a["multiplier"]
    if a["method"] == "std":
        distance, spread = f"abs({name} - avg({name}) OVER ())", f"(stddev_samp({name}) OVER ()) * ?"
        return Condition(f"({distance} >= {spread} AND {distance} > 0)", (factor,))
    quartile = "(SELECT percentile_cont({}) WITHIN GROUP (ORDER BY {}) FROM data)"
    low, high = (quartile.format(at, name) for at in (0.25, 0.75))
    return Condition(
        f"({name} < {low} - ? * ({high} - {low}) OR {name} > {high} + ? * ({high} - {low}))", (factor, factor)
    )


def _sentence(a: Arguments) -> str:
    factor = plain(1.5 if a["multiplier"] is None else a["multiplier"])
    if a["method"] == "std":
        return f"{tick(a['column'])} lies less than {factor} standard deviations from its mean{mostly(a)}"
    return f"{tick(a['column'])} lies at most {factor} interquartile ranges beyond its quartiles{mostly(a)}"


KIND = Kind(
    name="expect_column_values_to_not_be_outliers",
    arguments={
        "column": COLUMN,
        "mostly": MOSTLY,
        "method": labelled(choice("iqr", "std"), "Measured by", "iqr: quartiles (usual); std: standard deviations"),
        "multiplier": labelled(_FACTOR, "Times", "1.5 is usual for iqr, 3 for std"),
    },
    sentence=_sentence,
    advice="Look at the rows far off: a wrong unit, a slipped decimal point, or a true extreme?",
    failing=_failing,
    needs=("integer", "number"),
)
