"""What a blind sweep found, in the words of its page and its letter."""

from math import floor

from weirdness.confidence.blind_sweep import BlindSweep
from weirdness.confidence.phrases import counted

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ORDINALS = {5: "A fifth", 6: "A sixth", 7: "A seventh", 8: "An eighth", 9: "A ninth", 10: "A tenth"}


def sweep_words(estimate: BlindSweep, lists: int) -> list[str]:
    """Two sentences: what so many lists hold and how many more are there at least; what one more would add."""
    return [_found(estimate, lists), _next(estimate, lists)]


def sweep_found_words(found: int, lists: int) -> str:
    """Without an estimate: `Three people found 5 oddities`."""
    if not lists:
        return "Nobody handed in a list"
    if not found:
        return f"{people(lists).capitalize()} looked and found nothing odd"
    return f"{people(lists).capitalize()} found {counted(found, 'oddity', 'oddities')}"


def at_least_more(estimate: BlindSweep) -> int:
    """Whole oddities that are still unseen at least (lower 95 % limit), rounded down: never more than is known."""
    return max(0, floor(estimate["chao2_low95"] - estimate["found"]))


def people(number: int) -> str:
    named = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{named} {'person' if number == 1 else 'people'}"


def _found(estimate: BlindSweep, lists: int) -> str:
    said, more = sweep_found_words(estimate["found"], lists), at_least_more(estimate)
    if more:
        return f"{said}; at least {more:,} more {'is' if more == 1 else 'are'} probably there (95 %)."
    if not estimate["found"]:
        return f"{said}."
    if not estimate["q1"]:
        seen = "seen" if estimate["found"] == 1 else "each seen"
        return f"{said}, {seen} by more than one of them: nothing on these lists says that more are there."
    return f"{said}; whether more are there can't be told from these lists."


def _next(estimate: BlindSweep, lists: int) -> str:
    low, _, high = estimate["next_reviewer"]
    who = f"{ORDINALS.get(lists + 1, 'One more')} reviewer would find"
    if not high:
        return f"{who} nothing new."
    return f"{who} {low:.0f} to {high:.0f} new {'one' if high == 1 else 'ones'}."
