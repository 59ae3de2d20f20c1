"""Made-up tables of several shapes, spoilt, with every spoilt cell known."""

import random
from collections.abc import Callable

from tests.checks.spoiling import Grid, spoil

SYLLABLES = [
    "ba",
    "be",
    "bo",
    "da",
    "de",
    "do",
    "fa",
    "fi",
    "ga",
    "go",
    "ha",
    "he",
    "jo",
    "ka",
    "ke",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "pa",
    "pe",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "vi",
    "wa",
    "we",
    "yo",
    "za",
]
STATES = ["AZ", "BY", "CX", "DW", "EV", "FU"]


def word(chance, low=2, high=4):
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(low, high)))


def words(chance, count, low=2, high=4):
    found = set()
    while len(found) < count:
        found.add(word(chance, low, high))
    return chance.sample(sorted(found), count)


def stations(chance, rows):
    """Each station repeated: everything about it follows from its code."""
    names, regions = words(chance, 40), words(chance, 6, 3, 5)
    cities = [(word(chance), chance.choice(regions), str(chance.randint(10000, 99999))) for _ in range(25)]
    fixed = [
        [
            f"S{1000 + at}",
            f"{name} {chance.choice(['hall', 'park', 'harbour'])}",
            *chance.choice(cities),
            str(chance.randint(2000000000, 9999999999)),
            chance.choice(["state", "private", "city"]),
        ]
        for at, name in enumerate(names)
    ]
    kinds = [(f"q-{a}-{b}", " ".join(words(chance, chance.randint(4, 9)))) for a in "abc" for b in range(1, 6)]
    columns = ["station", "name", "city", "region", "zip", "phone", "owner", "code", "measure", "share", "sample"]
    table = []
    for _ in range(rows):
        code, text = chance.choice(kinds)
        table.append(
            [*chance.choice(fixed), code, text, f"{chance.randint(0, 100)}%", f"{chance.randint(1, 900)} visits"]
        )
    return columns, table


def orders(chance, rows):
    products = [(f"P-{at:04d}", word(chance).title(), f"{chance.randint(100, 9999) / 100:.2f}") for at in range(60)]
    customers = [(word(chance).title(), word(chance).title(), word(chance, 3, 5).title()) for _ in range(200)]
    columns = ["order", "day", "customer", "city", "country", "product", "title", "price", "pieces", "status"]
    table = []
    for at in range(rows):
        (a, b, c), (p, t, price) = chance.choice(customers), chance.choice(products)
        day = f"{chance.randint(2018, 2022)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        state = chance.choice(["sent", "sent", "open", "paid", "returned"])
        table.append([str(10000 + at), day, f"{a} {b}", b, c, p, t, price, str(chance.randint(1, 12)), state])
    return columns, table


def samples(chance, rows):
    """Plates of a laboratory: codes, amounts, times of day, few dependencies."""
    people, machines = words(chance, 8), [f"{w.upper()}-{chance.randint(1, 9)}" for w in words(chance, 6)]
    columns = ["sample", "well", "volume", "temperature", "purity", "operator", "machine", "taken", "note"]
    table = []
    for at in range(rows):
        table.append(
            [
                f"{chance.choice('AB')}{at:05d}-{chance.randint(10, 99)}",
                f"{chance.choice('ABCDEFGH')}{chance.randint(1, 12)}",
                f"{chance.gauss(50, 6):.1f}",
                f"{chance.gauss(37, 0.4):.2f}",
                f"0.{chance.randint(70, 99)}",
                chance.choice(people),
                chance.choice(machines),
                f"{chance.randint(7, 18)}:{chance.randint(0, 59):02d}",
                " ".join(words(chance, 3)) if chance.random() < 0.3 else "",
            ]
        )
    return columns, table


def persons(chance, rows):
    firsts, lasts = words(chance, 120, 2, 3), words(chance, 400, 2, 4)
    towns = [(word(chance, 3, 4).title(), chance.choice(STATES), f"{chance.randint(10000, 99999)}") for _ in range(80)]
    columns = ["id", "first", "last", "mail", "town", "state", "zip", "phone", "born", "salary", "married"]
    table = []
    for at in range(rows):
        first, last, town = chance.choice(firsts).title(), chance.choice(lasts).title(), chance.choice(towns)
        table.append(
            [
                str(at + 1),
                first,
                last,
                f"{first.lower()}.{last.lower()}@{chance.choice(['mail', 'work'])}.org",
                *town,
                f"({chance.randint(200, 999)}) {chance.randint(200, 999)}-{chance.randint(1000, 9999)}",
                f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/{chance.randint(1940, 2002)}",
                str(chance.randint(20, 90) * 1000),
                chance.choice("MS"),
            ]
        )
    return columns, table


def reports(chance, rows):
    """Several sources tell of the same journeys, and mostly agree."""
    journeys = [
        [
            f"{chance.choice(['XA', 'YB', 'ZC'])}-{chance.randint(10, 999)}-{word(chance).upper()}",
            *(
                f"{chance.randint(1, 12)}:{chance.randint(0, 59):02d} {chance.choice(['a.m.', 'p.m.'])}"
                for _ in range(4)
            ),
        ]
        for _ in range(max(4, rows // 25))
    ]
    sources = words(chance, 20)
    columns = ["source", "journey", "planned start", "start", "planned end", "end"]
    return columns, [[chance.choice(sources), *chance.choice(journeys)] for _ in range(rows)]


def articles(chance, rows):
    journals = [
        (" ".join(words(chance, 3)).title(), f"{chance.randint(1000, 9999)}-{chance.randint(1000, 9999)}")
        for _ in range(60)
    ]
    vocabulary = words(chance, 300)
    columns = ["key", "title", "journal", "issn", "volume", "pages", "created", "language"]
    table = []
    for at in range(rows):
        start = chance.randint(1, 900)
        title = " ".join(chance.choice(vocabulary) for _ in range(chance.randint(4, 12))).capitalize()
        table.append(
            [
                str(at),
                title,
                *chance.choice(journals),
                str(chance.randint(1, 60)),
                f"{start}-{start + chance.randint(1, 30)}",
                f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/{chance.randint(1, 15):02d}",
                chance.choice(["eng", "eng", "eng", "fre", "ger"]),
            ]
        )
    return columns, table


SCHEMAS: dict[str, Callable] = {each.__name__: each for each in (stations, orders, samples, persons, reports, articles)}


def made(schema: str, seed: int, rows: int = 600) -> tuple[list[str], Grid, set[tuple[int, int]]]:
    """Columns, spoilt rows, and the (row, column) of every wrong cell."""
    chance = random.Random(f"{schema}{seed}")
    columns, table = SCHEMAS[schema](chance, rows)
    dirty, wrong = spoil(chance, table)
    return columns, dirty, wrong
