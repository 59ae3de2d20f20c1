"""Absolute addresses of the pages that letters lead to. A letter opens pages that ask; a GET changes nothing."""

from urllib.parse import urlsplit

from django.conf import settings

from weirdness.models import Dataset, Issue, Run, Suite


def dataset(about: Dataset) -> str:
    return f"{settings.PUBLIC_URL}/datasets/{about.key}/"


def run(about: Run) -> str:
    return f"{dataset(about.dataset)}-/runs/{about.pk}/"


def suite(about: Suite) -> str:
    return f"{dataset(about.dataset)}-/suites/{about.pk}/"


def issue(about: Issue) -> str:
    return f"{settings.PUBLIC_URL}/issues/{about.pk}/"


def queue() -> str:
    return f"{settings.PUBLIC_URL}/queue/"


def me() -> str:
    return f"{settings.PUBLIC_URL}/me/"


def host() -> str:
    """The name that message ids end in."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
