"""Where all datasets stand, and whether the forecasts hold: the numbers of the two pages."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.models import Dataset, Standing
from weirdness.models.portfolio import LACKS
from weirdness.services import calibration, portfolio

PAGE = 100
CHOICES = {"state": Dataset.State.values, "lacks": list(LACKS), "sort": list(portfolio.SORTS)}


class OneStanding(serializers.ModelSerializer):
    """What is missing for stable; 0: nothing of it."""

    dataset = serializers.CharField(source="dataset.key")
    state = serializers.CharField(source="dataset.state")
    words = serializers.ListField(child=serializers.CharField(), source="missing")
    uses = serializers.IntegerField(source="counted")
    uses_lately = serializers.IntegerField(source="lately")

    class Meta:
        model = Standing
        fields = ("dataset", "state", "at", "looks", "people", "viewpoints", "issues", "checks", "words")
        fields += ("uses", "uses_lately", "nearness", "need")


class MonthSaid(serializers.Serializer):
    month = serializers.DateField()
    looks = serializers.IntegerField()
    finds = serializers.IntegerField()
    rate = serializers.FloatField(help_text="New oddities per 100 uses.")


class PortfolioSaid(serializers.Serializer):
    states = serializers.DictField(child=serializers.IntegerField())
    lacking = serializers.DictField(child=serializers.IntegerField(), help_text="Of those that are not stable.")
    months = MonthSaid(many=True)
    datasets = OneStanding(many=True)
    next = serializers.CharField(help_text="Give it as `after` for the next hundred; empty: these were the last.")


class Portfolio(APIView):
    """All datasets that you may see: counted, and a hundred of those that are not stable (or of one state)."""

    @extend_schema(
        parameters=[
            *(OpenApiParameter(name, str, enum=choices) for name, choices in CHOICES.items()),
            OpenApiParameter("after", str),
        ],
        responses=PortfolioSaid,
    )
    def get(self, request: Request) -> Response:
        asked = {name: self._choice(request, name) for name in CHOICES}
        after = request.query_params.get("after", "")[:60].replace("\x00", "")
        found = portfolio.listed(request.user, **asked, after=after, most=PAGE + 1)
        counts = portfolio.counts(request.user)
        told: dict[str, Any] = {
            "states": counts.states,
            "lacking": counts.lacking,
            "months": portfolio.drying_up(request.user, now=timezone.now()),
            "datasets": found[:PAGE],
            "next": portfolio.cursor(found[PAGE - 1], asked["sort"]) if len(found) > PAGE else "",
        }
        return Response(PortfolioSaid(told).data)

    def _choice(self, request: Request, name: str) -> str:
        said = request.query_params.get(name, "")
        if said and said not in CHOICES[name]:
            raise serializers.ValidationError({name: [f"Choose one of {', '.join(CHOICES[name])}."]})
        return said or ("near" if name == "sort" else "")


class CoverageSaid(serializers.Serializer):
    """`low` to `high`: what is plausible for the true share (Wilson, 95 %)."""

    scored = serializers.IntegerField()
    hits = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()
    claimed = serializers.FloatField()


class HeldSaid(serializers.Serializer):
    name = serializers.CharField()
    alone = CoverageSaid(help_text="Of those that share no use with each other.")
    every = CoverageSaid(help_text="Of all; neighbours hold or fail together.")


class CalibrationSaid(serializers.Serializer):
    whole = HeldSaid()
    by_uses = HeldSaid(many=True, source="by.uses")
    by_tier = HeldSaid(many=True, source="by.tier")
    by_state = HeldSaid(many=True, source="by.state")
    places = serializers.ListField(child=serializers.IntegerField(), help_text="In each tenth; level when right.")
    waiting = serializers.IntegerField()
    ended = serializers.IntegerField(help_text="Never scored: counting started anew before their uses had happened.")
    words = serializers.CharField()


class Calibration(APIView):
    """How often forecasts held, over all datasets: numbers only."""

    @extend_schema(responses=CalibrationSaid)
    def get(self, request: Request) -> Response:
        told = calibration.calibration(now=timezone.now())
        said = {name: getattr(told, name) for name in ("whole", "by", "places", "waiting", "ended")}
        return Response(CalibrationSaid({**said, "words": calibration.words(told.whole.alone)}).data)
