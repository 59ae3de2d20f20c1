"""Who gets what: the rules, and which would take a given flag."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find
from weirdness.api.flags import text
from weirdness.models import Person
from weirdness.models.issue_words import Severity
from weirdness.services import administering, clocks, routing, rules, why_me
from weirdness.services.errors import NotAllowed

SEVERITIES = {str(label): value for value, label in Severity.choices}


class RuleSaid(serializers.Serializer):
    number = serializers.IntegerField(help_text="Its place; the first that matches wins.")
    name = serializers.CharField()
    sentence = serializers.CharField()
    conditions = serializers.ListField(child=serializers.DictField())
    target = serializers.CharField(help_text="person, team, rota, owner or steward.")
    on = serializers.BooleanField()


class TryRequest(serializers.Serializer):
    dataset = serializers.RegexField(r"^[^/]+/[^/]+$", max_length=200, help_text="Its key, such as nyc/flights.")
    column = text("The column that the flag is about.")
    category = text("The category's slug.")
    severity = serializers.ChoiceField(list(SEVERITIES), default="minor")
    viewpoint = text("The reporter's viewpoint, its slug.")
    blocks_decision = serializers.BooleanField(default=False)


class MissedSaid(serializers.Serializer):
    number = serializers.IntegerField()
    name = serializers.CharField()
    because = serializers.CharField()


class Tried(serializers.Serializer):
    goes_to = serializers.CharField()
    because = serializers.CharField()
    rule = serializers.CharField(allow_null=True, help_text="The rule that takes it; null: none does.")
    missed = MissedSaid(many=True, help_text="Earlier rules, and why they do not match.")
    sentences = serializers.ListField(child=serializers.CharField())
    answered_by = serializers.DateTimeField(help_text="By when somebody says what it is.")


class Rules(APIView):
    """The rules in their order, for those who triage."""

    @extend_schema(responses=RuleSaid(many=True))
    def get(self, request: Request) -> Response:
        _guard(request.user)
        listed = [
            {
                "number": number,
                "name": rule.name,
                "sentence": rules.sentence(rule),
                "conditions": rule.conditions,
                "target": rule.target,
                "on": rule.is_on,
            }
            for number, rule in enumerate(rules.in_order(), start=1)
        ]
        return Response(RuleSaid(listed, many=True).data)


class Try(APIView):
    """Which rule would take a flag, for those who triage. Nothing is flagged."""

    @extend_schema(request=TryRequest, responses=Tried)
    def post(self, request: Request) -> Response:
        _guard(request.user)
        asked = TryRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(Tried(_tried(request, asked.validated_data)).data)


def _guard(person: Person) -> None:
    if not administering.may_look(person):
        raise NotAllowed("Who gets what is shown to those who triage.")


def _tried(request: Request, said: dict[str, Any]) -> dict[str, Any]:
    dataset, now = find.dataset(request, *said.pop("dataset").lower().split("/")), timezone.now()
    said["severity"] = SEVERITIES[said["severity"]]
    decision = routing.decide(dataset=dataset, about=routing.facts(dataset=dataset, **said), now=now)
    promised = clocks.promise(dataset=dataset, severity=said["severity"], now=now, who=decision.who)
    return {
        "goes_to": str(decision.who),
        "because": decision.because,
        "rule": decision.rule.name if decision.rule else None,
        "missed": [
            {"number": each.rule.number, "name": each.rule.name, "because": each.because} for each in decision.missed
        ],
        "sentences": why_me.sentences(decision),
        "answered_by": promised.at,
    }
