"""manage.py rotate_secrets: the passwords of sources, encrypted anew with the first of FIELD_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

import checks
from weirdness.services import sources


class Command(BaseCommand):
    help = "Encrypts every stored password with the first key of FIELD_KEYS; the keys behind it may then be taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = sources.rotate_secrets(now=timezone.now())
        except checks.SourceUnreadable as unreadable:
            raise CommandError(f"{unreadable} Nothing was changed.") from unreadable
        self.stdout.write(f"{count} passwords are encrypted with the first key now.")
