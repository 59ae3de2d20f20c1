"""One verdict on many issues, and what it would do."""

import inspect
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api.desk import SEVERITIES, Stayed, said
from weirdness.api.flags import text
from weirdness.models import Person, Team
from weirdness.services import bulk
from weirdness.services.errors import Refused

WORDS = (
    *("reason", "explanation", "caveat", "caveat_until", "resolution", "fault", "into", "question"),
    *("severity", "to", "until", "till_flag"),
)


class Looked(serializers.Serializer):
    number = serializers.IntegerField()
    version = serializers.IntegerField(help_text="The `version` you looked at; a newer one is left as it is.")


class BulkRequest(serializers.Serializer):
    verb = serializers.CharField(help_text=f"One of: {', '.join(bulk.VERBS)}.")
    issues = Looked(many=True)
    preview = serializers.BooleanField(default=False, help_text="Only tell what would change.")
    reason = text()
    explanation = text("explain")
    caveat = text("accept")
    caveat_until = serializers.DateField(default=None, allow_null=True, help_text="accept")
    resolution = text("close")
    fault = text("explain, accept, close")
    into = serializers.IntegerField(default=None, allow_null=True, help_text="merge: the number of the same issue.")
    question = text("ask")
    severity = serializers.ChoiceField(choices=list(SEVERITIES), default="minor", help_text="severity")
    person = text("assign: an e-mail address, or “me”.")
    team = text("assign: a team's slug.")
    until = serializers.DateField(default=None, allow_null=True, help_text="snooze")
    till_flag = serializers.BooleanField(default=False, help_text="snooze")


class Changed(serializers.Serializer):
    number = serializers.IntegerField()
    state = serializers.CharField()


class BulkAnswer(serializers.Serializer):
    done = Changed(many=True, help_text="What changed, or would change.")
    left = Stayed(many=True, help_text="What stays as it is, and why.")


class Bulk(APIView):
    """Those that can, do; each of the others says why not. Within ten seconds one undo takes the whole back."""

    @extend_schema(request=BulkRequest, responses=BulkAnswer)
    def post(self, request: Request) -> Response:
        asked = said(BulkRequest, request)
        if asked["verb"] not in bulk.VERBS:
            raise Refused(verb=f"There is no bulk verdict {asked['verb']!r}. Choose one of: {', '.join(bulk.VERBS)}.")
        versions = {each["number"]: each["version"] for each in asked["issues"]}
        given = {
            "issue_ids": list(versions),
            "verb": asked["verb"],
            "actor": request.user,
            "words": _words(asked, request),
            "versions": versions,
        }
        return Response(_preview(given) if asked["preview"] else _done(given))


def _preview(given: dict[str, Any]) -> dict[str, Any]:
    lines = bulk.preview(**given)
    return {
        "done": [{"number": line.issue.pk, "state": line.after} for line in lines if not line.why_not],
        "left": [{"number": line.issue.pk, "why": line.why_not} for line in lines if line.why_not],
    }


def _done(given: dict[str, Any]) -> dict[str, Any]:
    outcome = bulk.decide(**given, now=timezone.now())
    return {
        "done": [{"number": issue.pk, "state": issue.state} for issue in outcome.done],
        "left": [{"number": number, "why": why} for number, why in outcome.left.items()],
    }


def _words(asked: dict[str, Any], request: Request) -> dict[str, Any]:
    """What the verb takes of what was said."""
    takes = set(inspect.signature(bulk.VERBS[asked["verb"]]).parameters)
    given = asked | {"severity": SEVERITIES[asked["severity"]]}
    if "to" in takes:
        given["to"] = _to(asked, request)
    return {name: given[name] for name in WORDS if name in takes}


def _to(asked: dict[str, Any], request: Request) -> Person | Team:
    """Whether they may see each dataset is the verb's to say."""
    if asked["person"].strip().lower() == "me":
        return request.user
    found = (
        Person.objects.filter(email=asked["person"].strip().lower()).first()
        or Team.objects.filter(slug=asked["team"].strip()).first()
    )
    if found is None:
        raise Refused(to="Name the person by e-mail address, or the team by its slug.")
    return found
