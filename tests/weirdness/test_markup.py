"""Markdown as people write it, and as people who mean harm write it. Pure: no database."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness import markup

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.y/z.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<details open ontoggle=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>@import 'http://x.y'</style>",
    "<base href=//x.y>",
    "<form action=//x.y><button>Log in</button></form>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "</textarea></title><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](java&#x09;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/log-out/)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](http://track.example/pixel.png)",
    '![x](http://x.y "a" onerror=alert(1))',
    "[x](http://x.y \"a' onmouseover='alert(1)\")",
    '[x](http://x.y" onmouseover="alert(1))',
    'http://x.y/"onmouseover="alert(1)',
    "http://x.y/<script>alert(1)</script>",
    "`<img src=x onerror=alert(1)>`",
    "```<script>\nalert(1)\n```",
    '```"><script>alert(1)</script>\ncode\n```',
    "| <img src=x onerror=alert(1)> |\n|---|\n| [x](javascript:alert(1)) |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "#12<script>alert(1)</script>",
    "@<img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% debug %}",
]
EXHAUSTING = [
    *("[" * 10_000, "*a " * 3_333, "`" * 10_000, "`a``" * 2_500, ">" * 10_000, "- " * 5_000, "[a](" * 2_500),
    *("<" * 10_000, "![[" * 3_333, "http://" * 1_400, "@a." * 3_333, "**" * 5_000, "_*" * 5_000, "1. " * 3_000),
    "a|" * 100 + "\n" + "-|" * 100 + "\n" + "a|\n" * 3_000,
    "[x]" * 3_333 + "\n\n[x]: http://a",
]


class Page(HTMLParser):
    """What a browser would see of a text: tags with their attributes."""

    def __init__(self, made: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(made)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def seen(number: int) -> str | None:
    return f"/issues/{number}/" if number == 12 else None


def harmless(made: str) -> None:
    for tag, attributes in Page(made).tags:
        assert tag in markup.TAGS
        assert set(attributes) <= {"href", "rel", "start"}
        if "href" in attributes:
            assert attributes["href"].lower().startswith(("http://", "https://", "mailto:")) or (
                attributes["href"] == "/issues/12/"
            )
            assert attributes["rel"] == "nofollow noopener"


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_people_write_does_anything(text: str) -> None:
    harmless(markup.html(text, seen))
    harmless(markup.html(f"> - *{text}*\n\n1. {text}", seen))


@given(st.text(alphabet=st.sampled_from("<>[]()!*_`#@|\n \"'&;:/\\-+~=12ajhtpsonerx\x00\u202e"), max_size=200))
def test_no_mix_of_signs_does_anything(text: str) -> None:
    harmless(markup.html(text, seen))


@pytest.mark.parametrize("text", EXHAUSTING, ids=lambda text: text[:6].strip())
def test_no_text_of_the_longest_length_keeps_the_server_busy(text: str) -> None:
    began = time.process_time()
    markup.html(text, seen)
    markup.mentions(text)
    assert time.process_time() - began < 1


def test_what_people_mean_is_what_they_get() -> None:
    text = "Plates **7** and *8*, ~~9~~:\n- `A1` is odd\n\n| well | signal |\n|---|---:|\n| A1 | -4 |"
    made = markup.html(text, seen)
    for part in ("<strong>7</strong>", "<em>8</em>", "<s>9</s>", "<code>A1</code> is odd", "<td>-4</td>"):
        assert part in made


def test_a_line_that_was_broken_stays_broken_and_a_headline_is_none_of_the_page() -> None:
    assert markup.html("# One\ntwo\nthree", seen) == "<p><strong>One</strong></p>\n<p>two<br>\nthree</p>\n"


def test_the_number_of_an_issue_is_a_link_for_who_may_see_it_alone() -> None:
    made = markup.html("As #12 and #13, not `#12`, a#12 or [#12](http://x.org)", seen)
    links = [attributes["href"] for tag, attributes in Page(made).tags if tag == "a"]
    assert links == ["/issues/12/", "http://x.org"]
    assert markup.numbers("As #12 and #13, not a#14 or #abc") == {12, 13}


def test_an_address_is_a_link_without_the_full_stop_that_ends_the_sentence() -> None:
    made = markup.html("See https://x.org/a?b=1&c=2. Or (http://y.org/z).", seen)
    links = [attributes["href"] for tag, attributes in Page(made).tags if tag == "a"]
    assert links == ["https://x.org/a?b=1&c=2", "http://y.org/z"]


def test_mentions_are_names_after_an_at_and_no_part_of_an_address_or_of_code() -> None:
    text = "@Bea.Moss, @data-scientists! (@ana) bea@x.org `@dirk` @ada@x.org. http://x.org/@stan @Bea.Moss"
    assert markup.mentions(text) == ["bea.moss", "data-scientists", "ana", "ada@x.org"]
