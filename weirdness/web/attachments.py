"""A picture of a flag or a comment, for whoever may see its issue."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from weirdness.models import Attachment, Comment, Flag
from weirdness.web.door import signed_in

WEEK = 7 * 24 * 3600


@require_safe
@signed_in
def attachment(request: HttpRequest, number: int) -> HttpResponse:
    """The bytes never change, but who may see them does: kept by the browser for a week, by nobody between."""
    found = Attachment.objects.filter(pk=number).select_related("flag", "comment__issue").first()
    if found is None or not _may_see(request, found):
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.type)
    response["Cache-Control"] = f"private, max-age={WEEK}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Disposition"] = content_disposition_header(not found.is_picture, found.name) or "inline"
    return response


def _may_see(request: HttpRequest, found: Attachment) -> bool:
    if found.flag_id:
        waits = request.user.is_staff and found.flag.dataset_id is None  # administrators register its dataset
        return waits or Flag.objects.visible_to(request.user).filter(pk=found.flag_id).exists()
    issue = found.comment.issue
    if not type(issue).objects.visible_to(request.user).filter(pk=issue.pk).exists():
        return False
    return Comment.objects.readable_by(request.user, issue).filter(pk=found.comment_id).exists()
