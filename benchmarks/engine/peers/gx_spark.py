"""Great Expectations on a local Spark of two threads, by its own words: a data source, a data frame, one batch."""

import great_expectations
from pyspark.sql import DataFrame, SparkSession

from benchmarks.engine.peer import THREADS, Finding, Task, main
from benchmarks.engine.peers.gx import validate


def run(task: Task) -> dict[str, Finding]:
    session = (
        SparkSession.builder.master(f"local[{THREADS}]")
        .config("spark.driver.memory", "8g")
        .config("spark.sql.shuffle.partitions", str(2 * THREADS))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_spark("files").add_dataframe_asset("orders")
    definition = asset.add_batch_definition_whole_dataframe("whole")
    batch = definition.get_batch(batch_parameters={"dataframe": read(session, task)})
    return validate(batch, task, "DoubleType")


def read(session: SparkSession, task: Task) -> DataFrame:
    if task.source == "parquet":
        return session.read.parquet(task.path)
    return session.read.csv(task.path, header=True, inferSchema=True)


if __name__ == "__main__":
    main(run)
