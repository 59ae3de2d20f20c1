"""What a person makes of a change upstream: a new era begins, or it is harmless."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from weirdness.models import Change
from weirdness.services import upstream
from weirdness.web.door import carry_out, dataset_of, signed_in, typed


@require_POST
@signed_in
def era(request: HttpRequest, key: str) -> HttpResponse:
    dataset, reason = dataset_of(request, key), typed(request.POST, "reason")
    carry_out(
        request,
        lambda: upstream.begin_era(dataset=dataset, reason=reason, actor=request.user, now=timezone.now()),
        done="A new era began: uses and finds are counted from now on, and the old ones are kept.",
    )
    return redirect("dataset", dataset.key)


@require_POST
@signed_in
def harmless(request: HttpRequest, key: str, number: int) -> HttpResponse:
    dataset = dataset_of(request, key)
    change = get_object_or_404(Change, pk=number, dataset=dataset)
    carry_out(
        request,
        lambda: upstream.call_harmless(change_id=change.pk, actor=request.user, now=timezone.now()),
        done="Noted. What people found before still counts.",
    )
    return redirect("dataset", dataset.key)
