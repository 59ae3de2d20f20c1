"""Great Expectations evaluates expectations on a table; only counts and statistics come back, never rows."""

import logging
import warnings
from dataclasses import dataclass
from typing import Any

import great_expectations as gx
from great_expectations.core.batch import Batch
from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.validator.validator import Validator

from checks.engine.table import TABLE, Table
from checks.specs import Row

VERSION = gx.__version__
_COUNTS_ONLY = {"result_format": "BASIC", "exclude_unexpected_values": True, "partial_unexpected_count": 0}
_POSITION = "position"


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations says: its result dict (counts, observed_value), or the message of its failure."""

    success: bool
    result: Row
    failure: str = ""


class _Quiet(Validator):
    def _determine_progress_bars(self) -> bool:
        """A progress bar starts a thread."""
        return False


def judge(table: Table, asked: dict[int, tuple[str, Row]]) -> dict[int, Verdict]:
    """Verdicts by position for expectations given as position → (type, arguments)."""
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _judge(table, asked)


def _judge(table: Table, asked: dict[int, tuple[str, Row]]) -> dict[int, Verdict]:
    execution = SqlAlchemyExecutionEngine(engine=table.sa_engine(), create_temp_table=False)
    data: Any = SqlAlchemyBatchData(execution_engine=execution, table_name=TABLE, create_temp_table=False)
    validator = _Quiet(execution_engine=execution, batches=[Batch(data=data)])
    found = validator.graph_validate(
        configurations=[
            ExpectationConfiguration(type=kind, kwargs=kwargs, meta={_POSITION: position})
            for position, (kind, kwargs) in asked.items()
        ],
        runtime_configuration={"result_format": _COUNTS_ONLY, "catch_exceptions": True},
    )
    return {_position(each): _verdict(each) for each in found}


def _position(found: Any) -> int:
    return int(found.expectation_config.meta[_POSITION])


def _verdict(found: Any) -> Verdict:
    return Verdict(bool(found.success), dict(found.result or {}), _failure(found.exception_info or {}))


def _failure(info: dict[str, Any]) -> str:
    """Great Expectations reports one failure flat, and one of several metrics nested by the metric's name."""
    infos = [info] if "raised_exception" in info else list(info.values())
    raised = [str(each.get("exception_message")) for each in infos if each.get("raised_exception")]
    return raised[0] if raised else ""
