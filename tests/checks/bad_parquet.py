"""Parquet files that are cut, flipped, lying or bombs; each as name → its bytes or the query that writes it."""

import random

import duckdb

from tests.checks.thrift import parquet

_WHOLE = """
SELECT i AS id, 'text ' || i % 50 AS few, sha256(i::VARCHAR) AS many, i / 7.0 AS share, i % 2 = 0 AS even,
    DATE '2013-01-01' + (i % 365)::INTEGER AS day, CASE WHEN i % 3 = 0 THEN NULL ELSE i END AS gaps,
    [i, i + 1] AS list, {'a': i, 'b': 'x'} AS record, (i / 100)::DECIMAL(9, 2) AS price
FROM range(4000) t(i)
"""
_MEGABYTE = "repeat(chr(65 + (i % 26)::INTEGER), 1000000) || i"
_WIDE = ", ".join(f"{at} AS c{at}" for at in range(5_000))
_DEEP = "1"
for _ in range(150):
    _DEEP = f"{{'a': {_DEEP}}}"


def written(path, query, options="COMPRESSION zstd"):
    with duckdb.connect() as database:
        database.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, {options})")
    return path.read_bytes()


def damaged(folder):
    """Names and contents made of one good file."""
    whole = written(folder / "whole.parquet", _WHOLE, "COMPRESSION snappy, ROW_GROUP_SIZE 2048")
    size, footer = len(whole), int.from_bytes(whole[-8:-4], "little")
    for at in (
        1,
        3,
        4,
        8,
        11,
        12,
        size // 4,
        size // 2,
        size - footer - 8,
        size - footer,
        size - 9,
        size - 8,
        size - 1,
    ):
        yield f"cut at {at * 100 // size} %, byte {at}", whole[:at]
        yield f"cut at byte {at}, end put back", whole[:at] + whole[-8:]
    places = random.Random(7)
    spots = {"footer": (size - footer - 8, size - 8), "page": (1000, size - footer - 8), "dictionary": (4, 400)}
    for name, (start, end) in spots.items():
        for _ in range(14):
            at = places.randrange(start, end)
            yield f"{name}, byte {at} flipped", whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
    for length in (0, 1, footer - 1, footer + 1, size, 2**31 - 1, 2**32 - 1):
        yield f"footer of {length} bytes", whole[:-8] + length.to_bytes(4, "little") + whole[-4:]
    yield "pages of noise", whole[:4] + places.randbytes(size - footer - 12) + whole[size - footer - 8 :]


def lying():
    """Names and contents whose counts and sizes are not so."""
    yield "more rows promised than there are", parquet(1000, rows=10**6)
    yield "fewer rows promised than there are", parquet(1000, rows=10)
    yield "rows without end promised", parquet(1000, rows=2**62)
    yield "less than no rows promised", parquet(1000, rows=-5)
    yield "a page of 2 GiB promised", parquet(1000, claims=2**31 - 1)
    yield "a page of less than nothing", parquet(1000, claims=-1)
    yield "a page of no bytes", parquet(1000, claims=0)
    yield "pages beyond the end", parquet(1000, offset=2**40)
    yield "pages before the start", parquet(1000, offset=-4)
    yield "pages that are the footer", parquet(1000, offset=70)
    for codec in (1, 2, 4, 5, 6, 7, 99):
        yield f"compressed as {codec}, and is not", parquet(1000, codec=codec)


def bombs(folder):
    """Names and contents that are far larger inside."""
    yield "one text of 150 MB", written(folder / "bomb", "SELECT repeat('xy', 75000000) AS a")
    yield "5,000 columns", written(folder / "bomb", f"SELECT {_WIDE}")
    yield "150 levels deep", written(folder / "bomb", f"SELECT {_DEEP} AS a")
    yield "a list of 20 million numbers", written(folder / "bomb", "SELECT range(20000000) AS a")


def slow(folder):
    """The same, which take long to write, or until they are stopped."""
    yield "one page of 2,147,483,647 rows", parquet(2**31 - 1)
    yield "2,000 pages of a million rows", parquet(10**6, pages=2_000)
    text = f"SELECT i, {_MEGABYTE} AS a FROM range(300) t(i)"
    for codec in ("zstd", "gzip"):
        yield f"300 MB of text in a little {codec}", written(folder / "bomb", text, f"COMPRESSION {codec}")
