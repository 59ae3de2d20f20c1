"""Great Expectations on pandas, by its own words: an ephemeral context, a data frame, one batch."""

import great_expectations
import pandas

from benchmarks.engine.peer import Finding, Task, main
from benchmarks.engine.peers.gx import validate


def run(task: Task) -> dict[str, Finding]:
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("files").add_dataframe_asset("orders")
    definition = asset.add_batch_definition_whole_dataframe("whole")
    batch = definition.get_batch(batch_parameters={"dataframe": read(task)})
    return validate(batch, task, "float64")


def read(task: Task) -> pandas.DataFrame:
    if task.source == "parquet":
        return pandas.read_parquet(task.path)
    # The quickest of pandas' three parsers; the default takes several times as long.
    return pandas.read_csv(task.path, engine="pyarrow", parse_dates=["ordered", "shipped"])


if __name__ == "__main__":
    main(run)
