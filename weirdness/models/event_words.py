"""What each verb of the history says, as a sentence about the issue or dataset."""

SENTENCES: dict[str, str] = {
    "flagged": "{who} flagged it",
    "same_here": "{who} said “same here”",
    "check_failed": "{who} found it",
    "check_still_fails": "{who} found it again",
    "confirm": "{who} confirmed it",
    "explain": "{who} explained it: not weird",
    "accept": "{who} accepted it with a caveat",
    "close": "{who} closed it",
    "reopen": "{who} reopened it",
    "flag_again": "{who} flagged it after it was closed; it is open again",
    "start": "{who} started work on it",
    "claim_fixed": "{who} says it is fixed",
    "verify": "{who} verified the fix",
    "not_fixed": "{who} says it is not fixed",
    "recover": "It recovered: its check passed three times in a row",
    "verify_auto": "Its check passed three times in a row: the fix is verified",
    "regress": "It came back: {who} found it again",
    "fix_failed": "{who} found it again, although a fix was claimed",
    "severity": "{who} set the severity from {before} to {after}",
    "routed": "It went to {after}",
    "state": "The dataset went from {before} to {after}",
    "registered": "{who} registered the dataset",
    "described": "{who} changed what it is said to mean",
    "suite_saved": "{who} saved the suite {after}",
    "suite_staged": "{who} set a suite from {before} to {after}",
    "suite_scheduled": "{who} set when a suite runs to {after}",
    "looked": "{who} used it: all fine",
    "adopted": "A flag from before registration was adopted",
    "run_asked": "{who} asked for a run",
    "run_finished": "A run ended: {after}",
    "run_cancelled": "{who} cancelled a run",
    "evidence_copied": "The rows concerned were copied as evidence",
    "evidence_unreadable": "The rows concerned could not be copied",
    "administrator_made": "An administrator was made from the command line",
    "person_joined": "{who} joined",
    "granted": "{who} was granted: {after}",
    "registration_changed": "{who} changed the registration",
    "columns_taken_over": "{who} took over the columns of the data",
    "source_changed": "{who} changed the source {after}",
    "secrets_rotated": "{after} stored passwords were encrypted anew",
    "source_registered": "The source {after} was registered",
    "mail_refused": "The mail server refused a message to {after}",
}


def sentence(verb: str, *, who: str, before: str, after: str, reason: str) -> str:
    """One plain sentence; the reason follows after a colon where one was given."""
    said = SENTENCES[verb].format(who=who, before=before.replace("_", " "), after=after.replace("_", " "))
    return f"{said}: {reason}" if reason else said
