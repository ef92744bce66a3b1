"""The light Markdown of messages: bold, italic, code, code blocks, lists, quotes, links. No HTML, no pictures.

One grammar for the server and the client (client/src/elements/markdown.ts): the same rules of markdown-it and its port.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Whatever is none of these stands in the text as it was written.
_BLOCKS = ["fence", "list", "blockquote"]
_INLINE = ["backticks", "emphasis", "escape", "link"]
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SIGNS = ("*", "_", "`", "\\", "[", ">", "~~~")
_ITEM = re.compile(r"[ \t]*(?:[-+]|\d{1,9}[.)])(?:[ \t]|$)")


def _make() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False}).enable([*_BLOCKS, *_INLINE])
    made.validateLink = lambda url: _WEB_ADDRESS.fullmatch(url) is not None  # type: ignore[method-assign]
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return made


_grammar = _make()


def has_marks(text: str) -> bool:
    """Whether anything in the text may be markup. No is final."""
    # Asked of every message and of those before it: looking for one sign after the other beats any expression.
    for sign in _SIGNS:
        if sign in text:
            return True
    return any(map(_ITEM.match, text.splitlines()))


def parse(text: str) -> Sequence[Token]:
    """The blocks of a text, as tokens that open and close; those of type `inline` have `children`."""
    return _grammar.parse(text)


def seen_text(text: str) -> tuple[str, list[int]] | None:
    """What readers see of a text, and for each of its code points the place in the text that it comes from.

    The addresses behind links are part of it where the text spells them otherwise. Nothing where there is no markup.
    """
    if not has_marks(text):
        return None
    seen: list[str] = []
    places: list[int] = []
    at = 0
    for piece in _pieces(text):
        for char in piece:
            found = text.find(char, at)
            # A blank or line end that the text does not have there stands where the reading has got to.
            place = found if found >= 0 and not (char.isspace() and found > at + 2) else min(at, len(text) - 1)
            seen.append(char)
            places.append(place)
            at = place + 1 if place == found else at
    return "".join(seen), places


def shown_text(text: str) -> str:
    """What readers see of a text, in plain words."""
    return "".join(_pieces(text)) if has_marks(text) else text


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for block in parse(text):
        if block.type == "fence":
            pieces += [block.content, "\n"]
        elif block.type == "inline":
            pieces += [*(_seen_of(one, text) for one in block.children or ()), "\n"]
    return pieces[:-1]


def _seen_of(token: Token, text: str) -> str:
    if token.type == "link_open":
        address = str(token.attrs.get("href", ""))
        return "" if address in text else f"{address} "
    return token.content if token.type in {"text", "code_inline"} else ""
