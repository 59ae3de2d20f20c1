"""Nouns. One file per family; import them from here."""

from weirdness.models.access import Grant, Level
from weirdness.models.change import Change
from weirdness.models.check import Result, Run, Slot, Suite, SuiteVersion
from weirdness.models.clock import Clock
from weirdness.models.confidence import Era, Forecast, Prior, Snapshot
from weirdness.models.dataset import Column, Dataset, FormerKey, Source
from weirdness.models.discussion import Attachment, Comment, Subscription, Wording
from weirdness.models.event import Event
from weirdness.models.flag import Category, Evidence, Flag
from weirdness.models.inquiry import Inquiry
from weirdness.models.issue import Episode, GroupingKey, Issue
from weirdness.models.job import Job
from weirdness.models.look import Look, LookRequest
from weirdness.models.moves import MOVES, Move, State
from weirdness.models.notification import Notification
from weirdness.models.person import Membership, Person, Team, Viewpoint
from weirdness.models.portfolio import Month, Standing, Tally
from weirdness.models.profile import Profile
from weirdness.models.query_log import LogChunk, LogImport, LoginName, LogUse, StatementCount, TableName
from weirdness.models.routing import Absence, Calendar, Rota, RotaPlace, Rule
from weirdness.models.saved_view import SavedView
from weirdness.models.sweep import Reviewer, Sweep, SweepFind, SweepItem
from weirdness.models.waiver import Waiver

__all__ = [
    "MOVES",
    "Absence",
    "Attachment",
    "Calendar",
    "Category",
    "Change",
    "Clock",
    "Column",
    "Comment",
    "Dataset",
    "Episode",
    "Era",
    "Event",
    "Evidence",
    "Flag",
    "Forecast",
    "FormerKey",
    "Grant",
    "GroupingKey",
    "Inquiry",
    "Issue",
    "Job",
    "Level",
    "LogChunk",
    "LogImport",
    "LogUse",
    "LoginName",
    "Look",
    "LookRequest",
    "Membership",
    "Month",
    "Move",
    "Notification",
    "Person",
    "Prior",
    "Profile",
    "Result",
    "Reviewer",
    "Rota",
    "RotaPlace",
    "Rule",
    "Run",
    "SavedView",
    "Slot",
    "Snapshot",
    "Source",
    "Standing",
    "State",
    "StatementCount",
    "Subscription",
    "Suite",
    "SuiteVersion",
    "Sweep",
    "SweepFind",
    "SweepItem",
    "TableName",
    "Tally",
    "Team",
    "Viewpoint",
    "Waiver",
    "Wording",
]
