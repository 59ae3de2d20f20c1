"""Figures, measured: `make bench`. Nothing here is part of the test run."""
