"""What names in query logs mean: those that nobody knows yet, and those of which somebody said it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from weirdness.models import Dataset, LogImport, LoginName, Person, TableName
from weirdness.services import administering, log_names
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.query_logs.meaning import Logins
from weirdness.services.query_logs.unknown import unknown_logins, unknown_tables
from weirdness.web.door import PAGE, carry_out, how_many, signed_in, typed, whole_number
from weirdness.web.query_logs import databases, guard

MOST = 50
OFFERED = 1000  # people and datasets in the lists to choose from


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def names(request: HttpRequest) -> HttpResponse:
    """POST `login`: with `person`, or `service`. POST `table`: with `dataset` and perhaps `source`."""
    guard(request)
    if request.method != "POST":
        return _draw(request, {}, {})
    try:
        looks = _say_login(request) if "login" in request.POST else _say_table(request)
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    except Refused as refused:
        said = {name: typed(request.POST, name) for name in ("login", "person", "table", "dataset")}
        return _draw(request, refused.problems, said, status=422)
    at_once = {0: "Nothing waited for it.", 1: "One look was counted at once."}
    messages.success(request, f"Saved. {at_once.get(looks, f'{looks:,} looks were counted at once.')}")
    return redirect("query_log_names")


def _say_login(request: HttpRequest) -> int:
    service = "service" in request.POST
    person = None if service else _person(typed(request.POST, "person").strip())
    return log_names.say_login(
        login=typed(request.POST, "login"), person=person, service=service, actor=request.user, now=timezone.now()
    )


def _person(said: str) -> Person | None:
    """By e-mail, or by a name that only one has; None when nothing was typed."""
    if not said:
        return None
    found = list(Person.objects.filter(email=said.lower())[:1] or Person.objects.filter(name__iexact=said)[:2])
    if len(found) != 1:
        raise Refused(person=f"There is nobody, or not only one, called {said[:80]}. Give the e-mail address.")
    return found[0]


def _say_table(request: HttpRequest) -> int:
    said = typed(request.POST, "dataset")
    dataset = Dataset.objects.visible_to(request.user).named(said).first()
    if dataset is None:
        raise Refused(dataset=f"There is no dataset {said[:80]}. Choose one of the list, such as nyc/flights.")
    source = databases().filter(pk=whole_number(request.POST, "source") or 0).first()
    return log_names.say_table(
        table=typed(request.POST, "table"), dataset=dataset, source=source, actor=request.user, now=timezone.now()
    )


def _draw(request: HttpRequest, problems: dict[str, str], said: dict[str, str], status: int = 200) -> HttpResponse:
    is_administrator, most = administering.may_change(request.user), how_many(request)
    logs, meant = LogImport.objects.visible_to(request.user), Logins()
    logins, login_count = unknown_logins(logs, meant, MOST)
    tables, table_count = unknown_tables(logs, meant, MOST)
    datasets = list(Dataset.objects.visible_to(request.user).order_by("key").values_list("pk", "key")[:OFFERED])
    said_logins = list(LoginName.objects.select_related("person")[: most + 1]) if is_administrator else []
    said_tables = _said_tables(request, is_administrator)[: most + 1]
    people = Person.objects.filter(is_active=True).values_list("email", "name")
    facts: dict[str, Any] = {
        "logins": logins,
        "more_logins": login_count - len(logins),
        "tables": tables,
        "more_tables": table_count - len(tables),
        "keys": dict(datasets),
        "sources": dict(databases().values_list("pk", "name")),
        "problems": problems,
        "said": said,
        "is_administrator": is_administrator,
        "people": people[:OFFERED] if is_administrator else [],
        "said_logins": said_logins[:most],
        "said_tables": said_tables[:most],
        "more_said": most + PAGE if max(len(said_logins), len(said_tables)) > most else None,
    }
    return render(request, "web/query_log_names.html", facts, status=status)


def _said_tables(request: HttpRequest, is_administrator: bool) -> QuerySet[TableName]:
    found = TableName.objects.select_related("dataset", "source")
    if not is_administrator:
        found = found.filter(dataset__in=Dataset.objects.owned_by(request.user))
    return found


@require_POST
@signed_in
def forget(request: HttpRequest, what: str, number: int) -> HttpResponse:
    """`what`: login or table."""
    now, who = timezone.now(), request.user
    if what == "login":
        seen = LoginName.objects.all() if administering.may_change(who) else LoginName.objects.none()
        login = get_object_or_404(seen, pk=number)
        carry_out(request, lambda: log_names.forget_login(name=login, actor=who, now=now), done=_FORGOTTEN)
    else:
        tables = TableName.objects.filter(dataset__in=Dataset.objects.visible_to(who))
        table = get_object_or_404(tables.select_related("dataset"), pk=number)
        carry_out(request, lambda: log_names.forget_table(name=table, actor=who, now=now), done=_FORGOTTEN)
    return redirect("query_log_names")


_FORGOTTEN = "Forgotten. What was counted stays, until its log is taken back."
