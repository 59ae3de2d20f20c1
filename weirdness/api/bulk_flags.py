"""Many flags in one request: all of them are taken, or none."""

from uuid import uuid4

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import idempotency
from weirdness.api.errors import KeyReused
from weirdness.api.flags import FlagRequest, FlagSaid, says
from weirdness.models import Flag
from weirdness.services import flags_at_once
from weirdness.services.flags_at_once import SentOtherwise, Wanted
from weirdness.services.reports import Report


class FlagOrSame(FlagRequest):
    same = serializers.IntegerField(
        default=None, allow_null=True, min_value=1, help_text="“Same here” on this issue, instead of a new one."
    )


class BulkFlagsRequest(serializers.Serializer):
    flags = FlagOrSame(many=True, help_text="1 to 500.")


class BulkFlagsSaid(serializers.Serializer):
    flags = FlagSaid(many=True, help_text="In the order of the request.")


class BulkFlags(APIView):
    """All or none: 400 names each field that cannot be taken, such as `flags.3.sentence`, and nothing was added."""

    @extend_schema(
        request=BulkFlagsRequest,
        responses={201: BulkFlagsSaid, 200: BulkFlagsSaid},
        parameters=[idempotency.HEADER],
        operation_id="flags_bulk_create",
    )
    def post(self, request: Request) -> Response:
        """200: this Idempotency-Key was used for the very same flags; nothing was added."""
        asked = BulkFlagsRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data["flags"]
        wanted = [
            Wanted(Report(**{name: value for name, value in each.items() if name != "same"}), each["same"])
            for each in said
        ]
        now, submission = timezone.now(), idempotency.submission(request) or uuid4()
        try:
            made = flags_at_once.send(person=request.user, wanted=wanted, submission=submission, now=now)
        except SentOtherwise as other:
            raise KeyReused from other
        answer = BulkFlagsSaid({"flags": made}).data
        if any(flag.at == now for flag in made):
            return Response(answer, status=status.HTTP_201_CREATED)
        if not all(map(_is_as_said, made, said)):
            raise KeyReused
        return Response(answer)


def _is_as_said(flag: Flag, said: dict[str, object]) -> bool:
    if said["same"] is not None:
        return True
    return says(flag, {name: value for name, value in said.items() if name != "same"})
