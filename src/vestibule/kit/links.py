"""The web addresses in what people write."""

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from vestibule.kit.markdown import has_marks, parse

# client/src/elements/linked.ts has the same expression. What ends a sentence does not belong to the address.
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?'()\]}]")


def addresses_in(text: str) -> list[str]:
    """The addresses that readers see as links, in order and each once. What stands in code is no link."""
    if "://" not in text:
        return []
    found = _in_markup(text) if has_marks(text) else ADDRESS.findall(text)
    return list(dict.fromkeys(found))


def _in_markup(text: str) -> Iterator[str]:
    for block in parse(text):
        if block.type == "inline":
            yield from _in_line(block.children or ())


def _in_line(tokens: Iterable[Token]) -> Iterator[str]:
    is_link = False
    for token in tokens:
        if token.type == "link_open":
            is_link = True
            yield str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            is_link = False
        elif token.type == "text" and not is_link:
            yield from ADDRESS.findall(token.content)
