"""The number of rows is near that of the last runs."""

from statistics import median

from checks.arguments import Argument, finite
from checks.history import NO_HISTORY, RUNS, earlier, runs_of
from checks.kind import Arguments, Data, Kind, Outcome
from checks.own import row_count
from checks.phrase import percent, plain

_CHANGE = Argument(
    "a number of 0 or more, 0.5 for half as many or half as many again",
    lambda value: finite(value) and value >= 0,
    required=True,
    field="number",
    label="Largest change",
    help="0.2 is 20 % more or fewer rows",
)


def _judge(data: Data, a: Arguments) -> Outcome:
    usual = [profile.row_count for profile in earlier(data.history, runs_of(a))]
    rows = row_count(data)
    if not usual:
        return Outcome(True, {"observed_value": rows}, said=NO_HISTORY)
    middle = median(usual)
    change = abs(rows - middle) / middle if middle else float(rows > 0)
    said = (
        f"{plain(rows)} rows, against {plain(middle)} in the last {'run' if len(usual) == 1 else f'{len(usual)} runs'}"
    )
    return Outcome(change <= a["most"], {"observed_value": rows}, said=said)


KIND = Kind(
    name="expect_table_row_count_to_change_little",
    arguments={"most": _CHANGE, "runs": RUNS},
    sentence=lambda a: f"The number of rows is within {percent(a['most'])} of the median of the last {runs_of(a)} runs",
    advice="Compare with the last good load: was a part missing, or loaded twice?",
    examines=lambda a: [],
    judge=_judge,
)
