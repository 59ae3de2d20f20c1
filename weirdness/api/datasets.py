"""Datasets: what they are."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find, registrations
from weirdness.api.pages import ByKey
from weirdness.api.registrations import RegistrationRequest, RegistrationSaid
from weirdness.models import Column, Dataset, Issue


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
