import json

import pytest

from checks import Description, FileSource, Plan, Rows

SOURCE = FileSource("/data", "nyc/planes.parquet", "parquet")


@pytest.mark.parametrize(
    "spec",
    [
        SOURCE,
        Plan(SOURCE, {"expectations": [{"type": "x", "kwargs": {"a": [1]}}]}, ("a", "b"), ("c",), 3),
        Description((("a", "text"), ("b", "integer")), 2, None, "abc"),
        Rows(("a",), ({"a": 1},), ({"k": None},), ({"k": 2},), "cut"),
    ],
)
def test_a_spec_survives_json(spec):
    assert type(spec).from_dict(json.loads(json.dumps(spec.to_dict()))) == spec


def test_a_name_that_a_spec_does_not_know_is_refused():
    with pytest.raises(ValueError, match="FileSource has no password"):
        FileSource.from_dict({**SOURCE.to_dict(), "password": "x"})


def test_a_source_is_called_by_its_title_or_its_path():
    assert SOURCE.name == "nyc/planes"
    assert FileSource("/data", "a.csv", "csv", title="nyc/planes").name == "nyc/planes"
