"""Addresses of the API, below /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from weirdness.api import (
    bulk,
    bulk_flags,
    comments,
    datasets,
    desk,
    flags,
    issues,
    known,
    login,
    promotions,
    registrations,
    routing,
    runs,
    suites,
    waivers,
)

app_name = "api"
DATASET = "datasets/<slug:area>/<slug:name>/"
urlpatterns = [
    path("login/", login.LogIn.as_view(), name="login"),
    path("logout/", login.LogOut.as_view(), name="logout"),
    path("logoutall/", login.LogOutEverywhere.as_view(), name="logoutall"),
    path("datasets/", datasets.Datasets.as_view(), name="datasets"),
    path(DATASET, datasets.OneDataset.as_view(), name="dataset"),
    path(f"{DATASET}confidence/", datasets.DatasetConfidence.as_view(), name="confidence"),
    path(f"{DATASET}known/", known.KnownIssues.as_view(), name="known"),
    path(f"{DATASET}runs/", runs.Runs.as_view(), name="runs"),
    path(f"{DATASET}suites/", suites.Suites.as_view(), name="suites"),
    path(f"{DATASET}suites/<path:suite>/", suites.OneSuite.as_view(), name="suite"),
    path(f"{DATASET}waivers/", waivers.Waivers.as_view(), name="waivers"),
    path("waivers/<int:number>/", waivers.OneWaiver.as_view(), name="waiver"),
    path("runs/<int:number>/", runs.OneRun.as_view(), name="run"),
    path("runs/<int:number>/cancel/", runs.Cancel.as_view(), name="cancel"),
    path("flags/", flags.Flags.as_view(), name="flags"),
    path("flags/bulk/", bulk_flags.BulkFlags.as_view(), name="flags_bulk"),
    path("issues/", issues.Issues.as_view(), name="issues"),
    path("issues/<int:number>/", issues.OneIssue.as_view(), name="issue"),
    path("issues/<int:number>/moves/", issues.Moves.as_view(), name="moves"),
    path("issues/bulk/", bulk.Bulk.as_view(), name="bulk"),
    path("issues/<int:number>/undo/", desk.Undo.as_view(), name="undo"),
    path("issues/<int:number>/snooze/", desk.Snooze.as_view(), name="snooze"),
    path("issues/<int:number>/assign/", desk.Assign.as_view(), name="assign"),
    path("issues/<int:number>/severity/", desk.SetSeverity.as_view(), name="severity"),
    path("issues/<int:number>/split/", desk.Split.as_view(), name="split"),
    path("issues/<int:number>/dispute/", desk.Dispute.as_view(), name="dispute"),
    path("issues/<int:number>/reword/", desk.Reword.as_view(), name="reword"),
    path("issues/<int:number>/same/", issues.Same.as_view(), name="same"),
    path("issues/<int:number>/promotions/", promotions.Promotions.as_view(), name="promotions"),
    path("issues/<int:number>/comments/", comments.Comments.as_view(), name="comments"),
    path("comments/<int:number>/", comments.OneComment.as_view(), name="comment"),
    path("registrations/<int:number>/", registrations.OneRegistration.as_view(), name="registration"),
    path("promotions/<int:number>/", promotions.OnePromotion.as_view(), name="promotion"),
    path("routing/rules/", routing.Rules.as_view(), name="rules"),
    path("routing/try/", routing.Try.as_view(), name="routing_try"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]
