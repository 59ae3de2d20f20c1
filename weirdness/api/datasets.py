"""Datasets: what they are, and how sure one can be of them."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find, registrations
from weirdness.api.pages import ByKey
from weirdness.api.registrations import RegistrationRequest, RegistrationSaid
from weirdness.models import Column, Dataset, Issue, Snapshot

NUMBERS = ("confidence", "quiet_run", "shortest_route", "breadth", "rate", "forecast", "found")


class DatasetInShort(serializers.ModelSerializer):
    owner = serializers.CharField(source="accountable")
    open_issues = serializers.IntegerField(help_text="Issues that are not closed.")

    class Meta:
        model = Dataset
        fields = ("key", "title", "description", "owner", "tier", "phase", "state", "row_count", "open_issues")


class ColumnInfo(serializers.ModelSerializer):
    class Meta:
        model = Column
        fields = ("name", "type", "description", "unit", "personal")


class DatasetDetail(DatasetInShort):
    columns = ColumnInfo(many=True)
    suites = serializers.SlugRelatedField("name", many=True, read_only=True)
    triage_team = serializers.CharField()

    class Meta(DatasetInShort.Meta):
        fields = (*DatasetInShort.Meta.fields, "key_columns", "columns", "suites", "triage_team", "registered_at")


class Confidence(serializers.Serializer):
    state = serializers.ChoiceField(Dataset.State.choices)
    at = serializers.DateTimeField(allow_null=True, help_text="When it was estimated; null: not yet.")
    method = serializers.CharField(help_text="Names and versions of the formulas.")
    words = serializers.ListField(child=serializers.CharField(), help_text="What a person should read.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why it is in this state.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="What stable still asks for.")
    numbers = serializers.SerializerMethodField(help_text="Too few looks: no single figures, as on the page.")

    @extend_schema_field(dict[str, Any])
    def get_numbers(self, estimate: dict[str, Any]) -> dict[str, Any]:
        return estimate["numbers"]


def with_counts(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Counted for the datasets of the page alone: a join would count the issues of all."""
    issues = Issue.objects.open().filter(dataset=OuterRef("pk")).order_by().values("dataset")
    return datasets.annotate(open_issues=Coalesce(Subquery(issues.annotate(number=Count("pk")).values("number")), 0))


class Datasets(ListAPIView):
    """The datasets you may see; POST registers one."""

    queryset = Dataset.objects.none()
    serializer_class = DatasetInShort
    pagination_class = ByKey

    @extend_schema(request=RegistrationRequest, responses={202: RegistrationSaid}, filters=False)
    def post(self, request: Request) -> Response:
        """Registers a dataset, for administrators of its source. The data are asked first: ask again below `url`."""
        return registrations.ask(request)

    def get_queryset(self) -> QuerySet[Dataset]:
        return with_counts(Dataset.objects.visible_to(self.request.user).select_related("owner", "owner_team"))


class OneDataset(APIView):
    """One dataset with its columns and the names of its suites."""

    @extend_schema(responses=DatasetDetail)
    def get(self, request: Request, area: str, name: str) -> Response:
        found = find.dataset(request, area, name)
        found.open_issues = Issue.objects.visible_to(request.user).filter(dataset=found).open().count()
        return Response(DatasetDetail(found).data)


class DatasetConfidence(APIView):
    """The last estimate of what is still unseen."""

    @extend_schema(responses=Confidence)
    def get(self, request: Request, area: str, name: str) -> Response:
        found = find.dataset(request, area, name)
        return Response(Confidence(_estimate(found)).data)


def _estimate(dataset: Dataset) -> dict[str, Any]:
    last = Snapshot.objects.filter(dataset=dataset).last()
    if last is None:
        words = ["No estimate was made yet. It is made within a minute after somebody flags or uses the dataset."]
        nothing = {"at": None, "method": "", "words": words, "reasons": [], "missing": [], "numbers": {}}
        return {"state": dataset.state, **nothing}
    result = last.result
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
    }
