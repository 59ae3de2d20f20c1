"""An issue as the API shows it."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from rest_framework import serializers

from weirdness.models import Event, Flag, Issue, Person


class IssueInShort(serializers.ModelSerializer):
    number = serializers.IntegerField(source="pk")
    dataset = serializers.SlugRelatedField("key", read_only=True)
    category = serializers.SlugRelatedField("slug", read_only=True)
    severity = serializers.CharField(source="get_severity_display", help_text="minor, major or critical")
    assignee = serializers.CharField(source="responsible", allow_null=True)

    class Meta:
        model = Issue
        fields = (
            *("number", "dataset", "title", "category", "target", "column", "metadata_field", "state", "severity"),
            *("assignee", "resolution", "regressed", "flapping", "guarded", "merged_into", "snoozed_until"),
            *("snoozed_till_flag", "people", "viewpoints", "score", "opened_at", "changed_at", "version"),
        )


class MoveOffered(serializers.Serializer):
    verb = serializers.CharField()
    label = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField(), help_text="What must be said with it.")


class FlagOnIssue(serializers.ModelSerializer):
    by = serializers.SerializerMethodField()
    viewpoint = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta:
        model = Flag
        fields = ("id", "kind", "by", "viewpoint", "sentence", "proposed_value", "link", "blocks_decision", "at")

    def get_by(self, flag: Flag) -> str:
        return flag.person.name if flag.person else "a check"


class Happened(serializers.ModelSerializer):
    sentence = serializers.CharField()

    class Meta:
        model = Event
        fields = ("at", "verb", "sentence")


class IssueDetail(IssueInShort):
    explanation = serializers.CharField(source="episode.explanation", help_text="Why it looks weird but isn't.")
    caveat = serializers.CharField(source="episode.caveat")
    caveat_until = serializers.DateField(source="episode.caveat_until", allow_null=True)
    flags = FlagOnIssue(many=True)
    history = Happened(many=True, source="events")
    moves = serializers.SerializerMethodField(help_text="What you may do with it now.")

    class Meta(IssueInShort.Meta):
        fields = (
            *IssueInShort.Meta.fields,
            *("routing_reason", "explanation", "caveat", "caveat_until", "flags", "history", "moves"),
        )

    def get_moves(self, issue: Issue) -> MoveOffered(many=True):  # type: ignore[valid-type]  # read by the schema
        return MoveOffered(issue.moves_for(self.context["person"]), many=True).data


def issue_with_moves(issue: Issue, person: Person) -> dict[str, Any]:
    said = Prefetch("flags", Flag.objects.select_related("person", "viewpoint"))
    prefetch_related_objects([issue], said, Prefetch("events", Event.objects.select_related("actor")))
    return IssueDetail(issue, context={"person": person}).data
