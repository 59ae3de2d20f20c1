"""What people say on an issue. Internal notes are there for those who judge it, and for nobody else."""

from typing import Any

from django.db.models import QuerySet
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
from weirdness.api.pages import OldestFirst
from weirdness.models import Attachment, Comment, Issue, Wording
from weirdness.services import discussion
from weirdness.services.discussion import Said


class EarlierWording(serializers.ModelSerializer):
    class Meta:
        model = Wording
        fields = ("text", "until")


class PictureOfComment(serializers.ModelSerializer):
    class Meta:
        model = Attachment
        fields = ("id", "name", "type", "width", "height")


class CommentShown(serializers.ModelSerializer):
    issue = serializers.IntegerField(source="issue_id", help_text="This one, or one that was merged into it.")
    kind = serializers.CharField(help_text="comment, question or reply")
    by = serializers.CharField(source="person.name")
    viewpoint = serializers.CharField(source="person.viewpoint.slug")
    text = serializers.CharField(help_text="Markdown, as it was written.")
    earlier = EarlierWording(many=True, source="wordings", help_text="What it said before an edit.")
    pictures = PictureOfComment(many=True, source="attachments")

    class Meta:
        model = Comment
        fields = (
            *("id", "issue", "kind", "by", "viewpoint", "text", "internal", "at", "edited_at", "earlier", "pictures"),
        )


class CommentKept(CommentShown):
    not_told = serializers.SerializerMethodField(help_text="Who was mentioned and could not be told, in sentences.")

    class Meta(CommentShown.Meta):
        fields = (*CommentShown.Meta.fields, "not_told")

    def get_not_told(self, comment: Comment) -> list[str]:
        return list(self.context["untold"])


class CommentRequest(serializers.Serializer):
    text = text("Markdown, up to 10,000 characters. #12 links an issue; @first.last or @team tells somebody.")
    internal = serializers.BooleanField(default=False, help_text="For those who judge the issue alone.")


class WordingRequest(serializers.Serializer):
    text = text("The new wording; the earlier one is kept.")


class Comments(ListAPIView):
    """What was said on an issue and on what was merged into it, the oldest first; POST says something."""

    queryset = Comment.objects.none()
    serializer_class = CommentShown
    pagination_class = OldestFirst

    def get_queryset(self) -> QuerySet[Comment]:
        return _readable(self.request, find.issue(self.request, self.kwargs["number"]))

    @extend_schema(request=CommentRequest, responses={201: CommentKept, 200: CommentKept}, filters=False)
    def post(self, request: Request, number: int) -> Response:
        """200: the very same words were yours a moment ago; nothing was added."""
        find.issue(request, number)
        now = timezone.now()
        said = discussion.comment(issue_id=number, person=request.user, now=now, **_asked(CommentRequest, request))
        code = status.HTTP_201_CREATED if said.comment.at == now else status.HTTP_200_OK
        return Response(_shown(said), status=code)


class OneComment(APIView):
    """One's own comment in other words."""

    @extend_schema(request=WordingRequest, responses=CommentKept)
    def patch(self, request: Request, number: int) -> Response:
        _found(request, number)
        asked = _asked(WordingRequest, request)
        return Response(_shown(discussion.edit(comment_id=number, person=request.user, now=timezone.now(), **asked)))


def _readable(request: Request, issue: Issue) -> QuerySet[Comment]:
    said = Comment.objects.readable_by(request.user, issue).select_related("person__viewpoint")
    return said.prefetch_related("wordings", "attachments")


def _found(request: Request, number: int) -> Comment:
    """A foreign one, and a note that is not this person's to read, are the same 404 as one that never was."""
    seen = Issue.objects.visible_to(request.user)
    found = Comment.objects.filter(pk=number, issue__in=seen).select_related("issue__dataset").first()
    if found is None or not Comment.objects.readable_by(request.user, found.issue).filter(pk=number).exists():
        raise NotFound(f"There is no comment {number} here that you may see.")
    return found


def _asked(form: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    asked = form(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def _shown(said: Said) -> dict[str, Any]:
    return CommentKept(said.comment, context={"untold": said.untold}).data
