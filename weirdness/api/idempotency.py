"""`Idempotency-Key`: the same request twice has one effect, so a client that heard no answer may simply ask again."""

from uuid import UUID, uuid5

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from weirdness.services.errors import Refused

NAMESPACE = UUID("6b0f4d5e-2f0a-5b1c-9a53-7d3c1f4e8a20")
LONGEST = 200
HEADER = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Any text of up to 200 characters, new for each request of yours; sent again, it repeats nothing.",
)


def submission(request: Request) -> UUID | None:
    """A person's key as a UUID: the same key of two people is two requests. None: no key was sent."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST:
        raise Refused(idempotency_key=f"This Idempotency-Key is over {LONGEST} characters. Send a shorter one.")
    return uuid5(NAMESPACE, f"{request.user.pk}:{key}") if key else None
