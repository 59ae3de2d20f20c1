"""What the peers of Great Expectations share: the suite, the result format of a mode, findings from results."""

import logging
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite

from benchmarks.engine.peer import Finding, Task
from benchmarks.engine.suite import suite

# SUMMARY is Great Expectations' default: counts and up to 20 examples. BOOLEAN_ONLY: verdicts.
FORMATS = {"": "SUMMARY", "verdicts": "BOOLEAN_ONLY"}


def expectations(task: Task, double: str) -> ExpectationSuite:
    """The suite, in which the type of `price` is called `double`."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    given = suite(task.rows)
    given["price type"][1]["type_"] = double
    return ExpectationSuite(name="orders", expectations=[_one(name, *each) for name, each in given.items()])


def _one(name: str, kind: str, arguments: dict[str, Any]) -> Any:
    return getattr(gxe, "".join(map(str.capitalize, kind.split("_"))))(**arguments, meta={"name": name})


def validate(batch: Any, task: Task, double: str) -> dict[str, Finding]:
    """Raises ValueError when an expectation could not be evaluated."""
    validated = batch.validate(expectations(task, double), result_format=FORMATS[task.mode])
    return {each.expectation_config.meta["name"]: finding(each) for each in validated.results}


def finding(result: Any) -> Finding:
    raised = _raised(result.exception_info or {})
    if raised:
        raise ValueError(f"{result.expectation_config.meta['name']}: {raised}")
    counted = "element_count" in result.result
    return Finding(bool(result.success), int(result.result["unexpected_count"]) if counted else None)


def _raised(info: dict[str, Any]) -> str:
    infos = [info] if "raised_exception" in info else list(info.values())
    return next((str(each.get("exception_message")) for each in infos if each.get("raised_exception")), "")
