"""A flag form that was sent after the session had ended: what was typed waits in the new session for the log-in.

It comes back to the very person who typed it, to nobody else at the same machine, until they send it or start afresh.
"""

from django.http import HttpRequest

from weirdness.web import flag_draft
from weirdness.web.door import typed
from weirdness.web.flag_draft import Draft

NAME, LONGEST = "flag_draft", 30_000


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
