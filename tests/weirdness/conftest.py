"""Fixtures that every room may use."""

from tests.cast import cast

__all__ = ["cast"]
