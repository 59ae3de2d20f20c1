"""Registering a dataset: what the pages of a source do, for whoever administers the source."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from weirdness.api.flags import text
from weirdness.confidence import tiers
from weirdness.models import Dataset, Inquiry, Person, Source, Team
from weirdness.services import guess, inquiries, registration
from weirdness.services.datasets import ColumnSpec
from weirdness.services.errors import Refused
from weirdness.services.registration import Registration

COLUMNS = 2_000
TIERS = "How much it matters. " + " ".join(f"{each.name}: {each.promise}; costs {each.cost}." for each in tiers())


class ColumnSaid(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    description = text()
    unit = text()
    personal = serializers.BooleanField(
        default=None, allow_null=True, help_text="Masked in evidence, mail and export; left out: its name decides."
    )


class RegistrationRequest(serializers.Serializer):
    """Columns that are left out are taken from the data; one whose name sounds personal is masked."""

    source = serializers.CharField(max_length=50, help_text="The slug of a source that you administer.")
    location = serializers.CharField(max_length=300, help_text="A path below its folder, or schema.table.")
    format = serializers.ChoiceField([*guess.FORMATS, ""], default="", help_text="Of files; guessed when left out.")
    key = serializers.CharField(max_length=120, help_text="Such as nyc/flights.")
    title = text("As people call it.")
    description = text()
    owner = serializers.CharField(max_length=254, help_text="The e-mail address of a person, or the slug of a team.")
    triage_team = serializers.CharField(max_length=50, help_text="The slug of the team that judges flags on it.")
    tier = serializers.ChoiceField(Dataset.Tier.choices, default=Dataset.Tier.STANDARD, help_text=TIERS)
    open_to_all = serializers.BooleanField(default=True)
    key_columns = serializers.ListField(
        child=serializers.CharField(max_length=200), default=list, max_length=50, help_text="Which name each row once."
    )
    columns = ColumnSaid(many=True, default=list)

    def validate_columns(self, columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(columns) > COLUMNS:
            raise serializers.ValidationError(f"A dataset has {COLUMNS:,} columns at most.")
        return columns


class RegistrationSaid(serializers.ModelSerializer):
    """`state` is waiting, answered (it is registered) or failed; then `message` says why, `problems` by field."""

    url = serializers.SerializerMethodField()
    dataset = serializers.SerializerMethodField(help_text="Its key.")
    problems = serializers.SerializerMethodField()

    class Meta:
        model = Inquiry
        fields = ("id", "url", "dataset", "state", "message", "problems")

    def get_url(self, asked: Inquiry) -> str:
        return reverse("api:registration", args=[asked.pk])

    def get_dataset(self, asked: Inquiry) -> str:
        return asked.arguments["said"]["key"]

    def get_problems(self, asked: Inquiry) -> dict[str, str]:
        return (asked.answer or {}).get("problems", {}) if asked.state == Inquiry.State.FAILED else {}


class OneRegistration(APIView):
    """What became of a registration that you asked for."""

    @extend_schema(responses=RegistrationSaid)
    def get(self, request: Request, number: int) -> Response:
        asked = Inquiry.objects.of(request.user).filter(pk=number, kind="register").first()
        if asked is None:
            raise NotFound(f"You asked for no registration {number}, or it is forgotten: that takes a day.")
        return Response(RegistrationSaid(asked).data)


def ask(request: Request) -> Response:
    """What the words alone can tell is refused at once; whether the key is one, the data say in a moment."""
    asked = RegistrationRequest(data=request.data)
    asked.is_valid(raise_exception=True)
    typed = asked.validated_data
    source = _source(request.user, typed["source"])
    said = _registration(typed, source)
    registration.accept(said)
    who = {"actor": request.user, "now": timezone.now()}
    owed = inquiries.ask(kind="register", source=source, said=said.to_dict(), looked=0, **who)
    return Response(RegistrationSaid(owed).data, status=status.HTTP_202_ACCEPTED)


def _source(person: Person, slug: str) -> Source:
    """A source of others is no other than an unknown one."""
    found = Source.objects.administered_by(person).filter(slug=slug).first()
    if found is None:
        raise Refused(source="You administer no source of this name. An administrator can register it or grant it.")
    return found


def _registration(typed: dict[str, Any], source: Source) -> Registration:
    columns = [_column(each) for each in typed["columns"]]
    team = Team.objects.filter(slug=typed["triage_team"]).first()
    return Registration(
        key=typed["key"].strip().lower(),
        title=typed["title"],
        description=typed["description"],
        owner=_owner(typed["owner"]),
        triage_team=str(team.pk) if team else "",
        tier=typed["tier"],
        open_to_all=typed["open_to_all"],
        columns=tuple(columns),
        key_columns=tuple(typed["key_columns"]),
        location=typed["location"],
        format="" if source.is_database else _format(typed),
    )


def _column(said: dict[str, Any]) -> ColumnSpec:
    personal = guess.personal(said["name"]) if said["personal"] is None else said["personal"]
    return ColumnSpec(said["name"], "", said["description"].strip(), said["unit"].strip(), personal)


def _format(typed: dict[str, Any]) -> str:
    found = typed["format"] or guess.format_of(typed["location"])
    if not found:
        raise Refused(format=f"The ending of the file says nothing. Say which it is: {', '.join(guess.FORMATS)}.")
    return str(found)


def _owner(typed: str) -> str:
    """As the verb takes it; "" when there is neither such a person nor such a team."""
    if person := Person.objects.filter(email=typed.strip().lower(), is_active=True).first():
        return f"person:{person.pk}"
    team = Team.objects.filter(slug=typed.strip()).first()
    return f"team:{team.pk}" if team else ""
