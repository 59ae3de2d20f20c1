"""What goes into this house and comes out: frozen, JSON-friendly, with to_dict() and from_dict()."""

from dataclasses import asdict, dataclass, field, fields
from functools import cache
from typing import Any, Self, get_args, get_origin, get_type_hints

Key = dict[str, Any]
Row = dict[str, Any]
ColumnType = tuple[str, str]
MASK = "•••"


def _revive(hint: Any, value: Any) -> Any:
    """JSON value to the type that a field declares: tuples and nested specs come back."""
    if isinstance(hint, type) and issubclass(hint, Spec):
        return hint.from_dict(value)
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        hints = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_revive(each, item) for each, item in zip(hints, value, strict=True))
    if get_origin(hint) is dict:
        return {name: _revive(get_args(hint)[1], item) for name, item in value.items()}
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    """The types of the fields, by name; asking for them anew takes longer than reading a value."""
    hints = get_type_hints(cls)
    return {each.name: hints[each.name] for each in fields(cls)}


class Spec:
    """Base of the specs."""

    def to_dict(self) -> dict[str, Any]:
        """A dict of JSON types (tuples become lists in JSON)."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The spec back from to_dict() or its JSON; raises ValueError for a name that it does not know."""
        hints = _hints(cls)  # type: ignore[arg-type]
        if unknown := set(data) - set(hints):
            raise ValueError(f"{cls.__name__} has no {', '.join(sorted(unknown))}.")
        return cls(**{name: _revive(hints[name], value) for name, value in data.items()})


class Source(Spec):
    """Where rows come from; `kind` says which of the classes below it is."""

    kind: str

    @property
    def name(self) -> str:
        """What people call it in a sentence."""
        raise NotImplementedError

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The source of the given kind; raises ValueError for a kind that there is not."""
        if cls is not Source:
            return super().from_dict(data)
        kinds = {each.kind: each for each in Source.__subclasses__()}
        if data.get("kind", "file") not in kinds:
            raise ValueError(f"There is no source of the kind {data['kind']}. Choose {', '.join(kinds)}.")
        return kinds[data.get("kind", "file")].from_dict(data)  # type: ignore[return-value]


@dataclass(frozen=True)
class FileSource(Source):
    """Files: `path` is relative to `root`, `format` is csv, parquet or jsonl.

    A `path` with * is a folder of parts that are one dataset; `partition` then reads one part alone, by its path.
    """

    root: str
    path: str
    format: str
    kind: str = "file"
    title: str = ""
    partition: str = ""

    @property
    def name(self) -> str:
        """What people call it in a sentence: its title, else its path without the ending."""
        return self.title or self.path.rsplit(".", 1)[0]


@dataclass(frozen=True)
class DatabaseSource(Source):
    """One table of an SQL database. `allowed` names hosts of private networks that an administrator allowed.

    The password travels in the plan only, never in an argument, the environment or a log.
    `encryption` is one of checks.encryption.ENCRYPTIONS; `ca_certificate`: PEM text, for "verify-full" alone.
    """

    dialect: str
    host: str
    port: int
    database: str
    user: str
    table: str
    schema: str = "public"
    password: str = field(default="", repr=False)
    allowed: tuple[str, ...] = ()
    kind: str = "database"
    title: str = ""
    encryption: str = "prefer"
    ca_certificate: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        return self.title or f"{self.schema}.{self.table}"


@dataclass(frozen=True)
class SparkSource(Source):
    """A table that lives in Spark already: `master` is the cluster's address, such as spark://host:7077 or local[2]."""

    master: str
    table: str
    kind: str = "spark"
    title: str = ""

    @property
    def name(self) -> str:
        return self.title or self.table


@dataclass(frozen=True)
class Waiver(Spec):
    """A row that one expectation (`identity`, see words.identity) may find: known, as long as it holds this value."""

    identity: str
    key: dict[str, Any]
    value_hash: str


@dataclass(frozen=True)
class Plan(Spec):
    """A suite (GX suite JSON) to run on a source; at most `samples` failing rows are named each.

    `others`: the sources of other datasets, by dataset key, which expectations about two datasets read.
    `history`: profiles of earlier runs as dicts, the oldest first, for expectations about change.
    `profile`: also say what the columns look like. `unless`: a fingerprint; data that still have it are not read.
    `parts`: what an earlier run kept of the parts of a folder (SuiteResult.parts with `shown`, the rows of its results
    by position as text), {} for nothing: unchanged parts are not read again where the suite allows; None: all are.
    """

    source: Source
    suite: dict[str, Any]
    key_columns: tuple[str, ...] = ()
    masked_columns: tuple[str, ...] = ()
    samples: int = 20
    others: dict[str, Source] = field(default_factory=dict)
    history: tuple[dict[str, Any], ...] = ()
    waivers: tuple[Waiver, ...] = ()
    profile: bool = False
    unless: str = ""
    parts: dict[str, Any] | None = None


@dataclass(frozen=True)
class ExpectationResult(Spec):
    """What one expectation found. `keys` name failing rows; `examples` are the same rows with what they hold.

    `error` is "" or a sentence that says why it could not be evaluated; then success is False.
    `waived_count` failing rows are known and accepted: they are in no other count. `value_hashes[i]` is of examples[i].
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
    waived_count: int = 0
    value_hashes: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        """It could not be evaluated, which is another thing than data that fail."""
        return bool(self.error)


@dataclass(frozen=True)
class SuiteResult(Spec):
    """What a run found. `fingerprint` is equal when the data are; `note` says what was left out.

    `profile`: the dict of a Profile when the plan asked for it. `unchanged`: the data still have the fingerprint that
    the plan named, and nothing was asked of them. `parts`: what to give to the next plan, when parts were told apart;
    `read` in it names those that were read, `profiled` the one that the profile is of ("": of all).
    """

    success: bool
    row_count: int
    columns: tuple[ColumnType, ...]
    fingerprint: str
    seconds: float
    results: tuple[ExpectationResult, ...]
    note: str = ""
    profile: dict[str, Any] | None = None
    unchanged: bool = False
    parts: dict[str, Any] | None = None

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
    """Columns with logical types, rows, and whether the key columns name each row once (None: not asked).

    `note` says what should be known of how the source was read.
    """

    columns: tuple[ColumnType, ...]
    row_count: int
    key_unique: bool | None
    fingerprint: str
    note: str = ""


@dataclass(frozen=True)
class Rows(Spec):
    """Rows of a dataset; keys[i] names rows[i]. `missing` keys were asked for and not found."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    keys: tuple[Key, ...] = ()
    missing: tuple[Key, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Found(Spec):
    """The answer to a question whose answer is one JSON object; its shape is in the operation's docstring."""

    content: dict[str, Any]
