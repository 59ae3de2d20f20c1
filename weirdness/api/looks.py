"""Looks: who used a dataset on which day; a program says so for the person whose token it carries."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find
from weirdness.models import Level, Look
from weirdness.services import looks
from weirdness.services.errors import Refused

DAYS = 90  # of one answer


class LookSaid(serializers.ModelSerializer):
    """A look of yours."""

    dataset = serializers.CharField(source="dataset.key")
    counts_again = serializers.SerializerMethodField(help_text="The first day on which another look counts.")

    class Meta:
        model = Look
        fields = ("dataset", "day", "origin", "counts_again")

    def get_counts_again(self, look: Look) -> date:
        return look.day + timedelta(days=1)


class LooksOfADay(serializers.Serializer):
    """The looks of one day from one viewpoint; who it was is told to those who triage or own the dataset."""

    day = serializers.DateField()
    viewpoint = serializers.CharField(help_text="Its slug, such as quality-control.")
    looks = serializers.IntegerField()
    people = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="Null: only for those who triage or own it."
    )


class DatasetLooks(serializers.Serializer):
    counted_today = serializers.BooleanField(help_text="Whether your own use of today is counted.")
    days = LooksOfADay(many=True, help_text="The newest day first; days without a look are left out.")
    before = serializers.DateField(allow_null=True, help_text="Ask with `?before=` this for earlier days; null: none.")


class Looks(APIView):
    """Looks at a dataset. A read of data, or of this API, is none: say so with POST when the data were used."""

    @extend_schema(
        responses=DatasetLooks, parameters=[OpenApiParameter("before", date, description="Days before this one.")]
    )
    def get(self, request: Request, area: str, name: str) -> Response:
        """How many looked from where on which day: at most 90 days with looks in one answer."""
        dataset = find.dataset(request, area, name)
        named = (dataset.level_of(request.user) or 0) >= Level.TRIAGE
        days, earlier = looks.by_day(dataset, before=_day(request), most=DAYS)
        told = [
            {
                "day": each.day,
                "viewpoint": each.viewpoint,
                "looks": each.looks,
                "people": each.people if named else None,
            }
            for each in days
        ]
        mine = looks.of_today(dataset, request.user, timezone.now()) is not None
        return Response(DatasetLooks({"counted_today": mine, "days": told, "before": earlier}).data)

    @extend_schema(request=None, responses={201: LookSaid, 200: LookSaid})
    def post(self, request: Request, area: str, name: str) -> Response:
        """You used the data today. 201: counted. 200: it was counted already; each person counts once a day."""
        dataset, now = find.dataset(request, area, name), timezone.now()
        new = looks.check_in(dataset=dataset, person=request.user, now=now, origin=Look.Origin.CLIENT)
        look = looks.of_today(dataset, request.user, now)
        return Response(LookSaid(look).data, status=status.HTTP_201_CREATED if new else status.HTTP_200_OK)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, area: str, name: str) -> Response:
        """Takes back your use of today. 409: there is none, or you flagged something today, so that it stays."""
        dataset = find.dataset(request, area, name)
        looks.take_back(dataset=dataset, person=request.user, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _day(request: Request) -> date | None:
    asked: Any = request.query_params.get("before", "")
    if not asked:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise Refused(before="This is no day. Write it as 2026-11-21.") from None
