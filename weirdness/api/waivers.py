"""Waivers: failing rows that are known, until a date."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find
from weirdness.api.flags import text
from weirdness.api.pages import NewestFirst
from weirdness.models import Dataset, Result, Waiver
from weirdness.services import waivers


class WaiverSaid(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    issue = serializers.IntegerField(source="issue_id", allow_null=True)
    row_key = serializers.DictField()

    class Meta:
        model = Waiver
        fields = ("id", "url", "issue", "row_key", "reason", "until", "made_at")

    def get_url(self, waiver: Waiver) -> str:
        return reverse("api:waiver", args=[waiver.pk])


class WaiverRequest(serializers.Serializer):
    run = serializers.IntegerField(min_value=1, max_value=2**62, help_text="A run in which the rows failed.")
    expectation = serializers.IntegerField(min_value=1, max_value=10**6, help_text="Its place in the suite, from 1.")
    rows = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=10**6),
        max_length=1_000,
        help_text="Places, from 0, in the `keys` of that failure.",
    )
    reason = text("Why they are fine: whoever meets them later reads this.")
    until = serializers.DateField(default=None, allow_null=True, help_text="The last day; 90 days when left out.")


class Waivers(ListAPIView):
    """The waivers in force on a dataset; POST makes some."""

    queryset = Waiver.objects.none()
    serializer_class = WaiverSaid
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Waiver]:
        return Waiver.objects.filter(dataset=self._dataset()).in_force(timezone.localdate())

    def _dataset(self) -> Dataset:
        return find.dataset(self.request, self.kwargs["area"], self.kwargs["name"])

    @extend_schema(request=WaiverRequest, responses={201: WaiverSaid(many=True)})
    def post(self, request: Request, area: str, name: str) -> Response:
        """From the next run on these rows are silent, as long as they hold the same value."""
        dataset = self._dataset()
        asked = WaiverRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        said, now = asked.validated_data, timezone.now()
        made = waivers.make(
            result=_result(dataset, said["run"], said["expectation"]),
            rows=said["rows"],
            reason=said["reason"],
            until=said["until"] or waivers.usual_until(now),
            actor=request.user,
            now=now,
        )
        return Response(WaiverSaid(made, many=True).data, status=status.HTTP_201_CREATED)


def _result(dataset: Dataset, run: int, position: int) -> Result:
    failing = Result.objects.filter(run__dataset=dataset, success=False).select_related("run__dataset")
    found = failing.filter(run=run, position=position).first()
    if found is None:
        raise NotFound(f"Run {run} of {dataset.key} has no failing expectation {position}.")
    return found


class OneWaiver(APIView):
    """A waiver that is no longer right."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, number: int) -> Response:
        """Ends it: from the next run on the row fails again."""
        seen = Waiver.objects.filter(dataset__in=Dataset.objects.visible_to(request.user))
        found = seen.filter(pk=number).first()
        if found is None:
            raise NotFound(f"There is no waiver {number} here that you may see.")
        waivers.end(waiver_id=found.pk, actor=request.user, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
