"""The version of every formula, so that a stored number says how it was made."""

from weirdness.confidence.agreement import VERSION as AGREEMENT
from weirdness.confidence.blind_sweep import VERSION as BLIND_SWEEP
from weirdness.confidence.check_health import VERSION as CHECK_HEALTH
from weirdness.confidence.curve import VERSION as CURVE
from weirdness.confidence.discovery import VERSION as DISCOVERY
from weirdness.confidence.labels import VERSION as LABELS
from weirdness.confidence.outlook import VERSION as OUTLOOK
from weirdness.confidence.pace import VERSION as PACE
from weirdness.confidence.prior import VERSION as PRIOR
from weirdness.confidence.relapse import VERSION as RELAPSE
from weirdness.confidence.rule import IN_FORCE, VERSIONS, Rule
from weirdness.confidence.scoring import VERSION as SCORING
from weirdness.confidence.tiers import VERSION as TIERS
from weirdness.confidence.trend import VERSION as TREND
from weirdness.confidence.words import VERSION as WORDS

FIRST, SECOND = VERSIONS[1], VERSIONS[2]
_IN_BOTH = (PRIOR, DISCOVERY, RELAPSE, CURVE, WORDS)
ALL = (*FIRST, *SECOND, *_IN_BOTH, CHECK_HEALTH, BLIND_SWEEP, LABELS, AGREEMENT, TREND, OUTLOOK, PACE, SCORING, TIERS)


def in_summary(rule: Rule = IN_FORCE) -> tuple[str, ...]:
    """The formulas behind one dataset's numbers; the rule's own first."""
    return (*VERSIONS[rule], *_IN_BOTH)


IN_SUMMARY = in_summary()
