"""How sure one can be of a dataset: the last stored estimate, in words and as numbers."""

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find
from weirdness.confidence import StateInputs
from weirdness.models import Dataset, Era, Snapshot
from weirdness.services import missing, stored, tiers

NUMBERS = ("confidence", "quiet_run", "shortest_route", "breadth", "rate", "forecast", "found")


class Part(serializers.Serializer):
    """One of the four things that stable asks for. Of issues and checks none may be in the way: `needed` is 0."""

    name = serializers.CharField()
    had = serializers.FloatField()
    needed = serializers.FloatField()
    enough = serializers.BooleanField(source="is_full")
    words = serializers.SerializerMethodField()

    @extend_schema_field(list[str])
    def get_words(self, bar: missing.Bar) -> list[str]:
        return [bar.have, *bar.words]


class PaceSaid(serializers.Serializer):
    """If people go on using it as they do: the missing uses are done between the two days, 8 times in 10."""

    looks_to_go = serializers.IntegerField()
    per_day = serializers.FloatField()
    soonest = serializers.DateField()
    latest = serializers.DateField()


class TierSaid(serializers.Serializer):
    name = serializers.CharField(source="tier.name")
    rate = serializers.FloatField(source="tier.rate", help_text="Tolerated new oddities per use.")
    promise = serializers.CharField(source="tier.promise")
    cost = serializers.CharField(source="tier.cost")
    when = serializers.CharField(help_text="How long that takes at today's pace; empty: too early to say.")


class EraSaid(serializers.ModelSerializer):
    """Since when uses and finds are counted, and why from there."""

    class Meta:
        model = Era
        fields = ("started_at", "kind", "cause", "reason")


class WhatCounts(serializers.Serializer):
    """What was counted in the era. A look is one person who used the data on one day."""

    looks = serializers.IntegerField()
    people = serializers.IntegerField()
    finds = serializers.SerializerMethodField()
    viewpoints_missing = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(int)
    def get_finds(self, inputs: StateInputs) -> int:
        return len(inputs.finds)


class Confidence(serializers.Serializer):
    state = serializers.ChoiceField(Dataset.State.choices)
    at = serializers.DateTimeField(allow_null=True, help_text="When it was estimated; null: not yet.")
    method = serializers.CharField(help_text="Names and versions of the formulas.")
    words = serializers.ListField(child=serializers.CharField(), help_text="What a person should read.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why it is in this state.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="What stable still asks for.")
    numbers = serializers.SerializerMethodField(help_text="Too few looks: no single figures, as on the page.")
    counted = WhatCounts(allow_null=True)
    parts = Part(many=True, help_text="What stable asks for, as numbers.")
    pace = PaceSaid(allow_null=True, help_text="null: nothing is missing, or it is too early to say.")
    tier = TierSaid()
    era = EraSaid()

    @extend_schema_field(dict[str, Any])
    def get_numbers(self, estimate: dict[str, Any]) -> dict[str, Any]:
        return estimate["numbers"]


class DatasetConfidence(APIView):
    """The last estimate of what is still unseen."""

    @extend_schema(responses=Confidence)
    def get(self, request: Request, area: str, name: str) -> Response:
        dataset, now = find.dataset(request, area, name), timezone.now()
        last = Snapshot.objects.filter(dataset=dataset).last()
        era = Era.objects.filter(dataset=dataset).at(now)
        told = _estimate(last, timezone.localdate(now)) if last else _nothing(dataset)
        offer = tiers.present(dataset, told["counted"])
        return Response(Confidence({**told, "tier": offer, "era": era}).data)


def _nothing(dataset: Dataset) -> dict[str, Any]:
    words = ["No estimate was made yet. It is made within a minute after somebody flags or uses the dataset."]
    nothing = {"at": None, "method": "", "words": words, "reasons": [], "missing": [], "numbers": {}}
    return {"state": dataset.state, **nothing, "counted": None, "parts": [], "pace": None}


def _estimate(last: Snapshot, today: date) -> dict[str, Any]:
    result, inputs = last.result, stored.inputs_of(last)
    hidden = set() if result["show_point"] else {"confidence", "rate"}
    hidden |= set() if result["show_found"] else {"found"}
    return {
        "state": last.state,
        "at": last.at,
        "method": last.method,
        "words": [result["headline"], *result["sentences"]],
        "reasons": result["reasons"],
        "missing": result["missing"],
        "numbers": {name: result[name] for name in NUMBERS if name not in hidden},
        "counted": inputs,
        "parts": missing.bars(last, today),
        "pace": _pace(inputs, result, today),
    }


def _pace(inputs: StateInputs, result: dict[str, Any], today: date) -> dict[str, Any] | None:
    found = missing.pace_of(inputs, result)
    if found is None:
        return None
    soonest, latest = found.dates(today)
    return {"looks_to_go": found.looks_to_go, "per_day": found.per_day, "soonest": soonest, "latest": latest}
