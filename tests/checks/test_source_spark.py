"""What is said of Spark where Spark is not; the rest is in tests/spark."""

from importlib.util import find_spec

import pytest

from checks import SourceUnreadable, describe
from checks.specs import Source, SparkSource


def test_a_source_of_spark_survives_the_wire() -> None:
    source = SparkSource("spark://cluster:7077", "sales.orders", title="sales/orders")
    assert Source.from_dict(source.to_dict()) == source


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="Spark is installed here.")
def test_without_spark_an_administrator_is_told_what_to_install() -> None:
    with pytest.raises(SourceUnreadable, match=r"requirements/spark\.txt"):
        describe(SparkSource("local[2]", "orders"))
