"""Tags: what can be named about a text within its column; a marked cell makes others with the same tags suspect."""

from checks.learn.shapes import ending, shape, signs, skeleton
from checks.learn.signals import Looked

# How far a weight may move from 0 before a marked cell insists (standard deviation of its prior, in log-odds).
SPREADS = {"value": 1.5, "skeleton": 1.2, "shape": 1.0, "sign": 1.0, "ending": 1.2, "odd": 1.5}


def tags_of(looked: Looked, code: int) -> list[str]:
    """Tags of one of the distinct texts; "odd:…" is about the whole table, the others about its column."""
    text = looked.column.texts[code]
    if not text:
        return ["skeleton:"]
    tags = [f"value:{text}", f"skeleton:{skeleton(text)}", f"shape:{shape(text)}"]
    tags += [f"sign:{sign}" for sign in sorted(signs(text))]
    if unit := ending(text):
        tags.append(f"ending:{unit}")
    if looked.is_odd(code):
        tags.append(f"odd:{looked.odd[code]}")
    return tags
