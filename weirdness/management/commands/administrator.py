"""manage.py administrator EMAIL: the first person of an installation, who lets in the others."""

import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from weirdness.models import Person
from weirdness.services import people
from weirdness.services.errors import Refused

VARIABLE = "ADMINISTRATOR_PASSWORD"


class Command(BaseCommand):
    help = f"Makes an administrator. The password is asked for on the terminal, or taken from {VARIABLE}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="How others see this person; without it, made from the e-mail.")
        parser.add_argument("--viewpoint", default="engineering", help="Where they look from: engineering, business, …")

    def handle(self, *args: Any, email: str, name: str, viewpoint: str, **options: Any) -> None:
        name = name.strip() or email.split("@")[0].replace(".", " ").title()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        password = os.environ.get(VARIABLE) or _ask()
        _accept(password, Person(email=email, name=name))
        try:
            person = people.join(
                email=email,
                name=name,
                viewpoint=viewpoint,
                password=password,
                administrator=True,
                now=timezone.now(),
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{person.name} is an administrator now. Next: log in at {settings.PUBLIC_URL}/ as {person.email}; "
            f"people, teams, sources and datasets are at {settings.PUBLIC_URL}/admin/."
        )


def _ask() -> str:
    if not sys.stdin.isatty():
        raise CommandError(f"There is no terminal to ask for a password. Set {VARIABLE} and run this again.")
    password = getpass("Password: ")
    if getpass("The same again: ") != password:
        raise CommandError("The two passwords differ. Run this again.")
    return password


def _accept(password: str, person: Person) -> None:
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages) + " Nobody was made an administrator.") from error
