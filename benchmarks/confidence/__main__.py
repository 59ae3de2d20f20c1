"""`make bench-confidence`: every target of the rule for stable, measured; renews the tables of docs/confidence.md.

    make bench-confidence ARGS="--datasets 300 --draws 500 --dry"

One process, one core; the seeds are fixed, so that the same arguments give the same tables (but for the speed).
"""

import argparse

from benchmarks.confidence import calibration, labels, report, speed
from benchmarks.confidence.outcomes import Summary, outcomes, summary
from benchmarks.confidence.rules import RULES
from benchmarks.confidence.worlds import TRIALS

SEED = 20261221
LABEL_TARGET, SPEED_TARGET = 0.94, 10.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-confidence", description=__doc__)
    parser.add_argument("--datasets", type=int, default=2000, help="simulated datasets per world")
    parser.add_argument("--everyday", type=int, default=6000, help="simulated datasets of the everyday world")
    parser.add_argument("--draws", type=int, default=3000, help="draws for the calibration")
    parser.add_argument("--dry", action="store_true", help="print, and leave docs/confidence.md alone")
    args = parser.parse_args()
    told = {name: _told(name, args.everyday if name == "everyday" else args.datasets) for name in TRIALS}
    rows = [*_calibration(args.draws, args.datasets), *_worlds(told), *_others()]
    how = f"{args.everyday:,} datasets of the everyday world, {args.datasets:,} of each other, {args.draws:,} draws."
    parts = [report.table(rows), report.table(report.aims(told["everyday"])), report.side_by_side(told)]
    print("\n".join(parts))
    if not args.dry:
        report.write(how, parts)


def _told(name: str, datasets: int) -> dict[str, Summary]:
    print(f"{name}: {datasets:,} datasets …", flush=True)
    trial = TRIALS[name]
    rows = outcomes(trial, RULES, datasets, SEED + list(TRIALS).index(name))
    return {rule: summary(each, trial.tolerated_rate) for rule, each in rows.items()}


def _calibration(draws: int, datasets: int) -> list[report.Row]:
    print(f"calibration: {draws:,} draws …", flush=True)
    curves = calibration.curves(draws, SEED + 100)
    rows = [report.calibrated(f"simulation-based calibration: {name}", of, 0.88, 0.92) for name, of in curves.items()]
    hidden = calibration.hidden_rate(draws, SEED + 101)
    rows.append(report.calibrated("simulation-based calibration: rate of what is hidden", hidden, 0.88, 0.92))
    crowd = calibration.crowds(TRIALS["everyday"], datasets, SEED + 102)
    return [*rows, report.calibrated("crowd's world: next 100 (randomised PIT)", crowd, 0.88, 0.96, 0.07)]


def _worlds(told: dict[str, dict[str, Summary]]) -> list[report.Row]:
    return [row for name, each in told.items() for row in report.trial_rows(name, each)]


def _others() -> list[report.Row]:
    right = labels.claims(400, SEED + 103)
    first, again = speed.measured(SEED + 104)
    return [
        report.Row(
            "label claims at P ≥ .9 that are right", f"≥ {LABEL_TARGET}", str(right), right.value >= LABEL_TARGET
        ),
        report.Row(
            "1,000 datasets recomputed on one core",
            f"≤ {SPEED_TARGET:.0f} s",
            f"{first:.1f} s of CPU; {again:.1f} s with the last results at hand",
            first <= SPEED_TARGET,
        ),
    ]


if __name__ == "__main__":
    main()
