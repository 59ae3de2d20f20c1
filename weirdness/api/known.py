"""What is known of a dataset, for whoever is about to use it: open, explained and accepted issues."""

from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from weirdness.api import find
from weirdness.api.flags import FlagSaid
from weirdness.api.pages import NewestFirst
from weirdness.models import Episode, Issue


class Known(serializers.ModelSerializer):
    """`state` is closed for what is explained (`explanation`) or accepted (`caveat`, which holds until a day)."""

    number = serializers.IntegerField(source="pk")
    category = serializers.SlugRelatedField("slug", read_only=True)
    severity = serializers.CharField(source="get_severity_display", help_text="minor, major or critical")
    explanation = serializers.SerializerMethodField(help_text="Why it looks weird but isn't.")
    caveat = serializers.SerializerMethodField(help_text="What a reader must know before using the data.")
    caveat_until = serializers.SerializerMethodField(help_text="The last day on which the caveat holds.")
    closed_at = serializers.SerializerMethodField(help_text="When it was explained or accepted.")

    class Meta:
        model = Issue
        fields = (
            *("number", "title", "category", "target", "column", "metadata_field", "severity", "state", "resolution"),
            *("people", "viewpoints", "opened_at", "explanation", "caveat", "caveat_until", "closed_at"),
        )

    def get_explanation(self, issue: Issue) -> str:
        return self._last(issue).explanation

    def get_caveat(self, issue: Issue) -> str:
        return self._last(issue).caveat

    def get_caveat_until(self, issue: Issue) -> date | None:
        return self._last(issue).caveat_until

    def get_closed_at(self, issue: Issue) -> datetime | None:
        return self._last(issue).closed_at

    def _last(self, issue: Issue) -> Episode:
        return issue.in_order[-1]


class Verdict(serializers.Serializer):
    state = serializers.CharField()
    resolution = serializers.CharField(help_text="explained or accepted: its words follow.")
    explanation = serializers.CharField(source="episode.explanation", help_text="Why it looks weird but isn't.")
    caveat = serializers.CharField(source="episode.caveat")
    caveat_until = serializers.DateField(source="episode.caveat_until", allow_null=True)


class Counted(FlagSaid):
    """`answer`: what is known of it. If it does not fit what you see, say so: POST …/dispute/ with a sentence."""

    answer = Verdict(source="issue")

    class Meta(FlagSaid.Meta):
        fields = (*FlagSaid.Meta.fields, "answer")


@extend_schema(parameters=[OpenApiParameter("column", str, description="Only of this column.")])
class KnownIssues(ListAPIView):
    """Open, explained and accepted issues of a dataset, the newest first; those that are private are left out."""

    queryset = Issue.objects.none()
    serializer_class = Known
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Issue]:
        dataset = find.dataset(self.request, self.kwargs["area"], self.kwargs["name"])
        column = find.cleaned(self.request.query_params.get("column", ""))
        found = Issue.objects.visible_to(self.request.user).known().about(dataset, column=column)
        ordered = Prefetch("episodes", Episode.objects.order_by("number"), "in_order")
        return found.filter(private=False).select_related("category").prefetch_related(ordered)
