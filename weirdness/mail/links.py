"""Absolute addresses of the pages that letters lead to. A letter opens pages that ask; a GET changes nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core import signing

from weirdness.models import Dataset, Issue, LookRequest, Person, Run, Suite, Sweep

SIGNED = {"salt": "weirdness.answer", "sep": "."}
# What a link in a letter can be for, and for how many days: never more than whoever got the letter may do anyway.
ASKED = {"salt": "weirdness.look_request", "sep": "."}
DAYS = {"reply": 14, "verify": 28, "not_fixed": 28, "same_here": 28, "dispute": 28, "follow": 28, "unfollow": 28}


@dataclass(frozen=True)
class Answer:
    """Whom a link was mailed to, for what, and when: it means the issue as it stood then."""

    issue: int
    person: int
    verb: str
    mailed_at: datetime

    @property
    def until(self) -> datetime:
        return self.mailed_at + timedelta(days=DAYS[self.verb])


def dataset(about: Dataset) -> str:
    return f"{settings.PUBLIC_URL}/datasets/{about.key}/"


def confidence(about: Dataset) -> str:
    return f"{dataset(about)}-/confidence/"


def run(about: Run) -> str:
    return f"{dataset(about.dataset)}-/runs/{about.pk}/"


def suite(about: Suite) -> str:
    return f"{dataset(about.dataset)}-/suites/{about.pk}/"


def issue(about: Issue) -> str:
    return f"{settings.PUBLIC_URL}/issues/{about.pk}/"


def calibration() -> str:
    return f"{settings.PUBLIC_URL}/calibration/"


def sweep(about: Sweep) -> str:
    return f"{settings.PUBLIC_URL}/sweeps/{about.pk}/"


def answer(about: Issue, person: Person, verb: str, mailed_at: datetime) -> str:
    """A page that asks this person. Signed, so that nobody else can make one or change one."""
    said = [about.pk, person.pk, verb, ceil(mailed_at.timestamp())]
    return f"{settings.PUBLIC_URL}/answer/{signing.Signer(**SIGNED).sign_object(said)}/"


def read(token: str) -> Answer:
    """What a link of ours says; an altered one raises signing.BadSignature. Whether it is too old is not asked here."""
    issue, person, verb, seconds = signing.Signer(**SIGNED).unsign_object(token)
    return Answer(issue, person, verb, datetime.fromtimestamp(seconds, UTC))


def used(about: Dataset) -> str:
    return f"{settings.PUBLIC_URL}/used/{about.key}/"


def flag(about: Dataset) -> str:
    return f"{settings.PUBLIC_URL}/flag/?dataset={quote(about.key)}"


def not_mine(request: LookRequest) -> str:
    """A page that lets whoever was asked to look say that they do not use the data. Signed, as an answer is."""
    token = signing.Signer(**ASKED).sign_object([request.pk, request.person_id])
    return f"{settings.PUBLIC_URL}/asked-to-look/{token}/"


def read_not_mine(token: str) -> tuple[int, int]:
    """The request and the person that such a link names; an altered one raises signing.BadSignature."""
    request, person = signing.Signer(**ASKED).unsign_object(token)
    return request, person


def queue() -> str:
    return f"{settings.PUBLIC_URL}/queue/"


def me() -> str:
    return f"{settings.PUBLIC_URL}/me/"


def host() -> str:
    """The name that message ids end in."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
