"""CSV and JSON lines that are not what they are called, and paths that are no files."""

import gzip
import io
import os
import random
import zipfile

_ROWS = "id,name,price\n" + "".join(f"{at},name {at},{at / 4}\n" for at in range(500))


def _zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", "0" * 20_000_000)
    return out.getvalue()


def csv():
    """Names and contents."""
    noise = random.Random(7).randbytes(100_000)
    yield "a line of 200 MB", "a,b\n1," + "x" * 200_000_000 + "\n"
    yield "a quoted field of 80 MB", 'a,b\n1,"' + "x\n" * 40_000_000 + '"\n'
    yield "a header of 40 MB", "x" * 40_000_000 + "\n1\n"
    yield "5,000 columns", ",".join(f"c{at}" for at in range(5000)) + "\n" + "1," * 4999 + "1\n"
    yield "300,000 columns", "," * 300_000 + "\n"
    yield "a million quotes", "a\n" + '"' * 1_000_001 + "\n"
    yield "a quote that is never closed", 'a,b\n1,"x\n' + "2,y\n" * 200_000
    yield "a million empty lines", "\n" * 1_000_000
    yield "a million separators", "a,b\n" + "," * 1_000_000
    yield "nothing but NULs", "\0" * 100_000
    yield "NULs inside", _ROWS.replace("name 3", "na\0me 3")
    yield "a NUL in the header", _ROWS.replace("name", "na\0me", 1)
    yield "a mark of byte order and nothing else", b"\xef\xbb\xbf"
    yield "a mark of byte order before it", b"\xef\xbb\xbf" + _ROWS.encode()
    for code in ("utf-16", "utf-16-be", "utf-32", "utf-7", "cp037"):
        yield f"written in {code}", _ROWS.encode(code)
    yield "written in latin-1", _ROWS.replace("name 7", "Zoë").encode("latin-1")
    yield "half a character at the end", _ROWS.encode() + b"9,\xe2\x82"
    yield "lone surrogates", b"a\n\xed\xa0\x80\n"
    yield "noise", noise
    yield "noise after a good start", _ROWS.encode() + noise
    yield "lines that end in CR", _ROWS.replace("\n", "\r")
    yield "lines that end in every way", "a,b\n1,2\r\n3,4\r5,6\n\r7,8"
    yield "gzip", gzip.compress(b"a,b\n" + b"1,2\n" * 5_000_000)
    yield "zip", _zipped()
    yield "a page of the web", "<!DOCTYPE html>\n<html><body>Log in, please; you have\nno right, here</body></html>"
    yield "a message of a shop for data", '{"error": {"code": 503, "message": "try, later"}}'
    yield "conflict marks", _ROWS.replace("5,name", "<<<<<<< HEAD\n5,name\n=======\n5,nom\n>>>>>>> other\n5,name", 1)
    yield "only a header", "a,b\n"
    yield "a header without a name", ",,\n1,2,3\n"
    yield "all columns of one name", "a,a,a,a\n1,2,3,4\n"
    yield "rows of every width", "a,b\n" + "".join("1," * (at % 9) + "1\n" for at in range(5000))
    yield "numbers that are too large", "a\n" + f"{'9' * 400}\n1e999\n-1e-999\n" * 100
    yield "dates that are none", "a\n0000-00-00\n2013-02-30\n9999999-01-01\n290309-12-22 (BC)\n"
    yield "the end marked as in DOS", _ROWS + "\x1a"


def jsonl():
    """Names and contents."""
    yield "100,000 brackets deep", '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}\n"
    yield "5,000 objects deep", '{"a": ' * 5_000 + "1" + "}" * 5_000 + "\n"
    yield "brackets that are never closed", '{"a": ' + "[" * 1_000_000
    yield "5,000 fields", "{" + ", ".join(f'"c{at}": 1' for at in range(5000)) + "}\n"
    yield "other fields in each line", "".join(f'{{"c{at}": {at}}}\n' for at in range(3000))
    yield "a line of 60 MB", '{"a": "' + "x" * 60_000_000 + '"}\n'
    yield "a list instead of lines", "[" + ",\n".join('{"a": 1}' for _ in range(1000)) + "]"
    yield "no objects", "1\n2\n3\n"
    yield "half a line", '{"a": 1}\n{"a": '
    yield "NULs", '{"a": 1}\n\0\0\0\n'
    yield "an escaped NUL", '{"a": "x\\u0000y", "b\\u0000": 1}\n'
    yield "half of a pair", '{"a": "\\ud800"}\n{"a": "\\udfff\\ud800"}\n'
    yield "written in latin-1", '{"a": "Zoë"}\n'.encode("latin-1")
    yield "written in utf-16", '{"a": 1}\n'.encode("utf-16")
    yield "words that JSON does not have", '{"a": NaN}\n{"a": Infinity}\n'
    yield "a name twice", '{"a": 1, "a": "x", "A": 2}\n'
    yield "a number without end", '{"a": 1' + "0" * 100_000 + "}\n"
    yield "every type in one field", '{"a": 1}\n{"a": "x"}\n{"a": [1]}\n{"a": {"b": 1}}\n{"a": null}\n'
    yield "gzip", gzip.compress(b'{"a": 1}\n' * 1_000_000)
    yield "an empty name", '{"": 1, " ": 2}\n'


def paths(folder):
    """Makes what is no file in the folder, and names it."""
    os.mkfifo(folder / "pipe.csv")
    (folder / "folder.csv").mkdir()
    (folder / "out.csv").symlink_to("/etc/passwd")
    (folder / "loop.csv").symlink_to("loop.csv")
    (folder / "device.csv").symlink_to("/dev/zero")
    (folder / "memory.csv").symlink_to("/proc/self/environ")
    (folder / "empty.csv").touch()
    names = ("pipe", "folder", "out", "loop", "device", "memory", "empty", "missing", "../out", "a\0b", "n" * 5000)
    yield from (f"{name}.csv" for name in names)
    yield from ("/etc/passwd", "", ".", "..", "//etc/passwd", "folder.csv/x", "*/*/*.csv")
