"""A flag form that was sent after the session had ended: what was typed waits in the new session for the log-in.

It comes back to the very person who typed it, to nobody else at the same machine, until they send it or start afresh.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from weirdness.web import flag_draft
from weirdness.web.door import came_from, to_log_in, typed
from weirdness.web.flag_draft import Draft

NAME, LONGEST = "flag_draft", 30_000


def log_in_first(request: HttpRequest) -> HttpResponse:
    """The session ended while somebody typed: the form is there again after the log-in, with what they typed."""
    if request.method != "POST" or request.htmx:
        return to_log_in(request, came_from(request))
    keep(request, flag_draft.from_form(request.POST))
    page = came_from(request)
    return to_log_in(request, page if page.startswith(reverse("flag")) else reverse("flag"))


def keep(request: HttpRequest, draft: Draft) -> None:
    """Texts of ordinary length; what is far too long to be sent is not carried either."""
    said = dict(draft.fields())
    if sum(map(len, said.values())) <= LONGEST:
        request.session[NAME] = {"who": typed(request.POST, "who"), "said": said}


def kept(request: HttpRequest) -> Draft | None:
    """The draft of this person, unless the link is about another dataset."""
    found = request.session.get(NAME)
    if not found or found["who"] != str(request.user.pk):
        return None
    named = typed(request.GET, "dataset").strip()
    return flag_draft.from_form(found["said"]) if named in ("", found["said"].get("dataset", "")) else None


def forget(request: HttpRequest) -> None:
    request.session.pop(NAME, None)
