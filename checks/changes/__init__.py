"""What changed upstream, told from profiles alone: an ordinary month says nothing. Pure.

Each measure of each column is compared with its own stretch: the profiles since it last changed, with their
spread. So a change is told once, when it comes; a single odd part that is followed by the old state is told once.
"""

from collections.abc import Sequence
from typing import Any

from checks.changes.categories import new_values, other_shares
from checks.changes.change import Change
from checks.changes.groups import grouped
from checks.changes.moments import standing_still
from checks.changes.nulls import other_nulls
from checks.changes.numbers import other_spread
from checks.changes.structure import schema, types, volume
from checks.profile import Profile

__all__ = ["Change", "changes", "changes_of_all"]

_MEASURES = (schema, types, volume, other_nulls, new_values, other_shares, other_spread, standing_still)


def changes(history: Sequence[dict[str, Any] | Profile], newest: dict[str, Any] | Profile) -> list[Change]:
    """What the newest profile shows that its history (oldest first) does not explain; [] without a history.

    Profiles or their dicts. Columns that change alike are one change; the surest first.
    """
    profiles = [_revived(each) for each in (*history, newest)]
    if len(profiles) < 2:
        return []
    found = [each for measure in _MEASURES for each in measure(profiles)]
    return grouped(found, profiles[-1])


def changes_of_all(profiles: Sequence[dict[str, Any] | Profile]) -> list[list[Change]]:
    """For each profile (oldest first), what it showed when it came."""
    revived = [_revived(each) for each in profiles]
    return [changes(revived[:at], each) for at, each in enumerate(revived)]


def _revived(profile: dict[str, Any] | Profile) -> Profile:
    return profile if isinstance(profile, Profile) else Profile.from_dict(profile)
