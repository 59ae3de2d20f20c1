"""What a browser may upload. A file beyond the limit is not kept, and the form that it came with goes on without it."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from weirdness.services.reports import Upload


class Quota(FileUploadHandler):
    """Stands before Django's own handlers; names in `request.too_large` the fields whose file it dropped."""

    @property
    def most(self) -> int:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > self.most:
            dropped = getattr(self.request, "too_large", {})
            self.request.too_large = dropped | {self.field_name: self.file_name}
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is for the handlers after this one to make."""


class LogQuota(Quota):
    """The same for query logs, which may be large."""

    @property
    def most(self) -> int:
        return settings.QUERY_LOG_MOST_BYTES


def uploaded(request: HttpRequest, name: str) -> Upload | None:
    """The file of a field; None when none was chosen."""
    sent = request.FILES.get(name)
    if sent is not None:
        return Upload(sent.name or "", sent.read())
    dropped = getattr(request, "too_large", {})
    return Upload(dropped[name], b"", too_large=True) if name in dropped else None
