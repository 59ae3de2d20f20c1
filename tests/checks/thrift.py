"""Parquet files written by hand, because no writer lies: a column of INT32 whose pages say what they are told to."""

import struct

_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12
INT32, DATA, DICTIONARY, PLAIN, RLE, RLE_DICTIONARY = 1, 0, 2, 0, 3, 8


def varint(value):
    out = bytearray()
    value &= 2**64 - 1
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def i32(value):
    return _I32, varint(value << 1 ^ value >> 63)


def i64(value):
    return _I64, varint(value << 1 ^ value >> 63)


def text(value):
    return _BINARY, varint(len(value)) + value


def many(kind, items):
    return _LIST, bytes([len(items) << 4 | kind]) + b"".join(item[1] for item in items)


def record(fields):
    """Field number → value, in Thrift's compact protocol."""
    out, last = b"", 0
    for number, (kind, value) in fields.items():
        out += bytes([number - last << 4 | kind]) + value
        last = number
    return _STRUCT, out + b"\0"


def page(kind, values, body, claims=None):
    claimed = len(body) if claims is None else claims
    header = {1: i32(kind), 2: i32(claimed), 3: i32(len(body))}
    if kind == DATA:
        header[5] = record({1: i32(values), 2: i32(RLE_DICTIONARY), 3: i32(RLE), 4: i32(RLE)})
    else:
        header[7] = record({1: i32(values), 2: i32(PLAIN)})
    return record(header)[1] + body


def parquet(values, *, rows=None, pages=1, claims=None, codec=0, offset=None):
    """`values` equal numbers in each of `pages` pages of a few bytes; `rows` and sizes may be lies."""
    total = values * pages if rows is None else rows
    dictionary = page(DICTIONARY, 1, struct.pack("<i", 7), claims)
    data = page(DATA, values, bytes([1]) + varint(values << 1) + b"\0", claims)
    body = b"PAR1" + dictionary + data * pages
    size = i64(len(body) - 4)
    place = i64(4 + len(dictionary) if offset is None else offset)
    meta = record(
        {
            1: i32(INT32),
            2: many(_I32, [i32(PLAIN), i32(RLE), i32(RLE_DICTIONARY)]),
            3: many(_BINARY, [text(b"a")]),
            4: i32(codec),
            5: i64(total),
            6: size,
            7: size,
            9: place,
            11: i64(4),
        }
    )
    group = record({1: many(_STRUCT, [record({2: i64(4), 3: meta})]), 2: size, 3: i64(total)})
    schema = [record({4: text(b"schema"), 5: i32(1)}), record({1: i32(INT32), 3: i32(0), 4: text(b"a")})]
    footer = record({1: i32(1), 2: many(_STRUCT, schema), 3: i64(total), 4: many(_STRUCT, [group])})[1]
    return body + footer + struct.pack("<I", len(footer)) + b"PAR1"
