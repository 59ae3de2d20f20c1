"""Who gets what: the rules in their order, and a tester that says which takes a given flag."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weirdness.models import Category, Dataset, Person, Rota, Rule, Team, Viewpoint
from weirdness.models.issue_words import Severity
from weirdness.routing.conditions import KINDS
from weirdness.routing.targets import KINDS as TARGETS
from weirdness.services import administering, routing, rules, why_me
from weirdness.services.errors import Refused
from weirdness.services.rules import Draft
from weirdness.web.door import carry_out, typed
from weirdness.web.routing_door import for_administrators, for_triagers, one_of, people

ASKED = ("dataset", "column", "category", "severity", "viewpoint", "blocks")
ACTS = {
    "up": ("It comes earlier now.", lambda **who: rules.move(up=True, **who)),
    "down": ("It comes later now.", lambda **who: rules.move(up=False, **who)),
    "on": ("It is switched on.", lambda **who: rules.switch(on=True, **who)),
    "off": ("It is switched off; it takes no flag meanwhile.", lambda **who: rules.switch(on=False, **who)),
    "remove": ("The rule is removed. Issues that it sent stay where they are.", rules.remove),
}


@require_safe
@for_triagers
def index(request: HttpRequest) -> HttpResponse:
    listed = [(number, rule, rules.sentence(rule)) for number, rule in enumerate(rules.in_order(), start=1)]
    asked = {name: typed(request.GET, name).strip() for name in ASKED}
    return render(
        request,
        "web/routing.html",
        {
            "rules": listed,
            "may_change": administering.may_change(request.user),
            "asked": asked,
            "tried": _try(request.user, asked) if asked["dataset"] else None,
            "datasets": Dataset.objects.visible_to(request.user).only("key", "title")[:500],
            "categories": Category.objects.all(),
            "severities": Severity.labels,
            "viewpoints": Viewpoint.objects.all(),
        },
    )


def _try(person: Person, asked: dict[str, str]) -> dict[str, Any]:
    """What the tester says: sentences, or that there is no such dataset."""
    found = Dataset.objects.visible_to(person).named(asked["dataset"])
    dataset = found.select_related("source", "owner", "owner_team", "steward", "triage_team").first()
    if dataset is None:
        return {"unknown": True, "sentences": []}
    severities = {str(label): value for value, label in Severity.choices}
    about = routing.facts(
        dataset=dataset,
        severity=severities.get(asked["severity"], Severity.MINOR),
        column=asked["column"],
        category=asked["category"],
        viewpoint=asked["viewpoint"],
        blocks_decision=bool(asked["blocks"]),
    )
    decision = routing.decide(dataset=dataset, about=about, now=timezone.now())
    return {"unknown": False, "sentences": why_me.sentences(decision), "rule": decision.rule}


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def rule_new(request: HttpRequest) -> HttpResponse:
    return _rule(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def rule(request: HttpRequest, number: int) -> HttpResponse:
    kept = Rule.objects.filter(pk=number).first()
    if kept is None:
        raise Http404
    return _rule(request, kept)


def _rule(request: HttpRequest, kept: Rule | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, kept, _as_kept(kept) if kept else Draft("", ""))
    draft = _typed(request, kept)
    try:
        rules.keep(actor=request.user, now=timezone.now(), draft=draft, rule_id=kept.pk if kept else None)
    except Refused as refused:
        return _form(request, kept, draft, refused.problems, status=422)
    return redirect("routing")


def _as_kept(kept: Rule) -> Draft:
    conditions = {clause.kind: clause.words for clause in rules.clauses(kept)}
    return Draft(kept.name, kept.target, conditions, kept.person, kept.team, kept.rota, kept.is_on)


def _typed(request: HttpRequest, kept: Rule | None) -> Draft:
    data = request.POST
    return Draft(
        name=typed(data, "name"),
        target=typed(data, "target"),
        conditions={name: [each.replace("\x00", "") for each in data.getlist(name)] for name in KINDS},
        person=one_of(Person, data, "person"),
        team=one_of(Team, data, "team"),
        rota=one_of(Rota, data, "rota"),
        is_on=kept.is_on if kept else True,
    )


def _form(
    request: HttpRequest, kept: Rule | None, draft: Draft, problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    fields = [
        {
            "kind": kind,
            "words": list(draft.conditions.get(kind.name, ())),
            "text": ", ".join(draft.conditions.get(kind.name, ())),
            "choices": kind.choices(),
            "problem": (problems or {}).get(kind.name, ""),
        }
        for kind in KINDS.values()
    ]
    shown = {
        "rule": kept,
        "draft": draft,
        "fields": sorted(fields, key=lambda field: field["kind"].order),
        "targets": sorted(TARGETS.values(), key=lambda target: target.order),
        "people": people(),
        "teams": Team.objects.all(),
        "rotas": Rota.objects.all(),
        "problems": problems or {},
    }
    return render(request, "web/rule.html", shown, status=status)


@require_POST
@for_administrators
def rule_act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    if verb not in ACTS or not Rule.objects.filter(pk=number).exists():
        raise Http404
    done, act = ACTS[verb]
    carry_out(request, lambda: act(rule_id=number, actor=request.user, now=timezone.now()), done=done)
    return redirect("routing")
