"""The oldest Python that will do; written so that a Python which is too old can still read it."""

import sys

OLDEST = (3, 11)


def too_old(version):  # type: ignore[no-untyped-def]
    """The sentence for a Python that is too old, or an empty string."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    return (
        "Python 3.11 or newer is needed, and this is {}.{}. "
        "Install a newer one and name it: make up PYTHON=python3.12".format(*version[:2])
    )


def check():  # type: ignore[no-untyped-def]
    sentence = too_old(sys.version_info)
    if sentence:
        sys.exit(sentence)
