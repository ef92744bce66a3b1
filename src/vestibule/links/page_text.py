"""What a page says of itself: its title and its description, as short plain text."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from vestibule.kit.text import one_line

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 240
_TITLES = ('meta[property="og:title"]', 'meta[name="twitter:title"]')
_DESCRIPTIONS = ('meta[property="og:description"]', 'meta[name="description"]', 'meta[name="twitter:description"]')
# Control characters and those that nobody sees turn the order of letters round or hide some.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
# The parser looks through all open elements at every tag: deep pages would take it minutes. Browsers stop at 512.
_DEEPEST = 512
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)", re.IGNORECASE)
_NEVER_OPEN = frozenset({"base", "br", "hr", "img", "input", "link", "meta", "path", "source", "wbr"})


@dataclass(frozen=True, slots=True)
class PageText:
    """A title, and a description that may be empty."""

    title: str
    description: str


def page_text(html: str) -> PageText | None:
    """What the page says of itself; nothing of a page without a title."""
    page = LexborHTMLParser(_not_too_deep(html))
    title = _said(page, _TITLES)
    if not title:
        named = page.css_first("head > title")
        title = named.text(deep=False) if named else ""
    title = _short(title, LONGEST_TITLE)
    if not title:
        return None
    description = _short(_said(page, _DESCRIPTIONS), LONGEST_DESCRIPTION)
    return PageText(title, "" if description == title else description)


def _not_too_deep(html: str) -> str:
    """The page up to where more than so many elements may be open; an end closes what has begun, nothing else."""
    begun: Counter[str] = Counter()
    deep = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if not tag[1] and name not in _NEVER_OPEN:
            begun[name] += 1
            deep += 1
        elif tag[1] and begun[name]:
            begun[name] -= 1
            deep -= 1
        if deep > _DEEPEST:
            return html[: tag.start()]
    return html


def _said(page: LexborHTMLParser, selectors: tuple[str, ...]) -> str:
    for selector in selectors:
        found = page.css_first(selector)
        said = found.attributes.get("content") if found else None
        if said and said.strip():
            return said
    return ""


def _short(text: str, longest: int) -> str:
    seen = one_line("".join(" " if char.isspace() else char for char in text if _is_seen(char)))
    return seen if len(seen) <= longest else seen[: longest - 1].rstrip() + "…"


def _is_seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _UNSEEN
