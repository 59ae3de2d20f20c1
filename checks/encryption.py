"""How a connection to a PostgreSQL database is encrypted; nothing of a home directory is ever taken for it.

"prefer" encrypts when the server can, "require" always, "verify-full" also checks that the server is who it says:
its certificate must be signed by the given authority, else by one of those that browsers trust, and name its host.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import certifi

from checks.errors import SourceUnreadable
from checks.specs import DatabaseSource

ENCRYPTIONS = ("prefer", "require", "verify-full")
_NO_FILE = "/dev/null/none"


@contextmanager
def encryption_of(source: DatabaseSource) -> Iterator[dict[str, str]]:
    """What the driver is told, as long as the files named in it are there; raises SourceUnreadable."""
    if source.encryption not in ENCRYPTIONS:
        raise SourceUnreadable(
            f"A connection cannot be encrypted as {source.encryption}. Choose one of {', '.join(ENCRYPTIONS)}."
        )
    said = {"sslmode": source.encryption, "sslcertmode": "disable", "sslcrl": _NO_FILE, "sslcrldir": _NO_FILE}
    if source.encryption != "verify-full":
        yield said | {"sslrootcert": _NO_FILE}
    elif not source.ca_certificate:
        yield said | {"sslrootcert": certifi.where()}
    else:
        with tempfile.TemporaryDirectory(prefix="ca-") as scratch:
            path = Path(scratch, "ca.pem")
            path.write_text(source.ca_certificate)
            yield said | {"sslrootcert": str(path)}
