"""What every kind of condition is: what it looks at, which words it takes, and how it is said."""

from collections.abc import Callable
from dataclasses import dataclass

from weirdness.routing.facts import Facts

Words = tuple[str, ...]
Choices = list[tuple[str, str]]
MOST_WORDS, LONGEST_WORD = 50, 200


class Wrong(ValueError):
    """A word that a condition does not take; the text says what to write instead."""


def same(wanted: str, found: str) -> bool:
    return wanted == found


def any_word(word: str) -> str:
    return word


def no_choices() -> Choices:
    return []


@dataclass(frozen=True)
class Condition:
    """It holds when one of its words fits one of the flag's values.

    `values`: what the flag has, none when nothing is known. `accept`: a typed word as it is kept; raises Wrong.
    `choices`: (word, label) of those there are, for kinds that take only such words; others are typed.
    `says`: for a kind that is a yes or no, the whole phrase. `of_dataset`: the same for every flag on a dataset.
    `order`: among the fields of the form and in the sentence.
    """

    name: str
    label: str
    hint: str
    subject: str
    values: Callable[[Facts], Words]
    missing: str
    fits: Callable[[str, str], bool] = same
    accept: Callable[[str], str] = any_word
    choices: Callable[[], Choices] = no_choices
    says: str = ""
    is_chosen: bool = False
    of_dataset: bool = False
    order: int = 99

    def holds(self, words: Words, facts: Facts) -> bool:
        return any(self.fits(wanted, found) for wanted in words for found in self.values(facts))

    def phrase(self, words: Words) -> str:
        """`the dataset is nyc/* or lab/*`."""
        return self.says or f"{self.subject} is {either(words)}"

    def why_not(self, words: Words, facts: Facts) -> str:
        """For a condition that does not hold: `the dataset is lab/plates, not nyc/*`."""
        found = self.values(facts)
        if not found or self.says:
            return self.missing
        return f"{self.subject} is {' and '.join(map(said, found))}, not {either(words)}"

    def read(self, typed: list[str]) -> Words:
        """Words from a form: one text with commas, or the ticked choices. Empty: no condition. Raises Wrong."""
        parts = [part.strip() for text in typed for part in text.split(",")]
        words = tuple(dict.fromkeys(self.accept(part) for part in parts if part))
        if len(words) > MOST_WORDS:
            raise Wrong(f"These are {len(words)} words; {MOST_WORDS} fit. Make two rules of it, or use *.")
        for word in words:
            if len(word) > LONGEST_WORD:
                raise Wrong(f"“{word[:30]}…” is over {LONGEST_WORD} characters. Shorten it.")
        if self.is_chosen:
            self._accept_choice(words)
        return words

    def _accept_choice(self, words: Words) -> None:
        offered = [word for word, _ in self.choices()]
        for word in words:
            if word not in offered:
                raise Wrong(f"There is no {self.label.lower()} {said(word)}. Choose one of: {', '.join(offered)}.")


def either(words: Words) -> str:
    """`a`, `a or b`, `a, b or c`."""
    shown = [said(word) for word in words]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def said(word: str) -> str:
    """As people read it: slugs without hyphens; keys, columns and patterns as they are."""
    return word if any(mark in word for mark in "/*?[_") else word.replace("-", " ")
