"""Great Expectations' own way to resolve metrics: for what we do not know, and for all that Spark holds."""

from typing import Any

from great_expectations.core.batch import Batch
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.validator.validator import Validator

from checks.engine.spark import SparkTable
from checks.engine.table import Table

COUNTS_ONLY = {"result_format": "BASIC", "exclude_unexpected_values": True, "partial_unexpected_count": 0}


class _Quiet(Validator):
    def _determine_progress_bars(self) -> bool:
        """A progress bar starts a thread."""
        return False


def engine_of(table: Table) -> ExecutionEngine[Any]:
    """Great Expectations' engine for a table: SQL, or Spark's."""
    if not isinstance(table, SparkTable):
        return SqlAlchemyExecutionEngine(engine=table.sa_engine(), create_temp_table=False)
    from great_expectations.execution_engine.sparkdf_execution_engine import SparkDFExecutionEngine

    return SparkDFExecutionEngine(spark=table.opened.session)


def resolved(table: Table, engine: ExecutionEngine[Any], configured: list[Any]) -> list[Any]:
    """Great Expectations' results for configured expectations."""
    validator = _Quiet(execution_engine=engine, batches=[Batch(data=_data(table, engine))])
    found: list[Any] = validator.graph_validate(
        configurations=configured,
        runtime_configuration={"result_format": COUNTS_ONLY, "catch_exceptions": True},
    )
    return found


def _data(table: Table, engine: ExecutionEngine[Any]) -> Any:
    if isinstance(table, SparkTable):
        from great_expectations.execution_engine.sparkdf_batch_data import SparkDFBatchData

        return SparkDFBatchData(execution_engine=engine, dataframe=table.frame)
    assert isinstance(engine, SqlAlchemyExecutionEngine)
    schema, name = table.relation
    return SqlAlchemyBatchData(execution_engine=engine, schema_name=schema, table_name=name, create_temp_table=False)
