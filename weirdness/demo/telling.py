"""Tells a story through the verbs, with a past `now`: the history reads as if people had been here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid5

from weirdness.demo import duty
from weirdness.demo.people import Company
from weirdness.demo.story import Act
from weirdness.models import Dataset
from weirdness.services import confidence, datasets, discussion, flags, looks, triage
from weirdness.services.flags import Report

SPACE = UUID("5b0c5f3e-0f0d-4f0c-9d5e-2f1b8f5f2013")
FORM = ("category", "sentence", "target", "column", "metadata_field", "proposed_value", "blocks_decision")
REASONS = ("reason", "explanation", "fault", "caveat")


@dataclass
class Narrator:
    """Does acts one by one; remembers which issue came of which flag."""

    company: Company
    registered: dict[str, Dataset]
    issues: dict[str, int] = field(default_factory=dict)

    def tell(self, acts: Iterable[Act]) -> None:
        deeds: dict[str, Callable[[Act], object]] = {
            "look": self._look,
            "flag": self._flag,
            "same": self._same,
            "comment": self._comment,
            "verdict": self._verdict,
            "described": self._described,
            "estimate": self._estimate,
        }
        for act in acts:
            deeds[act.kind](act)

    def _look(self, act: Act) -> None:
        looks.check_in(
            dataset=self.registered[act.dataset], person=self.company.people[act.by], now=act.at, is_demo=True
        )

    def _flag(self, act: Act) -> None:
        report = Report(
            dataset=act.dataset,
            rows="\n".join(act.said.get("rows", [])),
            submission=uuid5(SPACE, act.flag),
            **{name: act.said[name] for name in FORM if name in act.said},
        )
        flag = flags.raise_flag(person=self.company.people[act.by], report=report, now=act.at, is_demo=True)
        assert flag.issue is not None
        self.issues[act.flag] = flag.issue.pk

    def _same(self, act: Act) -> None:
        flags.same_here(person=self.company.people[act.by], issue_id=self.issues[act.flag], now=act.at, is_demo=True)

    def _comment(self, act: Act) -> None:
        discussion.comment(
            issue_id=self.issues[act.flag],
            person=self.company.people[act.by],
            now=act.at,
            text=act.said["text"],
            internal=act.said.get("internal", False),
        )

    def _verdict(self, act: Act) -> None:
        said = {name: act.said[name] for name in REASONS if name in act.said}
        if "caveat_days" in act.said:
            said["caveat_until"] = act.at.date() + timedelta(days=act.said["caveat_days"])
        triage.VERDICTS[act.said["verb"]](
            issue_id=self.issues[act.flag], actor=self.company.people[act.by], now=act.at, **said
        )

    def _described(self, act: Act) -> None:
        datasets.describe_column(
            column=self.registered[act.dataset].columns.get(name=act.said["column"]),
            actor=self.company.people[act.by],
            now=act.at,
            description=act.said["description"],
        )

    def _estimate(self, act: Act) -> None:
        duty.pass_time(now=act.at)
        confidence.recompute(dataset_id=self.registered[act.dataset].pk, now=act.at)
