"""Kind first guesses for a form that a person corrects: what is personal, what a dataset may be called. Pure."""

import re
from collections import defaultdict

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PERSONAL = frozenset(
    [
        "email",
        "mail",
        "phone",
        "telephone",
        "mobile",
        "fax",
        "surname",
        "firstname",
        "lastname",
        "forename",
        "fullname",
        "username",
        "login",
        "birthday",
        "birthdate",
        "birth",
        "dob",
        "ssn",
        "passport",
        "iban",
        "address",
        "street",
        "postcode",
        "zipcode",
        "salary",
        "contact",
    ]
)
_WHOSE_NAME = frozenset(
    [
        "first",
        "last",
        "full",
        "given",
        "family",
        "middle",
        "maiden",
        "user",
        "customer",
        "client",
        "patient",
        "person",
        "employee",
        "contact",
        "donor",
        "owner",
        "operator",
        "author",
        "subject",
        "technician",
    ]
)
_ENDINGS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet", ".pq": "parquet",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
FORMATS = ("csv", "parquet", "jsonl")


def personal(column: str) -> bool:
    """Whether a column of this name probably says something about a person: `email`, `LastName`, `phone_2`."""
    words = [word.lower() for word in _WORDS.findall(column)]
    if "name" in words:
        return len(words) == 1 or bool(_WHOSE_NAME & set(words))
    return bool(_PERSONAL & set(words))


def format_of(path: str) -> str:
    """csv, parquet or jsonl by the ending of the path; "" when the ending says nothing."""
    return next((form for ending, form in _ENDINGS.items() if path.lower().endswith(ending)), "")


def key(area: str, location: str, *, table: bool = False) -> str:
    """A dataset key for a path or a schema.table; `area` comes first when the location names no folder of its own."""
    *above, last = location.split(".", 1) if table else _stem(location).split("/")
    first = above[-1] if above and above[-1] not in ("public", "") else area
    return f"{_slug(first) or 'data'}/{_slug(last) or 'data'}"


def title(location: str, *, table: bool = False) -> str:
    """The last part of the location in words: `nyc/flight_times.csv` is Flight times."""
    last = location.split(".", 1)[-1] if table else _stem(location).split("/")[-1]
    words = re.sub(r"[\s_.*-]+", " ", last).strip()
    return words[:1].upper() + words[1:]


def _stem(path: str) -> str:
    ending = next((each for each in _ENDINGS if path.lower().endswith(each)), "")
    return path[: len(path) - len(ending)] if ending else path


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-_")


def matching(pattern: str, names: list[str]) -> list[str]:
    """The names that a pattern means: * stands for any characters but a slash, everything else for itself."""
    means = re.compile("[^/]*".join(re.escape(part) for part in pattern.split("*")))
    return [name for name in names if means.fullmatch(name)]


def patterns(names: list[str]) -> list[tuple[str, list[str]]]:
    """Files that differ in their digits only, such as sales-2024-01.csv, as (`sales-*.csv`, [names]); two or more."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in names:
        form = format_of(name)
        stem = _stem(name)
        if form and re.search(r"\d", stem):
            alike[re.sub(r"\*([-_. T]?\*)+", "*", re.sub(r"\d+", "*", stem)) + name[len(stem) :]].append(name)
    found = [(pattern, matching(pattern, names)) for pattern, those in alike.items() if len(those) > 1]
    return [(pattern, those) for pattern, those in found if len(those) > 1]
