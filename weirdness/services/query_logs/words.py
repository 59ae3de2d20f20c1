"""What became of a log, in sentences."""

from typing import Any

from weirdness.models import LogImport

REASONS = {
    "broken": "could not be taken apart into columns",
    "time": "have a time that cannot be read, or one before the year 2000",
    "future": "lie in the future: the clock that wrote them is ahead",
    "incomplete": "name no login or no table, or have a name that is too long for one",
    "encoding": "have names that are not in UTF-8",
    "sql": "hold SQL that could not be understood",
    "unsigned": "do not say who asked",
    "elsewhere": "are of other databases of the same server",
}


def sentences(log: LogImport) -> list[str]:
    """What of a log that was read became looks, what was left out and why, and what waits for a meaning."""
    said = log.outcome
    if log.state == LogImport.State.TAKEN_BACK:
        looks = _counted(said.get("withdrawn", 0), "look of it counts", "looks of it count")
        return [f"It was taken back: {looks} no more."]
    if log.state != LogImport.State.DONE:
        return _left_out(said)
    if "first" in said:
        noted = f"The first reading only notes how often {_counted(said['first'], 'statement')} were called"
        return [f"{noted}; the next sees what came since.", *_hidden(log)]
    if log.kind == LogImport.Kind.STATEMENTS:
        said = {**said, "idle": 0}  # what was not called, or reads no table, is nothing to tell
        return [*_became(said), *_left_out(said), *_unknown(said), *_hidden(log)]
    return [*_became(said), *_left_out(said), *_unknown(said)]


def headline(log: LogImport) -> str:
    """The first of them, and what waits for a meaning; "" while it waits."""
    if log.state != LogImport.State.DONE:
        return log.trouble or next(iter(sentences(log)), "")
    return " ".join([*sentences(log)[:1], *_unknown(log.outcome)])


def _became(said: dict[str, Any]) -> list[str]:
    looks, known = said.get("looks", 0), said.get("known", 0)
    if not looks and not known:
        yet = " yet" if said.get("logins") or said.get("tables") else ""
        return [f"Nothing of it became a look{yet}."]
    if not looks:
        return [f"All of it was known: {_days(known)} of use."]
    also = f"; {known:,} {'was' if known == 1 else 'were'} known" if known else ""
    made = f"{_days(looks)} of use by {_counted(said.get('people', 0), 'person', 'people')} became looks{also}."
    before = said.get("before", 0)
    early = (
        f"{_counted(before, 'of them is', 'of them are')} from before the registration, and counted in no number now."
    )
    return [made, *([early] if before else [])]


def _left_out(said: dict[str, Any]) -> list[str]:
    found = []
    if said.get("services"):
        accounts = _counted(said["services"], "service account")
        found.append(f"{_counted(said['service_reads'], 'read')} by {accounts} were left out.")
    if said.get("of_others"):
        found.append(f"{_counted(said['of_others'], 'read')} of datasets that are not yours were left out.")
    if said.get("idle"):
        found.append(f"{_counted(said['idle'], 'line')} read no table.")
    refused = said.get("refused") or {}
    found += [
        f"{_counted(refused[reason], 'line')} {words}." for reason, words in REASONS.items() if refused.get(reason)
    ]
    return found


def _hidden(log: LogImport) -> list[str]:
    found = []
    if unparsed := log.outcome.get("unparsed"):
        found.append(f"{_counted(unparsed, 'statement')} could not be understood.")
    if hidden := log.outcome.get("hidden"):
        role = log.source.settings.get("user", "") if log.source else ""
        others = f"{_counted(hidden, 'statement')} of others cannot be seen by the role {role}."
        found.append(f"{others} Ask whoever runs the database for: GRANT pg_read_all_stats TO {role}")
    return found


def _unknown(said: dict[str, Any]) -> list[str]:
    found = []
    if said.get("logins"):
        names = _counted(said["logins"], "login is", "logins are")
        found.append(f"{names} unknown, with {_counted(said['login_reads'], 'read')}.")
    if said.get("tables"):
        names = _counted(said["tables"], "table is", "tables are")
        found.append(f"{names} no dataset yet, with {_counted(said['table_reads'], 'read')}.")
    return found


def _days(number: int) -> str:
    return _counted(number, "person-day", "people-days")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
