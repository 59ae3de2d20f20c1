"""What runs keep of the parts of a folder, so that the next one reads only those that are new or changed.

It is kept with the newest run alone (in its `progress`); the failing rows of unchanged parts are those of its results.
"""

from typing import Any

import checks
from weirdness.models import Run

KEPT = "parts"
SHOWN = 3  # parts that were read are named up to so many


def known(run: Run) -> dict[str, Any] | None:
    """For the plan of a run: what is known of parts; None when it is not asked of a folder as a whole."""
    if run.partition or not run.dataset.has_parts:
        return None
    holder = _holder(run)
    if holder is None:
        return {}
    shown = {
        str(each.position - 1): {"keys": each.keys, "examples": each.examples, "hashes": each.value_hashes}
        for each in holder.results.exclude(keys=[])
    }
    return {**holder.progress[KEPT], "shown": shown}


def keep(run: Run, result: checks.SuiteResult) -> str:
    """Keeps with the run what its result says of parts; returns that in words, "" when it read all of them.

    What an earlier run kept stays when this one could not tell parts apart.
    """
    if result.parts is None:
        return ""
    holder = _holder(run)
    if holder:
        holder.progress.pop(KEPT)
        holder.save(update_fields=["progress"])
    run.progress[KEPT] = result.parts
    of, read = len(result.parts["parts"]), result.parts["read"]
    if holder is None or not read or len(read) == of:
        return ""
    named = f" ({', '.join(read)})" if len(read) <= SHOWN else ""
    return f"{of:,} parts: {of - len(read):,} unchanged since run {holder.pk}, {len(read):,} read{named}."


def profiled(run: Run, result: checks.SuiteResult) -> str:
    """The part that the profile is of, "" for all."""
    return str(result.parts["profiled"]) if result.parts else run.partition


def _holder(run: Run) -> Run | None:
    return run.suite.runs.filter(progress__has_key=KEPT).exclude(pk=run.pk).order_by("-pk").first()
