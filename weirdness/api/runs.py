"""Runs: start one from a pipeline, wait for its end, ask whether it passed, get the list of failures."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find, idempotency, waiting
from weirdness.api.errors import KeyReused
from weirdness.api.pages import NewestFirst
from weirdness.models import Dataset, Result, Run, Suite
from weirdness.models.issue_words import Severity
from weirdness.services import runs
from weirdness.services.errors import Refused

PASSED = {Run.State.PASSED: True, Run.State.FAILED: False}


class RunRequest(serializers.Serializer):
    suite = serializers.CharField(default="", allow_blank=True, help_text="Its name; needed when there are several.")
    partition = serializers.CharField(default="", allow_blank=True, help_text="One part of a folder, by its path.")


class RunInShort(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    dataset = serializers.SlugRelatedField("key", read_only=True)
    suite = serializers.SlugRelatedField("name", read_only=True)
    passed = serializers.SerializerMethodField(help_text="Null: not over, or it could not run (see message).")
    progress = serializers.SerializerMethodField(help_text="While it runs: done and of (expectations), rows.")

    class Meta:
        model = Run
        fields = (
            *("id", "url", "dataset", "suite", "state", "passed", "message", "trigger"),
            *("asked_at", "started_at", "finished_at", "row_count", "partition", "progress", "unchanged_since"),
        )

    def get_url(self, run: Run) -> str:
        return reverse("api:run", args=[run.pk])

    def get_passed(self, run: Run) -> bool | None:
        return PASSED.get(run.state)

    def get_progress(self, run: Run) -> dict[str, int | None]:
        return {} if run.is_over else run.progress


class Failure(serializers.ModelSerializer):
    severity = serializers.SerializerMethodField(help_text="minor, major or critical")
    failing_rows = serializers.IntegerField(source="unexpected_count", allow_null=True)
    of_rows = serializers.IntegerField(source="element_count", allow_null=True)

    class Meta:
        model = Result
        fields = ("sentence", "observed", "column", "type", "severity", "failing_rows", "of_rows", "keys")

    def get_severity(self, result: Result) -> str:
        return str(Severity(result.severity).label)


class RunDetail(RunInShort):
    failures = serializers.SerializerMethodField(help_text="What should hold, and does not; keys name failing rows.")

    class Meta(RunInShort.Meta):
        fields = (*RunInShort.Meta.fields, "failures")

    def get_failures(self, run: Run) -> Failure(many=True):  # type: ignore[valid-type]  # read by the schema
        failing = run.results.filter(success=False)
        return Failure(failing if run.is_shadow else failing.filter(is_shadow=False), many=True).data


class Runs(ListAPIView):
    """The runs of a dataset, the newest first; POST asks for one."""

    queryset = Run.objects.none()
    serializer_class = RunInShort
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Run]:
        dataset = find.dataset(self.request, **self.kwargs)
        return Run.objects.visible_to(self.request.user).filter(dataset=dataset).select_related("dataset", "suite")

    @extend_schema(
        request=RunRequest,
        responses={200: RunDetail, 202: RunDetail},
        parameters=[idempotency.HEADER, waiting.HOW_LONG],
        filters=False,
    )
    def post(self, request: Request, area: str, name: str) -> Response:
        """Asks for a run. 202 with the address where its end will be told; with ?wait=60, 200 once it is over."""
        seconds = waiting.seconds(request)
        dataset = find.dataset(request, area, name)
        asked = RunRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        suite = _suite(dataset, asked.validated_data["suite"])
        key = idempotency.submission(request)
        try:
            run = runs.request(
                suite=suite,
                now=timezone.now(),
                trigger=Run.Trigger.API,
                actor=request.user,
                key=f"api:{key}" if key else "",
                partition=asked.validated_data["partition"],
            )
        except Refused as refused:
            if "key" not in refused.problems:
                raise
            raise KeyReused(str(refused)) from refused
        return _told(waiting.for_end(run, seconds))


def _told(run: Run) -> Response:
    """200: over, with its result; 202: look again at Location."""
    shown = RunDetail(run).data
    code = status.HTTP_200_OK if run.is_over else status.HTTP_202_ACCEPTED
    return Response(shown, status=code, headers={"Location": shown["url"]})


def _suite(dataset: Dataset, name: str) -> Suite:
    live = list(dataset.suites.filter(stage=Suite.Stage.LIVE))
    if not live:
        raise Refused(suite=f"{dataset.key} has no suite yet, so there is nothing to run.")
    if not name and len(live) == 1:
        return live[0]
    named = [suite for suite in live if suite.name == name]
    if not named:
        raise Refused(suite=f"Say which suite of {dataset.key}: {', '.join(suite.name for suite in live)}.")
    return named[0]


class OneRun(APIView):
    """One run: did it pass, and if not, what fails. ?wait=60 waits so long for its end."""

    @extend_schema(responses=RunDetail, parameters=[waiting.HOW_LONG])
    def get(self, request: Request, number: int) -> Response:
        seconds = waiting.seconds(request)
        return Response(RunDetail(waiting.for_end(find.run(request, number), seconds)).data)


class Cancel(APIView):
    """Cancels a run that is not over; 409 when it is."""

    @extend_schema(request=None, responses=RunDetail)
    def post(self, request: Request, number: int) -> Response:
        run = runs.cancel(run_id=find.run(request, number).pk, actor=request.user, now=timezone.now())
        return Response(RunDetail(run).data)
