"""What the journeys of the triage desk share: issues to work on, and the keystroke-level model of working on them."""

import json
import secrets
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.stack import Stack

# Seconds per operator: Card, Moran & Newell, "The keystroke-level model for user performance time with interactive
# systems", Communications of the ACM 23 (1980): key, pointing, homing, mental preparation, mouse button.
K, P, H, M, B = 0.28, 1.1, 0.4, 1.35, 0.1
MADE = """
import json, sys
from django.utils import timezone
from weirdness.models import Person
from weirdness.services import flags
from weirdness.services.flags import Report
said = json.loads(%r)
amara = Person.objects.get(name="Amara Okafor")
for sentence, rows in said:
    about = {"target": "rows" if rows else "column", "column": "arr_delay", "rows": rows}
    report = Report(dataset="nyc/flights", category="wrong-value", sentence=sentence, **about)
    print("made", flags.raise_flag(person=amara, report=report, now=timezone.now()).issue_id)
"""


def fresh(word: str) -> str:
    """A word that no other issue holds, so that a search for it lists one journey's issues alone."""
    return word + "".join(secrets.choice("bdfgklmnprst") for _ in range(6))


def made(stack: Stack, *sentences: str, rows: str = "") -> list[int]:
    """Issues from Amara's flags about nyc/flights, by the verb that the form calls."""
    said = stack.manage("shell", "-c", MADE % json.dumps([(each, rows) for each in sentences]))
    return [int(line.split()[1]) for line in said.splitlines() if line.startswith("made ")]


@dataclass
class Typist:
    """Presses keys and keeps count: what a verdict costs beside reading, and its words apart from that."""

    page: Page
    verdicts: list[tuple[str, int, int]] = field(default_factory=list)

    def verdict(self, name: str, *keys: str, words: str = "") -> None:
        """The keys of one verdict; `words` are typed after the first of them. Waits for the page that follows."""
        with self.page.expect_navigation():
            for at, key in enumerate(keys):
                self.page.keyboard.press(key)
                if at == 0 and words:
                    self.page.keyboard.type(words)
        expect(self.page.locator("#messages .note")).to_be_visible()
        pressed = sum(key.count("+") + 1 for key in keys)
        self.verdicts.append((name, pressed, len(words)))

    def seconds(self) -> list[tuple[str, int, float]]:
        """Per verdict its keys and seconds: one decision, then the keys; the words that it leaves are told apart."""
        return [(name, keys, M + keys * K) for name, keys, _ in self.verdicts]

    def told(self) -> str:
        lines = [f"{'verdict':24} keys  seconds beside reading  its words take"]
        for (name, keys, took), (_, _, letters) in zip(self.seconds(), self.verdicts, strict=True):
            lines.append(f"{name:24} {keys:4}  {took:22.2f}  {letters * K:14.1f}")
        return "\n".join(lines)
