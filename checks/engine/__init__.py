"""The only rooms that know Great Expectations and DuckDB; loaded by whoever really runs a check."""
