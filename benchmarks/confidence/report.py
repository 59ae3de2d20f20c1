"""From measurements to the two tables of docs/confidence.md."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.confidence.calibration import Calibration
from benchmarks.confidence.outcomes import Share, Summary
from benchmarks.confidence.worlds import TRIALS
from benchmarks.table import machine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "confidence.md"
BEGIN, END = "<!-- measured: make bench-confidence -->", "<!-- end of measured -->"


class Row(NamedTuple):
    """One line of the table of targets."""

    check: str
    target: str
    measured: str
    held: bool


def calibrated(name: str, of: Calibration, low: float, high: float, tail: float = 1.0) -> Row:
    """The share of truths between 5 % and 95 %, and each tail."""
    tails = f"; tails {of.below.value:.1%}, {of.above.value:.1%}"
    held = low <= of.inside.value <= high and max(of.below.value, of.above.value) <= tail
    target = f"{low:.2f} to {high:.2f}" + (f", each tail ≤ {tail:.2f}" if tail < 1 else "")
    return Row(name, target, f"{of.inside}{tails}", held)


def trial_rows(name: str, told: Mapping[str, Summary]) -> list[Row]:
    """The rows of one world for the rule in force."""
    trial, rule = TRIALS[name], told["second version"]
    rows = []
    if trial.allowed < 1:
        rows.append(_limited(f"false graduation, {name}", rule.false, trial.allowed))
    if name == "everyday":
        rows += [
            _plain("rate above 2λ* at graduation, everyday", rule.double, 0.01),
            _plain("good for ≥ 200 looks and never stable, everyday", rule.missed, 0.05),
        ]
    return rows


def aims(told: Mapping[str, Summary]) -> list[Row]:
    """What the second version was made for, beside the first in the same world."""
    first, rule = told["first version"], told["second version"]
    share = rule.median / first.median
    middle = f"{rule.median:.0f} ({rule.low:.0f} to {rule.high:.0f}), {share:.2f} of the first version's"
    return [
        Row(
            "median look of the first graduation",
            "≤ 250, and ≤ 0.74 of the first version's",
            middle,
            share <= 0.74 and rule.median <= 250,
        ),
        Row("datasets with four people that become stable", "≥ 50 %", str(rule.four), rule.four.value >= 0.5),
        Row("false graduation", "≤ 4.5 %", str(rule.false), rule.false.value <= 0.045),
    ]


def _limited(check: str, share: Share, allowed: float) -> Row:
    upper = share.upper()
    return Row(check, f"≤ {allowed:.2f} (upper 90 % limit)", f"{share}, limit {upper:.1%}", upper <= allowed)


def _plain(check: str, share: Share, allowed: float) -> Row:
    return Row(check, f"≤ {allowed:.2f}", str(share), share.value <= allowed)


def table(rows: list[Row]) -> str:
    head = "| check | target | measured (± Monte-Carlo error) | held |\n|---|---|---|---|\n"
    return head + "".join(
        f"| {r.check} | {r.target} | {r.measured} | {'yes' if r.held else '**no**'} |\n" for r in rows
    )


def side_by_side(all_told: Mapping[str, Mapping[str, Summary]]) -> str:
    """Both versions and the rule with a proof, on the same stories."""
    head = (
        "| world | rule | median look of first graduation (90 % interval) | false graduation | the same, were all "
        "people to look equally often | good for ≥ 200 looks, never stable | four people: stable |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(_line(name, rule, told[rule]) for name, told in all_told.items() for rule in told)


def _line(name: str, rule: str, of: Summary) -> str:
    median = f"{of.median:.0f} ({of.low:.0f} to {of.high:.0f})"
    return f"| {name} | {rule} | {median} | {of.false} | {of.false_even} | {of.missed} | {of.four} |\n"


def write(how: str, parts: list[str]) -> None:
    """Renew what stands between the two marks; everything else on the page stays."""
    page = PAGE.read_text(encoding="utf-8")
    text = "\n".join([BEGIN, *parts, f"{how} {machine()}", END])
    renewed, times = re.subn(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: text, page, flags=re.DOTALL)
    if times != 1:
        raise SystemExit(f"{PAGE} must hold {BEGIN} and {END} once, so that the tables have a place.")
    PAGE.write_text(renewed, encoding="utf-8")
