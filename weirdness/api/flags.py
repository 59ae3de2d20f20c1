"""Flags: say what is odd, and see what you said."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from weirdness.api import idempotency
from weirdness.api.errors import KeyReused
from weirdness.api.pages import NewestFirst
from weirdness.models import Flag
from weirdness.models.issue_words import Target
from weirdness.services import flags
from weirdness.services.flags import Report


class FlagSaid(serializers.ModelSerializer):
    dataset = serializers.CharField(source="dataset_name")
    category = serializers.SlugRelatedField("slug", read_only=True)
    issue = serializers.IntegerField(
        source="issue_id", allow_null=True, help_text="Null: kept until an administrator registers the dataset."
    )

    class Meta:
        model = Flag
        fields = (
            *("id", "kind", "dataset", "issue", "category", "target", "column", "metadata_field", "sentence"),
            *("proposed_value", "link", "blocks_decision", "private", "at"),
        )


def text(help_text: str = "") -> serializers.CharField:
    # Empty and over-long texts are the verb's to refuse: its sentences say what to do.
    return serializers.CharField(allow_blank=True, default="", help_text=help_text)


class FlagRequest(serializers.Serializer):
    dataset = text("Its key, such as nyc/flights; a name that nobody registered is kept and waits.")
    category = text("wrong-value, missing, duplicate, wrong-label, stale, doesnt-add-up, wrong-description, …")
    sentence = text("What did you see, and what did you expect? Up to 500 characters.")
    target = serializers.CharField(default=Target.DATASET, help_text="dataset, column, rows or metadata.")
    column = text()
    metadata_field = text("name, description, unit, provenance, owner or labels.")
    rows = text("Keys of the rows concerned, one row a line.")
    proposed_value = text("The value it should have.")
    link = text("https://…")
    blocks_decision = serializers.BooleanField(default=False)
    private = serializers.BooleanField(default=False, help_text="Only those who judge the dataset, and you, see it.")


class Flags(ListAPIView):
    """Your own flags, the newest first; POST raises one."""

    queryset = Flag.objects.none()
    serializer_class = FlagSaid
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Flag]:
        mine = Flag.objects.visible_to(self.request.user).filter(person=self.request.user)
        return mine.select_related("category")

    @extend_schema(
        request=FlagRequest, responses={201: FlagSaid, 200: FlagSaid}, parameters=[idempotency.HEADER], filters=False
    )
    def post(self, request: Request) -> Response:
        """Raises a flag. 200: this Idempotency-Key was used for the very same flag; nothing was added."""
        said = FlagRequest(data=request.data)
        said.is_valid(raise_exception=True)
        report = Report(**said.validated_data, submission=idempotency.submission(request))
        now = timezone.now()
        flag = flags.raise_flag(person=request.user, report=report, now=now)
        if flag.at == now:
            return Response(FlagSaid(flag).data, status=status.HTTP_201_CREATED)
        if not says(flag, said.validated_data):
            raise KeyReused
        return Response(FlagSaid(flag).data)


def says(flag: Flag, said: dict[str, Any]) -> bool:
    """Whether a flag raised before is this one, word for word."""
    kept = FlagSaid(flag).data | {"rows": flag.rows_as_typed}
    return all(kept[name] == (value.strip() if isinstance(value, str) else value) for name, value in said.items())
