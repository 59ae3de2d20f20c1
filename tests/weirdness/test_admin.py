"""The operators' admin: what verbs write is shown there and never changed."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from tests.cast import Cast, flagged
from tests.weirdness.web.conftest import As, as_, failing_run
from weirdness.admin import ReadOnly
from weirdness.models import Event, Flag, Issue, Result, Run

__all__ = ["as_"]
OURS = [model for model in admin.site._registry if model._meta.app_label == "weirdness"]


@pytest.mark.parametrize("model", [Event, Flag, Issue, Run, Result])
def test_what_verbs_write_is_only_shown(model: type, cast: Cast, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = cast.administrator
    page = admin.site._registry[model]
    assert isinstance(page, ReadOnly)
    assert page.has_view_permission(request)
    allowed = page.has_add_permission(request), page.has_change_permission(request), page.has_delete_permission(request)
    assert allowed == (False, False, False)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_every_form_opens(model: type, cast: Cast, as_: As) -> None:
    failing_run(cast)
    flagged(cast, rows="P1,A1", target="rows")
    client, name = as_(cast.administrator), f"admin:weirdness_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    if first := model._default_manager.first():
        assert client.get(reverse(f"{name}_change", args=[first.pk])).status_code == 200


def test_who_is_no_administrator_finds_no_admin(cast: Cast, as_: As) -> None:
    assert as_(cast.bench).get("/admin/").status_code == 302


def test_who_moves_to_another_viewpoint_or_leaves_is_told_to_the_history(cast: Cast, as_: As) -> None:
    path = reverse("admin:weirdness_person_change", args=[cast.manager.pk])
    form = {"email": cast.manager.email, "name": "Mia", "viewpoint": cast.owner.viewpoint_id}
    assert as_(cast.administrator).post(path, form).status_code == 302
    event = Event.objects.get(verb="person_changed")
    assert event.sentence() == "Ada changed the account of Mia"
    assert event.data["before"] == {
        "viewpoint": cast.manager.viewpoint_id,
        "called": "Project management",
        "active": True,
    }
