"""Issues: what is known, and the moves that are yours to make."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find
from weirdness.api.errors import Clash
from weirdness.api.flags import text
from weirdness.api.issue_words import IssueDetail, IssueInShort, issue_with_moves
from weirdness.api.known import Counted
from weirdness.api.pages import NewestFirst
from weirdness.models import Dataset, Issue, State
from weirdness.models.moves import BY_VERB
from weirdness.services import flags, triage
from weirdness.services.errors import Conflict, Refused

WORDS = ("reason", "explanation", "caveat", "caveat_until", "resolution", "fault", "into", "question", "reply")


class MoveRequest(serializers.Serializer):
    verb = serializers.CharField(help_text="One of the verbs in the issue's `moves`.")
    version = serializers.IntegerField(help_text="The `version` you looked at; a newer one answers 409.")
    reason = text()
    explanation = text("explain: why it looks weird but isn't.")
    caveat = text("accept: what a reader must know before using the data.")
    caveat_until = serializers.DateField(default=None, allow_null=True, help_text="accept: until when it holds.")
    into = serializers.IntegerField(default=None, allow_null=True, help_text="merge: the number of the same issue.")
    question = text("ask: what those who flagged it must say.")
    reply = text("reply: the answer.")
    resolution = text("close: not_reproducible, out_of_scope or no_reply.")
    fault = text("source, pipeline, label, definition, check, reader or unknown.")

    def validate_verb(self, verb: str) -> str:
        if verb not in triage.VERDICTS:
            raise serializers.ValidationError(f"There is no move {verb!r}. The moves: {', '.join(triage.VERDICTS)}.")
        return verb


class Newer(serializers.Serializer):
    """409: the sentence says what happened and by whom; `now` is the issue as it stands."""

    type = serializers.CharField()
    errors = serializers.ListField(child=serializers.DictField())
    now = IssueDetail()


class SameRequest(serializers.Serializer):
    sentence = text("What you saw, if there is more to say.")


@extend_schema(
    parameters=[
        OpenApiParameter("dataset", str, description="Only of this dataset, by key."),
        OpenApiParameter("state", str, enum=State.values, description="Only in this state."),
        OpenApiParameter("q", str, description="Only those with this number, these words, or of such a dataset."),
    ]
)
class Issues(ListAPIView):
    """Issues you may see, the newest first."""

    queryset = Issue.objects.none()
    serializer_class = IssueInShort
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Issue]:
        found = Issue.objects.visible_to(self.request.user)
        asked = self.request.query_params
        if "dataset" in asked:
            named = Dataset.objects.visible_to(self.request.user).named(asked["dataset"])
            found = found.filter(dataset__in=list(named.values_list("pk", flat=True)))
        if "state" in asked:
            if asked["state"] not in State.values:
                raise Refused(state=f"There is no such state. Choose one of: {', '.join(State.values)}.")
            found = found.filter(state=asked["state"])
        if asked.get("q", "").strip():
            found = found.search(asked["q"])
        return found.select_related("dataset", "category", "assignee", "assignee_team")


class OneIssue(APIView):
    """One issue: its flags, its history in sentences, and the moves that are yours."""

    @extend_schema(responses=IssueDetail)
    def get(self, request: Request, number: int) -> Response:
        return Response(issue_with_moves(find.issue(request, number), request.user))


@contextmanager
def told_what_is_new(request: Request, number: int) -> Iterator[None]:
    """409 carries the issue as it stands."""
    try:
        yield
    except Conflict as conflict:
        raise Clash(str(conflict), now=issue_with_moves(find.issue(request, number), request.user)) from conflict


def as_it_stands(request: Request, number: int) -> Response:
    return Response(issue_with_moves(find.issue(request, number), request.user))


class Moves(APIView):
    """A verdict. 403: not yours to give; 409: somebody was quicker, `now` is the issue as it stands."""

    @extend_schema(request=MoveRequest, responses={200: IssueDetail, 409: Newer})
    def post(self, request: Request, number: int) -> Response:
        find.issue(request, number)
        asked = MoveRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        verdict = triage.VERDICTS[said["verb"]]
        words = _words(said, given=set(request.data), takes=set(inspect.signature(verdict).parameters))
        with told_what_is_new(request, number):
            verdict(issue_id=number, actor=request.user, now=timezone.now(), version=said["version"], **words)
        return as_it_stands(request, number)


def _words(said: dict[str, Any], *, given: set[str], takes: set[str]) -> dict[str, Any]:
    """What is said with the move; a word that it does not take is refused, not dropped."""
    label = BY_VERB[said["verb"]].label
    if idle := [name for name in WORDS if name in given and name not in takes]:
        raise Refused(**{name: f"“{label}” takes no {name.replace('_', ' ')}. Leave it out." for name in idle})
    return {name: said[name] for name in WORDS if name in takes}


class Same(APIView):
    """Same here: you met it, too. 200: you had said so already. `answer`: what is known of it."""

    @extend_schema(request=SameRequest, responses={201: Counted, 200: Counted})
    def post(self, request: Request, number: int) -> Response:
        find.issue(request, number)
        said = SameRequest(data=request.data)
        said.is_valid(raise_exception=True)
        now = timezone.now()
        flag = flags.same_here(person=request.user, issue_id=number, now=now, **said.validated_data)
        return Response(Counted(flag).data, status=status.HTTP_201_CREATED if flag.at == now else status.HTTP_200_OK)
