"""The version of every formula, so that a stored number says how it was made."""

from weirdness.confidence.agreement import VERSION as AGREEMENT
from weirdness.confidence.blind_sweep import VERSION as BLIND_SWEEP
from weirdness.confidence.breadth import VERSION as BREADTH
from weirdness.confidence.check_health import VERSION as CHECK_HEALTH
from weirdness.confidence.curve import VERSION as CURVE
from weirdness.confidence.discovery import VERSION as DISCOVERY
from weirdness.confidence.labels import VERSION as LABELS
from weirdness.confidence.outlook import VERSION as OUTLOOK
from weirdness.confidence.pace import VERSION as PACE
from weirdness.confidence.prior import VERSION as PRIOR
from weirdness.confidence.quiet_run import VERSION as QUIET_RUN
from weirdness.confidence.rate import VERSION as RATE
from weirdness.confidence.relapse import VERSION as RELAPSE
from weirdness.confidence.scoring import VERSION as SCORING
from weirdness.confidence.state import VERSION as STATE
from weirdness.confidence.tiers import VERSION as TIERS
from weirdness.confidence.trend import VERSION as TREND
from weirdness.confidence.words import VERSION as WORDS

IN_SUMMARY = (PRIOR, QUIET_RUN, RATE, DISCOVERY, BREADTH, RELAPSE, STATE, CURVE, WORDS)
ALL = (*IN_SUMMARY, CHECK_HEALTH, BLIND_SWEEP, LABELS, AGREEMENT, TREND, OUTLOOK, PACE, SCORING, TIERS)
