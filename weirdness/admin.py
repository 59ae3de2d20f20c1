"""Django's admin, for operators. People, teams, viewpoints, categories, sources and grants are edited here; what verbs
write (flags, issues, runs, history) is shown and never changed: a change without its event would be a lie."""

from typing import ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils import timezone

from weirdness.models import (
    Category,
    Column,
    Dataset,
    Episode,
    Event,
    Evidence,
    Flag,
    Grant,
    Issue,
    Job,
    Look,
    Membership,
    Notification,
    Person,
    Result,
    Run,
    Snapshot,
    Source,
    Suite,
    Team,
    Viewpoint,
)
from weirdness.services import staff

admin.site.site_header = admin.site.site_title = "Weirdness, for operators"
admin.site.index_title = "What only operators change"


class ReadOnly(admin.ModelAdmin):
    """To look at; 50 a page, and no count of a table that may be large."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Kept(admin.ModelAdmin):
    """Edited, never deleted: the history names it."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Members(admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ("person",)


@admin.register(Person)
class PersonAdmin(UserAdmin):
    """Joining is a verb (`manage.py administrator`, the pages); here a person is corrected, closed or covered."""

    ordering = ("name",)
    list_display = ("name", "email", "viewpoint", "is_active", "is_staff")
    list_filter = ("viewpoint", "is_active", "is_staff")
    search_fields = ("name", "email")
    autocomplete_fields = ("covered_by",)
    readonly_fields = ("last_login", "joined_at", "is_demo")
    filter_horizontal = ()
    fieldsets: ClassVar = (
        (None, {"fields": ("email", "password", "name", "viewpoint")}),
        ("Place", {"fields": ("is_active", "covered_by", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("joined_at", "last_login", "is_demo")}),
    )

    def save_model(self, request: HttpRequest, obj: Person, form: object, change: bool) -> None:
        before = staff.place(Person.objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)
        staff.corrected(person=obj, before=before, actor=request.user, now=timezone.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Team)
class TeamAdmin(Kept):
    list_display = ("name", "slug")
    search_fields = ("name",)
    inlines = (Members,)


@admin.register(Viewpoint)
class ViewpointAdmin(Kept):
    list_display = ("name", "slug")


@admin.register(Category)
class CategoryAdmin(Kept):
    list_display = ("position", "name", "hint", "icon", "dimension")


@admin.register(Source)
class SourceAdmin(Kept):
    list_display = ("name", "slug", "kind", "root")


@admin.register(Grant)
class GrantAdmin(admin.ModelAdmin):
    list_display = ("__str__", "person", "team", "dataset", "source", "level")
    list_select_related = ("person", "team", "dataset", "source")


class Columns(admin.TabularInline):
    model = Column
    extra = 0
    can_delete = False
    fields = readonly_fields = ("position", "name", "type", "unit", "description", "personal")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Dataset)
class DatasetAdmin(ReadOnly):
    list_display = ("key", "title", "owner", "owner_team", "triage_team", "state", "tier", "open_to_all")
    list_select_related = ("owner", "owner_team", "triage_team")
    search_fields = ("key", "title")
    inlines = (Columns,)


@admin.register(Issue)
class IssueAdmin(ReadOnly):
    list_display = ("__str__", "dataset", "state", "severity", "assignee", "assignee_team")
    list_select_related = ("dataset", "assignee", "assignee_team")
    list_filter = ("state", "severity")
    search_fields = ("title",)


@admin.register(Flag)
class FlagAdmin(ReadOnly):
    list_display = ("id", "kind", "dataset_name", "person", "sentence", "at")
    list_select_related = ("person",)
    search_fields = ("sentence", "dataset_name")


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("id", "at", "verb", "actor", "dataset", "issue", "reason")
    list_select_related = ("actor", "dataset", "issue")
    list_filter = ("verb",)
    ordering = ("-pk",)


@admin.register(Job)
class JobAdmin(ReadOnly):
    list_display = ("id", "kind", "subject", "state", "due_at", "attempts", "error")
    list_filter = ("kind", "state")
    ordering = ("-pk",)


@admin.register(Notification)
class NotificationAdmin(ReadOnly):
    list_display = ("id", "message", "person", "dataset", "state", "tries", "error", "created_at")
    list_select_related = ("person", "dataset")
    list_filter = ("state", "message")
    ordering = ("-pk",)


@admin.register(Run)
class RunAdmin(ReadOnly):
    list_display = ("id", "dataset", "suite", "state", "trigger", "asked_at", "finished_at")
    list_select_related = ("dataset", "suite")
    list_filter = ("state", "trigger")


admin.site.register([Episode, Evidence, Look, Result, Snapshot, Suite], ReadOnly)
