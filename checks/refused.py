"""What a PostgreSQL server refused, in words for whoever registered the database; never the password."""

import re
from typing import Any

from checks.errors import CheckError, OverBudget, SourceUnreadable
from checks.specs import DatabaseSource

_CONNECTING = {
    "server does not support SSL": "it does not encrypt its connections, and the source asks for that. "
    "Ask whoever runs the database to switch on TLS, or choose a weaker encryption in the source.",
    "certificate verify failed": "its certificate was not signed by an authority that is known here, or has expired. "
    "Ask whoever runs the database for the certificate of its authority, and paste it into the source.",
    "server certificate for .* does not match host name": "its certificate is for another host than {host}. Use the "
    "name that the certificate says, or ask whoever runs the database.",
    "could not read root certificate": "the certificate in the source cannot be read. Paste it again, from its line "
    "BEGIN CERTIFICATE to its line END CERTIFICATE.",
    "password authentication failed|no password supplied": "{user} was not let in: the user or the password is wrong. "
    "Correct them in the source.",
    "pg_hba.conf": "{user} may not connect from here. Ask whoever runs the database to let this machine in.",
    'role ".*" does not exist': "{user} is not known there. Correct the user of the source.",
    'database ".*" does not exist': "there is no database {database}. Correct its name in the source.",
    "permission denied for database": "{user} may not use the database {database}. Ask whoever runs it for the right.",
    "too many|remaining connection slots": "it has no free place for a connection. Try again later.",
    "starting up|shutting down": "it is just starting or stopping. Try again in a minute.",
    "timeout expired|timed out": "it did not answer. Check host and port, and whether a firewall lies between.",
    "onnection refused": "nothing answers there. Check host and port, and whether the database runs.",
}
_OTHERWISE = "the connection could not be made. Check host, port, database and user of the source."
_FAMILIES: dict[str, tuple[type[CheckError], str]] = {
    "57014": (OverBudget, "A question to {name} took longer than a check may take. Check fewer columns at once."),
    "55P03": (SourceUnreadable, "{name} is locked by somebody who changes it. Try again later."),
    "25P03": (SourceUnreadable, "The database of {name} ended the check because it was idle. Run it again."),
    "42501": (SourceUnreadable, "{user} may not read {name}. Ask whoever runs the database for the right to SELECT."),
    "42P01": (SourceUnreadable, "There is no table {name}. Check the names of schema and table."),
    "53": (OverBudget, "The database of {name} has too little memory, disk or room for this. Check fewer columns."),
    "40": (SourceUnreadable, "The database of {name} had to end the check in favour of other work. Run it again."),
    "58": (SourceUnreadable, "The database of {name} cannot read its own files. Tell whoever runs it."),
    "57": (SourceUnreadable, "The database of {name} was stopped or restarted. Run the check again later."),
    "XX": (SourceUnreadable, "The database of {name} met a fault of its own. Tell whoever runs it."),
    "08": (SourceUnreadable, "The connection to the database of {name} was lost. Run the check again later."),
}


def connection_refused(source: DatabaseSource, error: BaseException) -> SourceUnreadable:
    """The driver has no code for these, only the server's text; in another language it is told in general."""
    said = str(error)
    words = next((words for mark, words in _CONNECTING.items() if re.search(mark, said)), _OTHERWISE)
    return SourceUnreadable(f"The database at {source.host}, port {source.port}: {_filled(source, words)}")


def statement_refused(source: DatabaseSource, error: BaseException) -> CheckError | None:
    """None when the error is about the question; tells by the code of the SQL standard, whatever the language."""
    code: Any = getattr(error, "pgcode", None)
    if code is None:
        code = "08" if type(error).__name__ in ("OperationalError", "InterfaceError") else ""
    found = _FAMILIES.get(code) or _FAMILIES.get(code[:2])
    return found[0](_filled(source, found[1])) if found else None


def _filled(source: DatabaseSource, words: str) -> str:
    return words.format(
        name=f"{source.schema}.{source.table}", user=source.user, database=source.database, host=source.host
    )
