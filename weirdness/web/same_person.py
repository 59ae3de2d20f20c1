"""Two accounts of one person are made one, and taken apart again: for administrators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from weirdness.models import Person
from weirdness.services import same_person
from weirdness.services.errors import Conflict, Refused
from weirdness.web.door import PAGE, signed_in, typed, whole_number

SUGGESTED = 500


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def accounts(request: HttpRequest) -> HttpResponse:
    """First what would happen, then a button that does it."""
    if not request.user.is_superuser:
        raise PermissionDenied("Which accounts are one person's is for administrators to say.")
    if request.method != "POST":
        return _page(request, {"keep": "", "other": ""})
    if apart := whole_number(request.POST, "apart"):
        return _take_apart(request, apart)
    said = {name: typed(request.POST, name).strip().lower() for name in ("keep", "other")}
    try:
        both = {name: _account(name, email) for name, email in said.items()}
        same_person.accept(**both, actor=request.user)
        if "sure" in request.POST:
            same_person.merge(**both, actor=request.user, now=timezone.now())
    except Refused as refused:
        return _page(request, said, problems=refused.problems, status=422)
    if "sure" not in request.POST:
        return _page(request, said, both=both)
    kept, closed = both["keep"], both["other"]
    messages.success(request, f"{closed.email} is closed, and what it did counts as {kept.name}’s ({kept.email}).")
    return redirect("accounts")


def _account(name: str, email: str) -> Person:
    found = Person.objects.select_related("viewpoint", "merged_into").filter(email=email).first()
    if found is None:
        raise Refused(
            **{name: f"Nobody has an account with the address {email or '…'}. Type it as it is used to log in."}
        )
    return found


def _take_apart(request: HttpRequest, number: int) -> HttpResponse:
    other = Person.objects.filter(pk=number).first()
    try:
        if other is None:
            raise Conflict("There is no such account any more.")
        same_person.take_apart(other=other, actor=request.user, now=timezone.now())
    except Conflict as conflict:
        messages.info(request, str(conflict))
    else:
        messages.success(request, f"{other.email} is an account of its own again, and can log in.")
    return redirect("accounts")


def _page(
    request: HttpRequest,
    said: dict[str, str],
    *,
    problems: dict[str, str] | None = None,
    both: dict[str, Person] | None = None,
    status: int = 200,
) -> HttpResponse:
    merged = Person.objects.filter(merged_into__isnull=False).select_related("merged_into").order_by("-merged_at")
    shown: dict[str, Any] = {
        "said": said,
        "problems": problems or {},
        "both": both,
        "effect": same_person.effect(**both) if both else None,
        "merged": merged[:PAGE],
        "people": Person.objects.filter(is_active=True).only("email", "name")[:SUGGESTED],
    }
    return render(request, "web/accounts.html", shown, status=status)
