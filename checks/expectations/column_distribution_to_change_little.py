"""The values of a column are distributed as in the last runs."""

from checks.arguments import COLUMN, SHARE, labelled, needed
from checks.history import NO_HISTORY, RUNS, distance, earlier, runs_of
from checks.kind import Arguments, Data, Kind, Outcome
from checks.phrase import percent, plain, tick


def _judge(data: Data, a: Arguments) -> Outcome:
    distances = [distance(data, a["column"], profile) for profile in earlier(data.history, runs_of(a))]
    found = [each for each in distances if each is not None]
    if not found:
        return Outcome(True, {"observed_value": None}, said=NO_HISTORY)
    middle = sorted(found)[len(found) // 2]
    return Outcome(
        middle <= a["most"], {"observed_value": middle}, said=f"{percent(round(middle, 4))} of the rows moved"
    )


KIND = Kind(
    name="expect_column_distribution_to_change_little",
    arguments={
        "column": COLUMN,
        "most": labelled(needed(SHARE), "Largest change", "0.1: at most a tenth of the rows moved to other values"),
        "runs": RUNS,
    },
    sentence=lambda a: (
        f"At most {percent(a['most'])} of the rows of {tick(a['column'])} moved to other values since the last "
        f"{plain(runs_of(a))} runs"
    ),
    advice="Draw both: a group that is missing, a new stand-in, or a shift of all values (another unit)?",
    needs=("integer", "number", "text", "boolean"),
    judge=_judge,
)
