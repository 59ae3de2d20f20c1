"""What a person makes of a change upstream that a run noticed: it is harmless. Else see web/eras.py."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from weirdness.models import Change
from weirdness.services import upstream
from weirdness.web.door import carry_out, dataset_of, signed_in


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
    return redirect("confidence" if "from_confidence" in request.POST else "dataset", dataset.key)
