"""The passwords and keys of one installation, made once and kept in its data folder."""

import base64
import json
import os
import secrets as random
from dataclasses import asdict, dataclass

from config.local.place import Place
from config.local.words import Remedy


@dataclass(frozen=True)
class Secrets:
    secret_key: str
    field_key: str  # 32 bytes in URL-safe base64, as Fernet wants it
    owner_password: str
    app_password: str


def read_or_make(place: Place) -> Secrets:
    file = place.data / "secrets.json"
    if file.exists():
        return Secrets(**json.loads(file.read_text()))
    if (place.data / "postgres" / "cluster").exists():
        raise Remedy(
            f"{file} is gone, so the database beside it can't be opened. "
            "Put the file back from a backup, or start afresh: make reset"
        )
    made = Secrets(
        secret_key=random.token_urlsafe(50),
        field_key=base64.urlsafe_b64encode(random.token_bytes(32)).decode(),
        owner_password=random.token_hex(16),
        app_password=random.token_hex(16),
    )
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sink:
        json.dump(asdict(made), sink)
    unfinished.rename(file)
    return made
