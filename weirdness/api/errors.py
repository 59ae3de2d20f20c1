"""What a verb refuses, as an HTTP answer: {type, errors: [{code, detail, attr}]}."""

from typing import Any

from drf_standardized_errors.handler import exception_handler
from rest_framework import exceptions, status
from rest_framework.response import Response

from weirdness.services.errors import Conflict, NotAllowed, Refused


class Clash(exceptions.APIException):
    """409: the state moved on meanwhile. `now` is the newer state, beside the sentence."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"

    def __init__(self, detail: str, now: dict[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.now = now


class KeyReused(exceptions.APIException):
    """422: this Idempotency-Key was used for another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another request. Send a new one with a new request."


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refused → 400 with a sentence per field, NotAllowed → 403, Conflict → 409 with the newer state as `now`."""
    translated = _translate(error)
    response = exception_handler(translated, context)
    if response is not None and isinstance(translated, Clash):
        response.data["now"] = translated.now
    return response


def _translate(error: Exception) -> Exception:
    if isinstance(error, Refused):
        return exceptions.ValidationError({field: [text] for field, text in error.problems.items()}, code="refused")
    if isinstance(error, NotAllowed):
        return exceptions.PermissionDenied(str(error))
    if isinstance(error, Conflict):
        return Clash(str(error))
    return error
