"""Great Expectations on PostgreSQL, by its own words: a data source, a table asset, one batch."""

import great_expectations

from benchmarks.engine.peer import Finding, Task, main
from benchmarks.engine.peers.gx import validate


def run(task: Task) -> dict[str, Finding]:
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    where = task.where
    address = "postgresql+psycopg2://{user}:{password}@{host}:{port}/{database}".format(**where)
    source = context.data_sources.add_postgres("database", connection_string=address)
    asset = source.add_table_asset("orders", table_name=where["table"], schema_name="public")
    return validate(asset.add_batch_definition_whole_table("whole").get_batch(), task, "DOUBLE PRECISION")


if __name__ == "__main__":
    main(run)
