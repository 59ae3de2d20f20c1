"""What a query that people write may be made of: lists of what is allowed, everything else is not. Pure data.

Left out on purpose, though harmless by themselves: what makes much of little (repeat, lpad, string_agg, ranges), what
looks at the clock, the session or the server, and what only one kind of server has.
"""

from typing import Any

from sqlglot import exp

_SHAPE: tuple[type[exp.Expr], ...] = (
    *(exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Offset),
    *(exp.Distinct, exp.Subquery, exp.With, exp.CTE, exp.Union, exp.Except, exp.Intersect, exp.Alias, exp.TableAlias),
    *(exp.Column, exp.Identifier, exp.Star, exp.Table, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Tuple),
    *(exp.Case, exp.If, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Interval, exp.Var, exp.Filter, exp.Window),
    *(exp.WindowSpec, exp.Exists, exp.Any, exp.All),
)
_OPERATORS: tuple[type[exp.Expr], ...] = (
    *(exp.And, exp.Or, exp.Not, exp.Neg, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In),
    *(exp.NullSafeEQ, exp.NullSafeNEQ, exp.Between, exp.Like, exp.ILike, exp.Escape, exp.RegexpLike, exp.RegexpILike),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.DPipe),
)
_FUNCTIONS: tuple[type[exp.Expr], ...] = (
    *(exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Stddev, exp.StddevSamp, exp.StddevPop, exp.Variance),
    *(exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Abs, exp.Sign, exp.Round, exp.Floor, exp.Ceil),
    *(exp.Sqrt, exp.Ln, exp.Exp, exp.Pow, exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Substring),
    *(exp.StrPosition, exp.Left, exp.Right, exp.Extract, exp.TimestampTrunc),
    *(exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue),
)
NODES = frozenset((*_SHAPE, *_OPERATORS, *_FUNCTIONS))

_CUTS = ("order", "limit", "offset")
_COMBINED = ("with_", "this", "expression", "distinct", *_CUTS)
# Of these, what else their grammar has room for is not used: locks, samples, table functions, other schemas.
PARTS: dict[type[exp.Expr], tuple[str, ...]] = {
    exp.Select: ("with_", "expressions", "distinct", "from_", "joins", "where", "group", "having", *_CUTS),
    exp.Table: ("this", "alias"),
    exp.With: ("expressions",),
    exp.CTE: ("this", "alias"),
    exp.Join: ("this", "on", "side", "kind", "using"),
    exp.Union: _COMBINED,
    exp.Except: _COMBINED,
    exp.Intersect: _COMBINED,
    exp.Subquery: ("this", "alias"),
    exp.Column: ("this", "table"),
    exp.Identifier: ("this", "quoted"),
    exp.Group: ("expressions",),
    exp.Star: (),
    exp.In: ("this", "expressions", "query"),
    exp.Distinct: ("expressions",),
    exp.Round: ("this", "decimals"),
    exp.Trim: ("this", "expression", "position"),
    exp.DataType: ("this", "expressions"),
    exp.Limit: ("expression",),
    exp.Offset: ("expression",),
    exp.Cast: ("this", "to"),
    exp.Interval: ("this", "unit"),
    exp.Window: ("this", "partition_by", "order", "spec", "over"),
}
_T = exp.DataType.Type
TYPES: frozenset[Any] = frozenset(
    (
        *(_T.BOOLEAN, _T.SMALLINT, _T.INT, _T.BIGINT, _T.DECIMAL, _T.FLOAT, _T.DOUBLE),
        *(_T.TEXT, _T.VARCHAR, _T.DATE, _T.TIME, _T.TIMESTAMP),
    )
)
_UNITS = ("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND")
ONE_WORD = frozenset(
    (*_UNITS, *(f"{each}S" for each in _UNITS), "DOW", "ISODOW", "DOY", "EPOCH", "LEADING", "TRAILING", "BOTH")
)
FORBIDDEN_WORDS: dict[type[exp.Expr], str] = {
    exp.Placeholder: "A placeholder",
    exp.Parameter: "A placeholder",
    exp.Dot: "A name with several dots",
    exp.Command: "A command",
    exp.Into: "INTO",
    exp.Lock: "FOR UPDATE",
    exp.Values: "VALUES",
    exp.Array: "A list",
    exp.Bracket: "A list",
    exp.Lateral: "LATERAL",
    exp.National: "A text of this kind",
    exp.ByteString: "A text of this kind",
    exp.RawString: "A text of this kind",
    exp.UnicodeString: "A text of this kind",
    exp.HexString: "A text of this kind",
    exp.BitString: "A text of this kind",
}
