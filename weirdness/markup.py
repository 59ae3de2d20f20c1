"""What people write beside an issue: CommonMark with tables, made into HTML that can do nothing but be read.

Two walls: the parser passes no HTML through and draws no picture, and whatever it made is cleaned by an allow-list.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
ABSOLUTE = re.compile(r"(https?://[^\s/]|mailto:)", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w&#/])#(\d{1,9})(?!\w)")
ADDRESS = re.compile(r"\bhttps?://[^\s<>\"“”]+[^\s<>\"“”.,:;!?'’)\]}*_]", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@/.])@(\w[\w.'’-]*(?:@[\w-]+(?:\.[\w-]+)+)?)")
MOST_CELLS = 4000
Link = Callable[[int], str | None]


def html(text: str, link: Link) -> str:
    """Safe to be put into a page. `link`: an issue's number → its address; None where the reader may not see it."""
    made = _parser_for(text).render(text, {"link": link})
    return nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
        generic_attribute_prefixes=set(),
    )


def _parser_for(text: str) -> Any:
    """A short row is filled up to the width of the head, so a small text could ask for a very large table."""
    lines = text.splitlines()
    cells = max((line.count("|") for line in lines), default=0) * len(lines)
    return _PARSER if cells <= MOST_CELLS else _WITHOUT_TABLES


def numbers(text: str) -> set[int]:
    """The issues that a text may mean by #12."""
    return {int(found) for found in NUMBER.findall(text)}


def mentions(text: str) -> list[str]:
    """What stands after an @, in small letters, each once, in their order; nothing of code or of a link's address."""
    said = [
        found.rstrip(".-'’").lower()
        for token in _texts(_parser_for(text).parse(text, {"link": lambda number: None}))
        for found in MENTION.findall(token.content)
    ]
    return list(dict.fromkeys(said))


def _texts(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from (each for each in token.children or [] if each.type == "text")


def _link_what_is_named(state: StateCore) -> None:
    """#12 and bare addresses become links, unless they stand in a link or in code."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_linked(token.children, state.env["link"]))


def _linked(tokens: list[Token], link: Link) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            yield from _pieces(token.content, link)
        else:
            yield token


def _pieces(text: str, link: Link) -> Iterator[Token]:
    done = 0
    for found in re.finditer(f"{ADDRESS.pattern}|{NUMBER.pattern}", text, re.IGNORECASE):
        number = found.group(1)
        href = link(int(number)) if number else found.group()
        if href is None:
            continue
        yield _said(text[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": href})
        yield _said(found.group())
        yield Token("link_close", "a", -1)
        done = found.end()
    yield _said(text[done:])


def _said(text: str) -> Token:
    return Token("text", "", 0, content=text)


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    made.disable(["image", "html_block", "html_inline"])
    made.validateLink = lambda url: bool(ABSOLUTE.match(url.strip()))  # type: ignore[method-assign]
    made.core.ruler.push("link_what_is_named", _link_what_is_named)
    # A headline of somebody's comment is none of the page that it stands on.
    made.add_render_rule("heading_open", lambda *given: "<p><strong>")
    made.add_render_rule("heading_close", lambda *given: "</strong></p>\n")
    return made


_PARSER: Any = _parser()
_WITHOUT_TABLES: Any = _parser().disable("table")
