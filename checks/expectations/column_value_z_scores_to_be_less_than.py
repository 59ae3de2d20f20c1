"""No value of a column lies many standard deviations from the mean."""

from checks.arguments import FLAG, NUMBER, labelled, needed
from checks.kind import Arguments, Condition, Kind
from checks.mapped import MAPPED
from checks.phrase import mostly, plain, tick
from checks.sql import column


def _failing(a: Arguments) -> Condition:
    distance = f"({column(a)} - avg({column(a)}) OVER ()) / nullif(stddev_samp({column(a)}) OVER (), 0)"
    if a["double_sided"]:
        return Condition(f"abs({distance}) >= ?", (abs(a["threshold"]),))
    return Condition(f"{distance} >= ?", (a["threshold"],))


KIND = Kind(
    name="expect_column_value_z_scores_to_be_less_than",
    arguments={
        **MAPPED,
        "threshold": labelled(needed(NUMBER), "Standard deviations from the mean", "3 is usual"),
        "double_sided": labelled(needed(FLAG), "Below the mean as well as above"),
    },
    sentence=lambda a: (
        f"{tick(a['column'])} lies less than {plain(a['threshold'])} standard deviations "
        f"{'from' if a['double_sided'] else 'above'} its mean{mostly(a)}"
    ),
    advice="Look at the rows far off: a wrong unit, a slipped decimal point, or a true extreme?",
    failing=_failing,
    needs=("integer", "number"),
)
