"""A line that was sent after the session had ended waits in the new one for the log-in of the very same person."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from weirdness.models import Sweep
from weirdness.web import flag_draft
from weirdness.web.door import to_log_in, typed
from weirdness.web.flag_draft import Draft

NAME, LONGEST = "sweep_draft", 30_000


def log_in_first(request: HttpRequest, number: int) -> HttpResponse:
    draft = flag_draft.from_form(request.POST)
    said = dict(draft.fields())
    if sum(map(len, said.values())) <= LONGEST:
        request.session[NAME] = {"who": typed(request.POST, "who"), "sweep": number, "said": said}
    return to_log_in(request, reverse("sweep", args=[number]))


def kept(request: HttpRequest, sweep: Sweep) -> Draft | None:
    """The draft of this person for this sweep; it is given back once."""
    found = request.session.get(NAME)
    if not found or found["who"] != str(request.user.pk) or found["sweep"] != sweep.pk:
        return None
    del request.session[NAME]
    return flag_draft.from_form(found["said"])
