"""Query logs: hand one in, and ask what became of it."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api.pages import NewestFirst
from weirdness.models import LogImport, Source
from weirdness.services.errors import Refused
from weirdness.services.query_logs import handing_in, words
from weirdness.services.query_logs.lines import MB

LONGEST_PREFIX = 200


class LogRequest(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True, help_text="Text in UTF-8, or packed with gzip.")
    kind = serializers.ChoiceField(choices=handing_in.CHOICES)
    source = serializers.SlugField(default="", allow_blank=True, help_text="The database that wrote it, by its slug.")
    prefix = serializers.CharField(
        default="", allow_blank=True, max_length=LONGEST_PREFIX, help_text="log_line_prefix, if it is an unusual one."
    )


class LogSaid(serializers.ModelSerializer):
    """`sentences` say what became of its lines; `trouble` why nothing did."""

    number = serializers.IntegerField(source="pk")
    url = serializers.SerializerMethodField()
    handed_in_at = serializers.DateTimeField(source="asked_at")
    looks = serializers.SerializerMethodField(help_text="How many looks came of it; null while it is not read.")
    sentences = serializers.SerializerMethodField()

    class Meta:
        model = LogImport
        fields = (
            *("number", "url", "name", "kind", "state", "handed_in_at", "finished_at", "size", "read", "lines"),
            *("looks", "sentences", "trouble"),
        )

    def get_url(self, log: LogImport) -> str:
        return reverse("api:query_log", args=[log.pk])

    def get_looks(self, log: LogImport) -> int | None:
        return log.outcome.get("looks", 0) if log.state == LogImport.State.DONE else None

    def get_sentences(self, log: LogImport) -> list[str]:
        return words.sentences(log)


class QueryLogs(ListAPIView):
    """The logs that you handed in (all of them, for an administrator), the newest first; POST hands one in."""

    queryset = LogImport.objects.none()
    serializer_class = LogSaid
    pagination_class = NewestFirst
    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        # Before anything reads the body: a log may be larger than what else is sent.
        request._request.upload_handlers = [TemporaryFileUploadHandler(request._request)]
        super().initial(request, *args, **kwargs)
        if request.method == "POST":
            handing_in.guard(request.user, size=int(request.META.get("CONTENT_LENGTH") or 0))

    def get_queryset(self) -> QuerySet[LogImport]:
        return LogImport.objects.visible_to(self.request.user).select_related("source")

    @extend_schema(request={"multipart/form-data": LogRequest}, responses={202: LogSaid})
    def post(self, request: Request) -> Response:
        """202: it is kept, and read by a worker; GET its `url` says how far it is."""
        asked = LogRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        log = handing_in.hand_in(
            actor=request.user,
            kind=said["kind"],
            name=said["file"].name or "",
            pieces=said["file"].chunks(MB),
            source=_source(said["source"]),
            prefix=said["prefix"],
            now=timezone.now(),
        )
        return Response(LogSaid(log).data, status=status.HTTP_202_ACCEPTED)


def _source(slug: str) -> Source | None:
    found = Source.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise Refused(source=f"There is no source {slug}. The last part of its page's address is its slug.")
    return found


class OneQueryLog(APIView):
    @extend_schema(responses=LogSaid)
    def get(self, request: Request, number: int) -> Response:
        """`state` is waiting, reading, done, refused or taken_back."""
        found = LogImport.objects.visible_to(request.user).select_related("source").filter(pk=number).first()
        if found is None:
            raise NotFound(f"There is no query log {number} here that you may see.")
        return Response(LogSaid(found).data)
