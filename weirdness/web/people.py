"""Logging in, and out. In the demo: as anybody of its cast, by one click."""

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from weirdness.web.door import typed

Person = get_user_model()


class LogIn(AuthenticationForm):
    error_messages = {
        "invalid_login": "This e-mail and this password do not belong together. Check both; capital letters count "
        "in the password.",
        "inactive": "This account is closed. An administrator can open it again.",
    }


def log_in(request: HttpRequest) -> HttpResponse:
    view = LoginView.as_view(
        template_name="web/log_in.html",
        authentication_form=LogIn,
        redirect_authenticated_user=True,
        extra_context={"cast": _cast()},
    )
    return view(request)


def _cast() -> list[Person]:
    """The demo's people; nobody when this is no demo."""
    if not settings.DEMO:
        return []
    people = Person.objects.filter(is_demo=True, is_active=True).select_related("viewpoint")
    return list(people.order_by("viewpoint__name", "name"))


@require_POST
def demo_log_in(request: HttpRequest, pk: int) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(Person, pk=pk, is_demo=True, is_active=True)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    onward = typed(request.POST, "next")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()):
        onward = resolve_url(settings.LOGIN_REDIRECT_URL)
    return redirect(onward)
