"""What a page says of itself: its title and its description, as short plain text."""

import unicodedata
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from vestibule.kit.text import one_line

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 240
_TITLES = ('meta[property="og:title"]', 'meta[name="twitter:title"]')
_DESCRIPTIONS = ('meta[property="og:description"]', 'meta[name="description"]', 'meta[name="twitter:description"]')
# Control characters and those that nobody sees turn the order of letters round or hide some.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_LONGEST_TOP = 65_536
"""Characters of a page that are read: what it says of itself stands at its top.

The parser looks through all open elements at every tag, and through all names of attributes at each, so a long page
that is made for it takes minutes. Its length is the one measure that no page can talk its way around.
"""


@dataclass(frozen=True, slots=True)
class PageText:
    """A title, and a description that may be empty."""

    title: str
    description: str


def page_text(html: str) -> PageText | None:
    """What the page says of itself; nothing of a page without a title."""
    page = LexborHTMLParser(html[:_LONGEST_TOP])
    title = _said(page, _TITLES)
    if not title:
        named = page.css_first("head > title")
        title = named.text(deep=False) if named else ""
    title = _short(title, LONGEST_TITLE)
    if not title:
        return None
    description = _short(_said(page, _DESCRIPTIONS), LONGEST_DESCRIPTION)
    return PageText(title, "" if description == title else description)


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
