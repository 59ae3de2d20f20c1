"""Suites as Great Expectations' own JSON: read one, keep it beside your code, put it back."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find
from weirdness.api.errors import Clash
from weirdness.api.pages import ByName
from weirdness.models import Dataset, Suite
from weirdness.services import suite_text, suites
from weirdness.services.errors import Conflict, Refused
from weirdness.services.suites import save as save_suite

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The version that you changed, as the ETag of GET said it; * replaces whatever is there. "
    "Needed for a suite that exists.",
)


class Unconditional(exceptions.APIException):
    """428: nobody should overwrite what they did not see."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "if_match_needed"
    default_detail = (
        "This suite exists. Send If-Match with the version that you changed (the ETag of GET), "
        "or If-Match: * to replace whatever is there."
    )


class SuiteInShort(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    expectations = serializers.SerializerMethodField(help_text="How many it has.")

    class Meta:
        model = Suite
        fields = ("name", "url", "version", "stage", "cron", "time_zone", "expectations", "changed_at")

    def get_url(self, suite: Suite) -> str:
        dataset = self.context["dataset"]
        return reverse("api:suite", args=[*dataset.key.split("/"), suite.name])

    def get_expectations(self, suite: Suite) -> int:
        return len(suite.expectations)


class HowToKeep(serializers.Serializer):
    """What goes beside the suite itself."""

    note = serializers.CharField(default="", max_length=suites.LONGEST_NOTE, help_text="What changed, and why.")
    stage = serializers.ChoiceField(Suite.Stage.choices, required=False, help_text="New suites are drafts.")
    cron = serializers.CharField(required=False, allow_blank=True, help_text="Five fields; empty: on demand.")
    time_zone = serializers.CharField(required=False, help_text="Such as Europe/Berlin.")


class Suites(ListAPIView):
    """The suites of a dataset, by name."""

    queryset = Suite.objects.none()
    serializer_class = SuiteInShort
    pagination_class = ByName

    def get_queryset(self) -> QuerySet[Suite]:
        return Suite.objects.filter(dataset=self._dataset())

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "dataset": self._dataset()}

    def _dataset(self) -> Dataset:
        return find.dataset(self.request, self.kwargs["area"], self.kwargs["name"])


class OneSuite(APIView):
    """One suite as Great Expectations writes it; nothing that it holds is lost on the way in or out."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, area: str, name: str, suite: str) -> Response:
        """The suite's JSON; its version is the ETag."""
        return _shown(find.suite(find.dataset(request, area, name), suite))

    @extend_schema(request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT}, parameters=[IF_MATCH, HowToKeep])
    def put(self, request: Request, area: str, name: str, suite: str) -> Response:
        """Saves the suite's next version, or a new suite under the name in the address."""
        dataset = find.dataset(request, area, name)
        how = HowToKeep(data=request.query_params)
        how.is_valid(raise_exception=True)
        there = Suite.objects.filter(dataset=dataset, name=find.cleaned(suite)).first()
        said = dict(how.validated_data) if there else {"stage": Suite.Stage.DRAFT, **how.validated_data}
        try:
            saved = save_suite(
                dataset=dataset,
                document=_document(request, suite),
                now=timezone.now(),
                actor=request.user,
                version=_version(request, there),
                **said,
            )
        except Conflict as conflict:
            now = Suite.objects.get(dataset=dataset, name=suite)
            raise Clash(str(conflict), {"version": now.version}) from conflict
        return _shown(saved)


def _document(request: Request, name: str) -> dict[str, Any]:
    """Read by ourselves: a parser that drops the first of two equal names would lose one."""
    try:
        document = suite_text.read(request.body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(document="The body is no text in UTF-8.") from error
    if document.setdefault("name", name) != name:
        raise Refused(name=f"The address names the suite {name}, its JSON another one. Make them agree.")
    return document


def _version(request: Request, there: Suite | None) -> int | None:
    said = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if said == "*":
        return None
    if there is None and not said:
        return 0
    if not said:
        raise Unconditional
    if not said.isdecimal() or len(said) > 9:
        raise Refused(if_match='If-Match names a version such as "3", as the ETag of GET said it, or is *.')
    return int(said)


def _shown(suite: Suite) -> Response:
    return Response(suite_text.ordered(suite.document), headers={"ETag": f'"{suite.version}"'})
