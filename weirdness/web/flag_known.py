"""What is already known about the thing that somebody is about to flag: offered, never joined in silence."""

from weirdness.models import Dataset, Flag, Issue, Person
from weirdness.models.issue_words import Resolution
from weirdness.services import known as verdicts
from weirdness.services import look_alikes
from weirdness.web.flag_draft import Draft


def known(person: Person, dataset: Dataset, draft: Draft) -> list[Issue]:
    """Up to three look-alikes of what is typed so far, the likest first.

    Each with `because` (why it is shown), `last` (its last episode) and `mine` (this person flagged it already).
    """
    near = look_alikes.near(
        person=person,
        dataset=dataset,
        column=draft.column,
        category=draft.category,
        sentence=draft.sentence,
        rows=draft.rows,
        metadata_field=draft.field,
    )
    issues = verdicts.with_verdicts(each.issue for each in near)
    flagged = Flag.objects.filter(person=person, episode__in=[issue.verdict for issue in issues])
    mine = set(flagged.values_list("issue", "episode"))
    for issue, each in zip(issues, near, strict=True):
        issue.because = each.because[:1].upper() + each.because[1:]
        issue.last = issue.verdict
        issue.mine = (issue.pk, issue.last.pk) in mine
        issue.settled = issue.resolution in (Resolution.EXPLAINED, Resolution.ACCEPTED)
    return issues
