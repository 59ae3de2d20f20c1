"""The clock of a suite: five cron fields and a time zone, checked, told in words, and their next moments."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from weirdness.services.errors import Refused

EXAMPLES = "0 2 * * * is every night at two, 30 7 * * 1-5 is half past seven from Monday to Friday"


def accept(cron: str, zone: str) -> None:
    """Raises Refused(cron=…, time_zone=…) in words; an empty cron is "on demand only"."""
    problems = {}
    if zone not in available_timezones():
        problems["time_zone"] = (
            f"There is no time zone {zone or 'without a name'}. Write one such as Europe/Berlin or UTC."
        )
    if cron and (wrong := _fault(cron)):
        problems["cron"] = wrong
    if problems:
        raise Refused(**problems)


def _fault(cron: str) -> str:
    if len(cron.split()) != 5:
        return f"A schedule has five fields: minute, hour, day, month, weekday. For example: {EXAMPLES}."
    try:
        next(CronSim(cron, datetime(2024, 1, 1)))
    except (CronSimError, StopIteration) as error:
        return f"{cron} is no schedule: {str(error) or 'it never comes'}. For example: {EXAMPLES}."
    return ""


def upcoming(cron: str, zone: str, now: datetime, count: int = 3) -> list[datetime]:
    """The next moments in the schedule's own zone; none without a cron."""
    if not cron:
        return []
    return list(islice(CronSim(cron, now.astimezone(ZoneInfo(zone))), count))


def words(cron: str) -> str:
    """At 02:00 on Monday through Friday; on demand only."""
    return CronSim(cron, datetime(2024, 1, 1)).explain() if cron else "on demand only"
