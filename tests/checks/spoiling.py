"""Ways to spoil the cells of a table, each with its wrong cells known."""

import string

Grid = list[list[str]]


def substitute(chance, text, column, letter=""):
    places = [at for at, sign in enumerate(text) if sign.isalnum()]
    if not places:
        return text + "q"
    for at in chance.sample(places, max(1, len(places) // 12)):
        letter_here = letter or chance.choice(string.ascii_lowercase)
        text = text[:at] + letter_here + text[at + 1 :]
    return text


def letters(chance):
    """One stray letter, the same through the table."""
    letter = chance.choice(string.ascii_lowercase)
    return lambda c, text, column: substitute(c, text, column, letter)


def twist(chance, text, column):
    if len(text) < 2:
        return text * 2
    at = chance.randrange(len(text) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :] if kind == 1 else text[:at] + text[at] + text[at:]


def swapped(chance, text, column):
    return chance.choice(column)


def empty(chance, text, column):
    return ""


def token(chance):
    sign = chance.choice(["N/A", "nan", "-", "?", "unknown", "NULL", "9999"])
    return lambda c, text, column: sign


def unit(chance):
    signs = [
        f"{gap}{chance.choice(['kg', 'ml', 'usd', 'hrs', '%', 'pcs'])}{end}" for gap in (" ", "") for end in ("", ".")
    ]
    return lambda c, text, column: text + c.choice(signs)


def scaled(chance, text, column):
    try:
        return f"{float(text) * chance.choice([10, 100, 0.01, 1000]):g}"
    except ValueError:
        return text[::-1]


def rewritten(chance):
    """Another way to write: order of parts, case, another separator."""
    way = chance.choice(
        [
            lambda text: text.upper() if text != text.upper() else text.lower(),
            lambda text: text.replace("-", "/").replace(".", ","),
            lambda text: " ".join(reversed(text.replace("/", " / ").split())),
            lambda text: f"{text} 00:00",
            lambda text: f" {text}",
            lambda text: text.replace(":", ".").replace(" ", ""),
        ]
    )
    return lambda c, text, column: way(text)


def garbled(chance, text, column):
    return text.replace("e", "Ã©").replace("a", "Ã¤")


def drifted(chance, text, column):
    """A number a little beside the right one."""
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    if not places:
        return chance.choice(column)
    at = chance.choice(places)
    return text[:at] + chance.choice(string.digits) + text[at + 1 :]


PLAIN = [substitute, twist, swapped, empty, scaled, garbled, drifted]
MADE = [letters, token, unit, rewritten]


def spoil(chance, table: Grid) -> tuple[Grid, set[tuple[int, int]]]:
    """A spoilt copy, and its wrong cells; up to two kinds of error per column, in 1 to 30 % of its rows."""
    dirty, wrong = [list(row) for row in table], set()
    shared = chance.choice([letters, lambda c: substitute, lambda c: twist])(chance)
    broad = chance.random() < 0.5
    for at in range(len(table[0])):
        column = [row[at] for row in table]
        ways = [shared] if broad else []
        if chance.random() < 0.5:
            ways += (
                [make(chance) for make in chance.sample(MADE, 1)] if chance.random() < 0.5 else chance.sample(PLAIN, 1)
            )
        for way in ways:
            share = chance.choice([0.01, 0.02, 0.03]) if way is shared else chance.choice([0.02, 0.05, 0.1, 0.3])
            for row in range(len(table)):
                if chance.random() < share and (row, at) not in wrong:
                    text = way(chance, column[row], column)
                    if text != column[row]:
                        dirty[row][at] = text
                        wrong.add((row, at))
    return dirty, wrong
