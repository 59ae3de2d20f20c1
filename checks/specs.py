"""What goes into this house and comes out: frozen, JSON-friendly, with to_dict() and from_dict()."""

from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, Self, get_args, get_origin, get_type_hints

Key = dict[str, Any]
Row = dict[str, Any]
ColumnType = tuple[str, str]


def _revive(hint: Any, value: Any) -> Any:
    """JSON value to the type that a field declares: tuples and nested specs come back."""
    if is_dataclass(hint) and isinstance(hint, type) and issubclass(hint, Spec):
        return hint.from_dict(value)
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        hints = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_revive(each, item) for each, item in zip(hints, value, strict=True))
    return value


class Spec:
    """Base of the specs."""

    def to_dict(self) -> dict[str, Any]:
        """A dict of JSON types (tuples become lists in JSON)."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The spec back from to_dict() or its JSON; raises ValueError for a name that it does not know."""
        hints = get_type_hints(cls)
        known = {each.name for each in fields(cls)}  # type: ignore[arg-type]
        if unknown := set(data) - known:
            raise ValueError(f"{cls.__name__} has no {', '.join(sorted(unknown))}.")
        return cls(**{name: _revive(hints[name], value) for name, value in data.items()})


@dataclass(frozen=True)
class FileSource(Spec):
    """One file: `path` is relative to `root`, `format` is csv or parquet."""

    root: str
    path: str
    format: str
    kind: str = "file"
    title: str = ""

    @property
    def name(self) -> str:
        """What people call it in a sentence: its title, else its path without the ending."""
        return self.title or self.path.rsplit(".", 1)[0]


@dataclass(frozen=True)
class Plan(Spec):
    """A suite (GX suite JSON) to run on a source; at most `samples` failing rows are named each."""

    source: FileSource
    suite: dict[str, Any]
    key_columns: tuple[str, ...] = ()
    masked_columns: tuple[str, ...] = ()
    samples: int = 20


@dataclass(frozen=True)
class ExpectationResult(Spec):
    """What one expectation found. `keys` name failing rows; `examples` are the same rows with what they hold.

    `error` is "" or a sentence that says why it could not be evaluated; then success is False.
    """

    id: str
    type: str
    kwargs: dict[str, Any]
    column: str
    severity: str
    sentence: str
    success: bool
    observed: str = ""
    element_count: int | None = None
    unexpected_count: int | None = None
    unexpected_percent: float | None = None
    keys: tuple[Key, ...] = ()
    examples: tuple[Row, ...] = ()
    error: str = ""

    @property
    def broken(self) -> bool:
        """It could not be evaluated, which is another thing than data that fail."""
        return bool(self.error)


@dataclass(frozen=True)
class SuiteResult(Spec):
    """What a run found. `fingerprint` is equal when the data are; `note` says what was left out."""

    success: bool
    row_count: int
    columns: tuple[ColumnType, ...]
    fingerprint: str
    seconds: float
    results: tuple[ExpectationResult, ...]
    note: str = ""

    @property
    def broken(self) -> tuple[ExpectationResult, ...]:
        """The expectations that could not be evaluated."""
        return tuple(each for each in self.results if each.broken)

    @property
    def failed(self) -> tuple[ExpectationResult, ...]:
        """The expectations that were evaluated and that the data do not meet."""
        return tuple(each for each in self.results if not each.success and not each.broken)


@dataclass(frozen=True)
class Description(Spec):
    """Columns with logical types, rows, and whether the key columns name each row once (None: not asked)."""

    columns: tuple[ColumnType, ...]
    row_count: int
    key_unique: bool | None
    fingerprint: str


@dataclass(frozen=True)
class Rows(Spec):
    """Rows of a dataset; keys[i] names rows[i]. `missing` keys were asked for and not found."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    keys: tuple[Key, ...] = ()
    missing: tuple[Key, ...] = ()
    note: str = ""
