"""A keystroke-level model of what somebody does at a page (Card, Moran & Newell, The Psychology of Human-Computer
Interaction, 1983, chapter 8): the published time of each operator, summed over what was really done."""

from playwright.sync_api import Locator, Page

# Seconds: a key by an average skilled typist (55 words a minute), pointing with a mouse, a button of it pressed and
# let go, moving the hand between mouse and keyboard, and preparing in mind for the next step.
KEY, POINT, CLICK, HOME, MIND = 0.20, 1.10, 0.20, 0.40, 1.35
SLOWER_KEY = 0.28  # by an average non-secretary typist (40 words a minute)


class Keystrokes:
    """Does things at a page and keeps what each of them costs; begins with the hand on the mouse.

    Clicks are counted by the page itself, so that what a script clicks is not taken for a person's.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.done, self.at_mouse, self.clicks = page, [], True, 0
        page.expose_binding("heardClick", lambda _source: self._heard())
        page.add_init_script("addEventListener('pointerup', e => e.isTrusted && window.heardClick(), true)")

    def click(self, place: Locator) -> None:
        self._reach(mouse=True)
        self.done += ["M", "P", "B"]
        place.click()

    def press(self, key: str) -> None:
        self._reach(mouse=False)
        self.done += ["M", *["K"] * len(key.split("+"))]
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self._reach(mouse=False)
        self.done += ["M", *["K"] * len(text)]
        self.page.keyboard.type(text)

    def seconds(self, key: float = KEY) -> float:
        cost = {"M": MIND, "P": POINT, "B": CLICK, "H": HOME, "K": key}
        return sum(cost[each] for each in self.done)

    def told(self) -> str:
        counted = ", ".join(f"{self.done.count(each)} {each}" for each in "MPBHK" if each in self.done)
        return f"{self.seconds():.1f} s ({counted}); a slower typist {self.seconds(SLOWER_KEY):.1f} s"

    def _reach(self, *, mouse: bool) -> None:
        if mouse != self.at_mouse:
            self.done.append("H")
        self.at_mouse = mouse

    def _heard(self) -> None:
        self.clicks += 1
