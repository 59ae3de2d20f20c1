"""Flags under names that nobody registered: an administrator's list."""

from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weirdness.models import Flag
from weirdness.web.door import how_many, signed_in


@require_safe
@signed_in
def to_register(request: HttpRequest) -> HttpResponse:
    if not request.user.is_staff:
        raise PermissionDenied("The list of datasets to register is for administrators.")
    waiting = Flag.objects.to_register().select_related("person", "viewpoint", "category")
    flags = sorted(waiting.order_by("-at")[: how_many(request)], key=_name)
    names = [(name, list(group)) for name, group in groupby(flags, key=_name)]
    return render(request, "web/to_register.html", {"names": names})


def _name(flag: Flag) -> str:
    return flag.dataset_name.strip().lower()
