"""Addresses of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from weirdness.web import (
    columns,
    datasets,
    expectation,
    expectations,
    flag,
    health,
    history,
    home,
    inquiries,
    issues,
    mailbox,
    me,
    people,
    promotion,
    queue,
    register,
    registration,
    runs,
    sources,
    suggestions,
    suite_json,
    suite_versions,
    suites,
    upstream,
    waivers,
)


class DatasetKey(StringConverter):
    """Two steps; a key that cannot be gets the same friendly page as one that is not there."""

    regex = "[^/]+/[^/]+"


register_converter(DatasetKey, "dataset")

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("log-in/", people.log_in, name="log_in"),
    path("log-out/", LogoutView.as_view(), name="log_out"),
    path("demo/log-in/<int:pk>/", people.demo_log_in, name="demo_log_in"),
    path("demo/mailbox/", mailbox.mailbox, name="mailbox"),
    path("demo/mailbox/<str:letter_key>/", mailbox.letter, name="letter"),
    path("demo/mailbox/<str:letter_key>/html/", mailbox.html, name="letter_html"),
    path("datasets/", datasets.index, name="datasets"),
    path("datasets/<dataset:key>/", datasets.dataset, name="dataset"),
    path("datasets/<dataset:key>/-/looks/", datasets.look, name="look"),
    path("datasets/<dataset:key>/-/parts/", datasets.run_parts, name="run_parts"),
    path("datasets/<dataset:key>/-/runs/", datasets.run_now, name="run_now"),
    path("datasets/<dataset:key>/-/runs/<int:number>/", runs.run, name="run"),
    path("datasets/<dataset:key>/-/runs/<int:number>/cancel/", runs.cancel, name="cancel_run"),
    path("datasets/<dataset:key>/-/runs/<int:number>/waive/<int:position>/", waivers.waive, name="waive"),
    path("datasets/<dataset:key>/-/waivers/<int:number>/end/", waivers.end, name="waiver_end"),
    path("datasets/<dataset:key>/-/suggest/", suggestions.suggest, name="suggest"),
    path("datasets/<dataset:key>/-/era/", upstream.era, name="era"),
    path("datasets/<dataset:key>/-/changes/<int:number>/harmless/", upstream.harmless, name="change_harmless"),
    path("datasets/<dataset:key>/-/history/", history.history, name="history"),
    path("datasets/<dataset:key>/-/columns/<path:name>/", columns.column, name="column"),
    path("datasets/<dataset:key>/-/registration/", registration.change, name="registration"),
    path("datasets/<dataset:key>/-/compare/", registration.compare, name="compare"),
    path("datasets/<dataset:key>/-/take-over/", registration.take_over, name="take_over"),
    path("datasets/<dataset:key>/-/preview/", registration.preview, name="preview"),
    path("sources/", sources.index, name="sources"),
    path("sources/new/<str:kind>/", sources.new, name="source_new"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("sources/<slug:slug>/change/", sources.change, name="source_change"),
    path("sources/<slug:slug>/ask/", sources.ask, name="source_ask"),
    path("sources/<slug:slug>/look/", sources.look, name="source_look"),
    path("sources/<slug:slug>/register/", registration.register, name="register"),
    path("datasets/<dataset:key>/-/suites/", suites.index, name="suites"),
    path("datasets/<dataset:key>/-/suites/<int:number>/", suites.suite, name="suite"),
    path("datasets/<dataset:key>/-/suites/<int:number>/json/", suite_json.by_hand, name="suite_json"),
    path("datasets/<dataset:key>/-/suites/<int:number>/export.json", suite_json.export, name="suite_export"),
    path("datasets/<dataset:key>/-/suites/<int:number>/versions/", suite_versions.versions, name="suite_versions"),
    path("datasets/<dataset:key>/-/suites/<int:number>/expectations/", expectations.expectations, name="expectations"),
    path("datasets/<dataset:key>/-/suites/<int:number>/expectation/", expectation.expectation, name="expectation"),
    path("flag/", flag.flag, name="flag"),
    path("flag/<int:number>/thanks/", flag.thanks, name="thanks"),
    path("issues/<int:number>/", issues.issue, name="issue"),
    path("issues/<int:number>/promote/", promotion.promote, name="promote"),
    path("issues/<int:number>/alike/", promotion.alike, name="alike"),
    path("issues/<int:number>/<slug:verb>/", issues.act, name="act"),
    path("asked/<int:number>/", inquiries.inquiry, name="inquiry"),
    path("queue/", queue.queue, name="queue"),
    path("me/", me.me, name="me"),
    path("to-register/", register.to_register, name="to_register"),
]
