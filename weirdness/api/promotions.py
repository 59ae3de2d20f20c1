"""Promotion: an issue becomes a check, when the data agree that it would find what was reported."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find
from weirdness.models import Inquiry
from weirdness.services import inquiries, promotions, suites
from weirdness.services.errors import NotAllowed


class Expectation(serializers.Serializer):
    """As in Great Expectations' suite JSON."""

    type = serializers.CharField(max_length=120, help_text="Such as expect_column_values_to_not_be_null.")
    kwargs = serializers.DictField()


class PromotionRequest(serializers.Serializer):
    expectation = Expectation()
    stage = serializers.ChoiceField(["live", "shadow"], default="live", help_text="shadow: tried out, tells nobody.")


class Promotion(serializers.ModelSerializer):
    """`state` is waiting, answered (it was added) or failed; then `message` says why it was refused."""

    url = serializers.SerializerMethodField()
    issue = serializers.IntegerField(source="issue_id")
    suite = serializers.SerializerMethodField(help_text="The name of the suite that asks it now; empty until then.")

    class Meta:
        model = Inquiry
        fields = ("id", "url", "issue", "state", "message", "suite")

    def get_url(self, promotion: Inquiry) -> str:
        return reverse("api:promotion", args=[promotion.pk])

    def get_suite(self, promotion: Inquiry) -> str:
        is_added = promotion.state == Inquiry.State.ANSWERED
        return promotion.answer["suite"] if is_added else ""


class Promotions(APIView):
    """Asks the data whether an expectation finds the reported rows; if it does, it is added to the dataset's suite."""

    @extend_schema(request=PromotionRequest, responses={202: Promotion})
    def post(self, request: Request, number: int) -> Response:
        """Refused in words when the reported rows would pass: ask again below `url`, which is forgotten after a day."""
        issue = find.issue(request, number)
        if not promotions.may_promote(issue, request.user):
            raise NotAllowed(f"Promoting issue #{number} is for those who triage {issue.dataset.key}.")
        asked = PromotionRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        said: dict[str, Any] = {"stage": asked.validated_data["stage"], "asked": 0}
        said["expectation"] = dict(asked.validated_data["expectation"])
        suites.check_named({"expectations": [said["expectation"]]}, request.user)
        who = {"actor": request.user, "now": timezone.now()}
        owed = inquiries.ask(kind="guard", dataset=issue.dataset, issue=issue, **who, **said)
        return Response(Promotion(owed).data, status=status.HTTP_202_ACCEPTED)


class OnePromotion(APIView):
    """What became of a promotion that you asked for."""

    @extend_schema(responses=Promotion)
    def get(self, request: Request, number: int) -> Response:
        found = Inquiry.objects.of(request.user).filter(pk=number, kind="guard").first()
        if found is None:
            raise NotFound(f"You asked for no promotion {number}, or it is forgotten: that takes a day.")
        return Response(Promotion(found).data)
