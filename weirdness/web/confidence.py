"""How sure one can be of a dataset, for everybody: the sentence, the curve, and what is missing for stable."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weirdness.services import looks, tiers
from weirdness.web import confidence_facts as facts
from weirdness.web.door import carry_out, dataset_of, signed_in, typed


@require_safe
@signed_in
def confidence(request: HttpRequest, key: str) -> HttpResponse:
    dataset, now = dataset_of(request, key), timezone.now()
    told = facts.told_eras(dataset, request.user, now)
    noticed = facts.changes(dataset, told["present"])
    lay = facts.lay(dataset, told["present"], facts.newest(dataset), noticed, now)
    return render(
        request,
        "web/confidence.html",
        {
            "dataset": dataset,
            "lay": lay,
            "means": facts.MEANS[dataset.state],
            "eras": told,
            "noticed": noticed,
            "not_counted": facts.not_counted(dataset, told["present"]),
            "in_the_way": facts.in_the_way(dataset, request.user),
            "relapse": facts.relapse_words(dataset),
            "tiers": tiers.offers(dataset, lay.inputs if lay else None),
            "may_change_tier": tiers.may_change(dataset, request.user),
            "eyes": facts.eyes_of(dataset, request.user, now),
            "sweep": facts.sweep(dataset, request.user, now),
            "used": "today" if looks.of_today(dataset, request.user, now) else "",
        },
    )


@require_POST
@signed_in
def tier(request: HttpRequest, key: str) -> HttpResponse:
    dataset, to = dataset_of(request, key), typed(request.POST, "tier")
    carry_out(
        request,
        lambda: tiers.change(dataset=dataset, to=to, actor=request.user, now=timezone.now()),
        done=f"The tier is {to} now. The numbers follow in a moment.",
    )
    return redirect("confidence", dataset.key)
