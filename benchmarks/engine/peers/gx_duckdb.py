"""Great Expectations' own SQL engine over DuckDB: the same queries it would send to any database.

No dialect of DuckDB on the package index gets Great Expectations through an aggregate, so this uses ours, and
nothing else of ours: planning, computing and judging are Great Expectations'.
"""

from typing import Any

import duckdb
from great_expectations.core.batch import Batch
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
from great_expectations.validator.validator import Validator

from benchmarks.engine.peer import THREADS, Finding, Task, main
from benchmarks.engine.peers.duckdb_query import READERS
from benchmarks.engine.peers.gx import FORMATS, expectations, finding
from checks.engine.dialect import Connection, engine


class Quiet(Validator):
    def _determine_progress_bars(self) -> bool:
        return False


def run(task: Task) -> dict[str, Finding]:
    with duckdb.connect(config={"threads": THREADS}) as database:
        kind = "TABLE" if task.source == "csv" else "VIEW"  # a CSV file is parsed once, not once per query
        database.execute(f"CREATE TEMP {kind} orders AS SELECT * FROM {READERS[task.source].format(task.path)}")
        execution = SqlAlchemyExecutionEngine(engine=engine(Connection(database)), create_temp_table=False)
        data: Any = SqlAlchemyBatchData(execution_engine=execution, table_name="orders", create_temp_table=False)
        validator = Quiet(execution_engine=execution, batches=[Batch(data=data)])
        results = validator.graph_validate(  # what batch.validate() does with a suite
            configurations=[each.configuration for each in expectations(task, "DOUBLE").expectations],
            runtime_configuration={"result_format": FORMATS[task.mode], "catch_exceptions": True},
        )
        return {each.expectation_config.meta["name"]: finding(each) for each in results}


if __name__ == "__main__":
    main(run)
