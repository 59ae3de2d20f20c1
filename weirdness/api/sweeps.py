"""Blind sweeps: begin one, write and hand in your own list, read what was found. Nobody reads another's list."""

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
from weirdness.api.pages import NewestFirst
from weirdness.models import Issue, Person, Sweep, SweepFind
from weirdness.models.issue_words import Target
from weirdness.services import sweep_lists, sweep_people, sweeps
from weirdness.services.errors import Refused
from weirdness.services.reports import Report


class SweepInShort(serializers.ModelSerializer):
    dataset = serializers.CharField(source="dataset.key")
    asked_by = serializers.CharField(source="asked_by.name")

    class Meta:
        model = Sweep
        fields = ("id", "dataset", "asked_by", "asked_at", "deadline", "guide", "state", "closed_at")


class SweepLine(serializers.ModelSerializer):
    category = serializers.SlugRelatedField("slug", read_only=True)
    rows = serializers.CharField(source="rows_as_typed")

    class Meta:
        model = SweepFind
        fields = ("id", "at", "category", "target", "column", "metadata_field", "sentence", "rows")


class SweepOddity(serializers.Serializer):
    issue = serializers.IntegerField(allow_null=True, help_text="Null: an issue that you may not see.")
    known = serializers.BooleanField(help_text="It was an issue before the sweep.")
    found_by = serializers.ListField(child=serializers.CharField(), help_text="Names of the reviewers.")


class SweepEstimate(serializers.Serializer):
    found = serializers.IntegerField()
    at_least = serializers.FloatField(help_text="Lower 95 % limit of all there are (Chao2).")
    next_reviewer = serializers.ListField(
        child=serializers.FloatField(), help_text="What one more reviewer would add: 5 %, mean, 95 %."
    )
    method = serializers.CharField()


class SweepResult(serializers.Serializer):
    said = serializers.ListField(child=serializers.CharField(), help_text="What a person should read.")
    oddities = SweepOddity(many=True)
    estimate = SweepEstimate(allow_null=True, help_text="Null: fewer than four lists were handed in.")


class SweepDetail(serializers.Serializer):
    sweep = SweepInShort()
    invited = serializers.IntegerField(help_text="People.")
    handed_in = serializers.IntegerField(help_text="Lists.")
    my_list = SweepLine(many=True, allow_null=True, help_text="Null: you were not invited.")
    my_list_is_in = serializers.BooleanField()
    result = SweepResult(allow_null=True, help_text="Null until it is closed.")


class SweepRequest(serializers.Serializer):
    dataset = serializers.CharField()
    people = serializers.ListField(
        child=serializers.CharField(max_length=254), max_length=50, help_text="E-mail addresses, four or more."
    )
    deadline = serializers.DateField(default=None, allow_null=True, help_text="Null: in a week.")
    guide = text("What to look at.")


class SweepLineRequest(serializers.Serializer):
    category = serializers.CharField(help_text="A category's slug, such as wrong-value.")
    sentence = serializers.CharField(help_text="What you saw, and what you expected.")
    target = serializers.ChoiceField(Target.choices, default=Target.DATASET)
    column = text("The column's name.")
    metadata_field = text("Which description is wrong, when the target is metadata.")
    rows = text("One row a line.")


class HandInRequest(serializers.Serializer):
    back = serializers.BooleanField(default=False, help_text="Take it back instead, while lists are open.")


class CallOffRequest(serializers.Serializer):
    reason = serializers.CharField(help_text="Those who were invited read it.")


def found(request: Request, number: int) -> Sweep:
    seen = Sweep.objects.visible_to(request.user).select_related("dataset", "asked_by")
    sweep = seen.filter(pk=number).first()
    if sweep is None:
        raise NotFound(f"There is no blind sweep {number} here that you may see.")
    return sweep


def as_it_stands(request: Request, number: int, code: int = status.HTTP_200_OK) -> Response:
    sweep = found(request, number)
    parts = sweep_people.parts(sweep)
    mine = next((each for each in parts if each.person.pk == request.user.pk), None)
    told = {
        "sweep": sweep,
        "invited": len(parts),
        "handed_in": sum(each.is_done for each in parts),
        "my_list": sweep_lists.mine(sweep, request.user) if mine else None,
        "my_list_is_in": bool(mine and mine.is_done),
        "result": _result(sweep, request.user) if sweep.state == Sweep.State.CLOSED else None,
    }
    return Response(SweepDetail(told).data, status=code)


