"""What else is done at the desk: take back, put aside, assign, set the severity, split a flag off, dispute."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api import find
from weirdness.api.flags import FlagSaid, text
from weirdness.api.issue_words import IssueDetail, issue_with_moves
from weirdness.api.issues import Newer, as_it_stands, told_what_is_new
from weirdness.models import Issue, Person, Team
from weirdness.models.issue_words import Severity
from weirdness.services import assigning, disputes, rewording, snoozing, splitting, triage, undoing
from weirdness.services.errors import Refused

SEVERITIES = {str(label): value for value, label in Severity.choices}


def version() -> serializers.IntegerField:
    return serializers.IntegerField(help_text="The `version` you looked at; a newer one answers 409.")


class SnoozeRequest(serializers.Serializer):
    version = version()
    until = serializers.DateField(default=None, allow_null=True, help_text="Back in the queue on its morning.")
    till_flag = serializers.BooleanField(default=False, help_text="Back when a person flags it; with both: the first.")


class WakeRequest(serializers.Serializer):
    version = version()


class AssignRequest(serializers.Serializer):
    version = version()
    person = text("An e-mail address, or “me”.")
    team = text("A team's slug; either this or a person.")


class SeverityRequest(serializers.Serializer):
    version = version()
    severity = serializers.ChoiceField(choices=list(SEVERITIES))


class SplitRequest(serializers.Serializer):
    version = version()
    flag = serializers.IntegerField(help_text="The `id` of one of the issue's flags.")
    sentence = text("The title of the new issue, where the flag says too little.")


class RewordRequest(serializers.Serializer):
    version = version()
    text = text("The explanation or the caveat, as it reads from now on.")
    caveat_until = serializers.DateField(default=None, allow_null=True, help_text="Of a caveat; null: as before.")


class DisputeRequest(serializers.Serializer):
    sentence = text("Why it looks right to you; of a verdict required: why it does not fit. Up to 500 characters.")


class Stayed(serializers.Serializer):
    number = serializers.IntegerField()
    why = serializers.CharField()


class TakenBack(serializers.Serializer):
    issue = IssueDetail()
    others = serializers.ListField(child=serializers.IntegerField(), help_text="Of a bulk: taken back with it.")
    stayed = Stayed(many=True, help_text="Of a bulk: went on meanwhile, and stay as they are.")


def said(form: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    asked = form(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def who(request: Request, number: int) -> dict[str, Any]:
    find.issue(request, number)
    return {"issue_id": number, "actor": request.user, "now": timezone.now()}


class Undo(APIView):
    """Your own last verdict on this issue, within ten seconds; of a bulk the whole."""

    @extend_schema(request=None, responses={200: TakenBack, 409: Newer})
    def post(self, request: Request, number: int) -> Response:
        with told_what_is_new(request, number):
            undone = undoing.undo(**who(request, number))
        stayed = [{"number": issue, "why": why} for issue, why in undone.stayed.items()]
        issue = issue_with_moves(find.issue(request, number), request.user)
        return Response({"issue": issue, "others": [each.pk for each in undone.others], "stayed": stayed})


class Snooze(APIView):
    """Out of the waiting list until a date, the next flag, or whichever comes first."""

    @extend_schema(request=SnoozeRequest, responses={200: IssueDetail, 409: Newer})
    def post(self, request: Request, number: int) -> Response:
        acting, asked = who(request, number), said(SnoozeRequest, request)
        with told_what_is_new(request, number):
            snoozing.snooze(**acting, **asked)
        return as_it_stands(request, number)


class Wake(APIView):
    """Back in the queue before the date or the flag that it was put aside for."""

    @extend_schema(request=WakeRequest, responses={200: IssueDetail, 409: Newer})
    def post(self, request: Request, number: int) -> Response:
        acting, asked = who(request, number), said(WakeRequest, request)
        with told_what_is_new(request, number):
            snoozing.wake_up(**acting, **asked)
        return as_it_stands(request, number)


class Assign(APIView):
    """To a person or a team who may see the dataset; it stays there until somebody gives it to another."""

    @extend_schema(request=AssignRequest, responses={200: IssueDetail, 409: Newer})
    def post(self, request: Request, number: int) -> Response:
        acting, asked = who(request, number), said(AssignRequest, request)
        to = taker(request, find.issue(request, number), asked)
        with told_what_is_new(request, number):
            assigning.assign(**acting, to=to, version=asked["version"])
        return as_it_stands(request, number)


def taker(request: Request, issue: Issue, asked: dict[str, Any]) -> Person | Team:
    """Whom the request means. Nobody learns from an answer who has an account: an unknown one may not see it either."""
    person, team = asked["person"].strip().lower(), asked["team"].strip()
    if bool(person) == bool(team):
        raise Refused(person="Name a person or a team, one of them.")
    if person == "me":
        return request.user
    found = Person.objects.filter(email=person).first() if person else Team.objects.filter(slug=team).first()
    if found is None or (isinstance(found, Person) and issue.dataset.level_of(found) is None):
        field = "person" if person else "team"
        raise Refused(**{field: f"Nobody of this name may see {issue.dataset.key}. Choose somebody else."})
    return found


class SetSeverity(APIView):
    """Minor, major or critical."""

    @extend_schema(request=SeverityRequest, responses={200: IssueDetail, 409: Newer})
    def post(self, request: Request, number: int) -> Response:
        acting, asked = who(request, number), said(SeverityRequest, request)
        severity = SEVERITIES[asked["severity"]]
        with told_what_is_new(request, number):
            triage.set_severity(**acting, severity=severity, version=asked["version"])
        return as_it_stands(request, number)


class Split(APIView):
    """One flag off into an issue of its own; answers with the new issue."""

    @extend_schema(request=SplitRequest, responses={201: IssueDetail, 409: Newer})
    def post(self, request: Request, number: int) -> Response:
        issue, asked = find.issue(request, number), said(SplitRequest, request)
        if not issue.flags.filter(pk=asked["flag"]).exists():
            raise Refused(flag=f"Issue #{number} has no flag of this id. Its `flags` name those it has.")
        with told_what_is_new(request, number):
            new = splitting.split(
                flag_id=asked["flag"],
                actor=request.user,
                now=timezone.now(),
                sentence=asked["sentence"],
                version=asked["version"],
            )
        made = issue_with_moves(find.issue(request, new.pk), request.user)
        return Response(made, status=status.HTTP_201_CREATED)


class Dispute(APIView):
    """It looks right to you; of an explained or accepted issue: its verdict does not fit. 200: you had said so."""

    @extend_schema(request=DisputeRequest, responses={201: FlagSaid, 200: FlagSaid})
    def post(self, request: Request, number: int) -> Response:
        find.issue(request, number)
        asked, now = said(DisputeRequest, request), timezone.now()
        flag = disputes.dispute(person=request.user, issue_id=number, now=now, **asked)
        return Response(FlagSaid(flag).data, status=status.HTTP_201_CREATED if flag.at == now else status.HTTP_200_OK)


class Reword(APIView):
    """An explanation or a caveat in better words; the issue stays closed and the history keeps the old ones."""

    @extend_schema(request=RewordRequest, responses={200: IssueDetail, 409: Newer})
    def post(self, request: Request, number: int) -> Response:
        acting, asked = who(request, number), said(RewordRequest, request)
        with told_what_is_new(request, number):
            rewording.reword(**acting, **asked)
        return as_it_stands(request, number)
