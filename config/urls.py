"""Which door opens where."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("weirdness.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("weirdness.web.urls")),
]

handler400 = "weirdness.web.errors.bad_request"
handler403 = "weirdness.web.errors.forbidden"
handler404 = "weirdness.web.errors.not_found"
handler500 = "weirdness.web.errors.server_error"