def _result(sweep: Sweep, person: Person) -> dict[str, Any]:
    kept = sweep.result
    reviewers = [each["person"] for each in kept["reviewers"]]
    names = Person.objects.in_bulk(reviewers)
    seen = set(Issue.objects.visible_to(person).filter(sweep_items__sweep=sweep).values_list("pk", flat=True))
    oddities = [
        {
            "issue": each["issue"] if each["issue"] in seen else None,
            "known": each["known"],
            "found_by": [names[reviewers[at]].name for at in each["by"]],
        }
        for each in kept["items"]
    ]
    estimate = kept["estimate"]
    numbers = estimate and {
        "found": estimate["found"],
        "at_least": estimate["chao2_low95"],
        "next_reviewer": estimate["next_reviewer"],
        "method": kept["method"],
    }
    return {"said": kept["said"], "oddities": oddities, "estimate": numbers}


class Sweeps(ListAPIView):
    """Blind sweeps that you take part in, asked for, or could run, the newest first; POST begins one."""

    queryset = Sweep.objects.none()
    serializer_class = SweepInShort
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Sweep]:
        return Sweep.objects.concerning(self.request.user).select_related("dataset", "asked_by")

    @extend_schema(request=SweepRequest, responses={201: SweepDetail}, filters=False)
    def post(self, request: Request) -> Response:
        """Begins one, for the owner of the dataset and those who triage it. Everybody invited gets a letter."""
        said = SweepRequest(data=request.data)
        said.is_valid(raise_exception=True)
        asked, now = said.validated_data, timezone.now()
        area, _, name = asked["dataset"].partition("/")
        dataset = find.dataset(request, area, name)
        people, unknown = sweep_people.by_email(dataset, asked["people"])
        if unknown and sweeps.may_begin(dataset, request.user):
            raise Refused(people=f"Nobody with the address {', '.join(unknown[:3])} may see {dataset.key}.")
        sweep = sweeps.begin(
            dataset=dataset,
            actor=request.user,
            people=people,
            now=now,
            deadline=asked["deadline"] or sweeps.usual_deadline(dataset, now),
            guide=asked["guide"],
        )
        return as_it_stands(request, sweep.pk, status.HTTP_201_CREATED)


class OneSweep(APIView):
    @extend_schema(responses=SweepDetail)
    def get(self, request: Request, number: int) -> Response:
        """How it stands, your own list, and once it is closed what was found. Never another's list."""
        return as_it_stands(request, number)


class SweepLines(APIView):
    @extend_schema(request=SweepLineRequest, responses={201: SweepLine})
    def post(self, request: Request, number: int) -> Response:
        """A line more on your own list."""
        sweep, said = found(request, number), SweepLineRequest(data=request.data)
        said.is_valid(raise_exception=True)
        report = Report(dataset=sweep.dataset.key, **said.validated_data)
        find_ = sweep_lists.add(sweep_id=number, person=request.user, report=report, now=timezone.now())
        return Response(SweepLine(find_).data, status=status.HTTP_201_CREATED)


class OneSweepLine(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, number: int, line: int) -> Response:
        """Removes a line of your own list; another's is not there."""
        sweep = found(request, number)
        if line not in {each.pk for each in sweep_lists.mine(sweep, request.user)}:
            raise NotFound(f"Your list of blind sweep {number} has no line {line}.")
        sweep_lists.remove(find_id=line, person=request.user, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class HandIn(APIView):
    @extend_schema(request=HandInRequest, responses=SweepDetail)
    def post(self, request: Request, number: int) -> Response:
        """Your list is done, empty or not; that counts as a look of today."""
        found(request, number)
        said = HandInRequest(data=request.data)
        said.is_valid(raise_exception=True)
        verb = sweep_lists.take_back if said.validated_data["back"] else sweep_lists.hand_in
        verb(sweep_id=number, person=request.user, now=timezone.now())
        return as_it_stands(request, number)


class CallOff(APIView):
    @extend_schema(request=CallOffRequest, responses=SweepDetail)
    def post(self, request: Request, number: int) -> Response:
        """Ends it without a result, for whoever asked for it and those who triage. Each list stays its writer's."""
        found(request, number)
        said = CallOffRequest(data=request.data)
        said.is_valid(raise_exception=True)
        reason = said.validated_data["reason"]
        sweeps.call_off(sweep_id=number, actor=request.user, reason=reason, now=timezone.now())
        return as_it_stands(request, number)
