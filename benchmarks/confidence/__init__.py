"""Does the rule for stable keep its promise? `make bench-confidence`: simulated datasets whose oddities we know."""
