"""Try a suite on a file without the service: `python -m checks SUITE.json FILE [--key a,b]`.

Ends with 0 when the data pass, 1 when they fail, 2 when something could not be read or evaluated.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from checks import CheckError, ExpectationResult, FileSource, Plan, SuiteInvalid, SuiteResult, run


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m checks", description=__doc__)
    parser.add_argument("suite", type=Path, help="a suite in Great Expectations' JSON")
    parser.add_argument("file", type=Path, help="a Parquet or CSV file")
    parser.add_argument("--key", default="", help="columns that name a row, with commas between them")
    options = parser.parse_args(arguments)
    try:
        result = run(_plan(options.suite, options.file, options.key))
    except CheckError as error:
        print(error, file=sys.stderr)
        return 2
    print(told(result))
    return 2 if result.broken else 0 if result.success else 1


def _plan(suite: Path, file: Path, key: str) -> Plan:
    source = FileSource(
        root=str(file.absolute().parent), path=file.name, format="parquet" if file.suffix == ".parquet" else "csv"
    )
    keys = tuple(name.strip() for name in key.split(",") if name.strip())
    return Plan(source=source, suite=_document(suite), key_columns=keys, samples=5)


def _document(suite: Path) -> dict[str, Any]:
    try:
        document = json.loads(suite.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SuiteInvalid(f"{suite} cannot be read as JSON: {error}.") from None
    if not isinstance(document, dict):
        raise SuiteInvalid(f"{suite} is not a suite: it must hold a JSON object.")
    return document


def told(result: SuiteResult) -> str:
    """A run as text: each expectation with its mark, what was found, and the keys of failing rows."""
    lines = [line for each in result.results for line in _lines(each)]
    passed = sum(each.success for each in result.results)
    summary = f"{passed} of {len(result.results)} expectations hold on {result.row_count:,} rows"
    return "\n".join([*lines, f"{summary} ({result.seconds:.1f} s)."])


def _lines(result: ExpectationResult) -> list[str]:
    mark = "✓" if result.success else "✗"
    found = result.error or result.observed
    keys = [f"    {json.dumps(key, ensure_ascii=False)}" for key in result.keys]
    return [f"{mark} {result.sentence}" + (f": {found}" if found else ""), *keys]


if __name__ == "__main__":
    sys.exit(main())
