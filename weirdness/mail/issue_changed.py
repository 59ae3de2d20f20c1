"""Something happened to an issue: told to who flagged it and to whom it is assigned."""

from typing import Any

from weirdness import markup
from weirdness.mail import because, links, words
from weirdness.mail.comment import links_in
from weirdness.models import Event, Notification
from weirdness.models.event_words import sentence

# verb → (what the subject says, what happens next)
TOLD: dict[str, tuple[str, str]] = {
    "flagged": ("new, for you to judge", "Open it and say what it is: a real problem, not weird, or known."),
    "adopted": ("now with its dataset", "Those who look after the dataset will judge it."),
    "same_here": ("one more person sees it", "The more people meet it, the sooner its turn comes."),
    "check_failed": ("found by a check", "Open it and say what it is: a real problem, not weird, or known."),
    "confirm": ("confirmed", "It is a real problem. You hear again when somebody repairs it."),
    "explain": (
        "explained, not weird",
        "It stays on the dataset's page, so that the next person who meets it reads why. "
        "If the explanation does not fit what you saw, say so on its page.",
    ),
    "accept": (
        "accepted, with a caveat",
        "It is real and will not be repaired for now. Until the date given, everybody who uses the dataset is told.",
    ),
    "close": ("closed", "If you meet it again, say “Same here” on its page: that opens it again."),
    "reopen": ("reopened", "It waits for a repair again."),
    "flag_again": ("flagged again", "It was closed and somebody met it again, so it is judged anew."),
    "ask": ("a question for you", "Please answer: until then nobody can judge it."),
    "reply": ("answered", "It goes on where it was."),
    "merge": ("same as another", "What becomes of it is told where it was merged to; you are counted there."),
    "unmerge": ("taken apart again", "It is judged by itself again."),
    "stop": ("work on it stopped", "It waits for somebody to take it up."),
    "dispute": ("somebody says that it looks right", "Whoever judges it reads that, too."),
    "doubt": ("its verdict does not fit for somebody", "When several say so, it opens again and is judged anew."),
    "disputed": ("disputed, open again", "Its verdict is looked at again."),
    "corroborated": ("confirmed by several people", "It is a real problem. You hear again when somebody repairs it."),
    "expire": ("closed: nobody replied", "If you meet it again, say “Same here” on its page: that opens it again."),
    "expire_question": ("waits as before", "Nobody replied in time; it goes on where it was."),
    "expire_fix": ("closed: nobody checked the fix", "If it is not fixed for you, say so on its page."),
    "expire_caveat": ("open again", "The date of its caveat has passed, so it is looked at again."),
    "undo": ("a verdict was taken back", "It is as it was before."),
    "assign": ("given to somebody", "Whoever has it now goes on with it."),
    "split_off": ("split off", "It is judged by itself from now on."),
    "start": ("being worked on", "You hear again when the repair is there."),
    "claim_fixed": (
        "said to be fixed",
        "Please look at the data again and say whether it is fixed for you: yes or no.",
    ),
    "verify": ("fixed, and verified", "Nothing more to do. Thank you for looking."),
    "not_fixed": ("not fixed yet", "It waits for another repair."),
    "recover": ("recovered", "Nothing to do. If it comes back, this issue opens again."),
    "verify_auto": ("fixed, and verified by its check", "Nothing more to do. If it comes back, it opens again."),
    "regress": ("it came back", "It is open again and waits for a repair."),
    "fix_failed": ("not fixed: its check still fails", "The repair did not hold. It is open again."),
    "flapping": ("it comes and goes", "It does not close by itself any more: somebody has to find the cause."),
    "severity": ("severity changed", "The more severe an issue, the sooner its turn comes."),
}
# The same for whoever hears of it and is not the one who is asked.
TOLD_OTHERS = {
    "ask": "It waits for the answer of whoever flagged it.",
    "claim_fixed": "Whoever flagged it is asked to look at the data again.",
}
SPOKEN = ("ask", "reply")  # whose reason is Markdown, as on the page


def facts(notification: Notification) -> dict[str, Any]:
    """Context: event. The issue is the notification's."""
    event = Event.objects.select_related("actor").get(pk=notification.context["event"])
    issue = notification.issue
    said, after_that = TOLD[event.verb]
    answers = because.answers(notification, event.verb)
    return {
        "issue": issue,
        "issue_url": links.issue(issue),
        "dataset": issue.dataset,
        "dataset_url": links.dataset(issue.dataset),
        "title": issue.title.rstrip(". …"),
        "said": said,
        "sentence": sentence(event.verb, who=event.who(), before=event.before, after=event.after, reason=""),
        "reason": event.reason,
        "at": words.moment(event.at),
        "caveat_until": issue.episode().caveat_until if event.verb == "accept" else None,
        "written": _written(event, notification) if event.verb in SPOKEN else "",
        "after_that": after_that if answers else TOLD_OTHERS.get(event.verb, after_that),
        "answers": answers,
        "because": because.of(notification),
    }


def _written(event: Event, notification: Notification) -> str:
    return markup.html(event.reason, links_in(event.reason, notification.person))
