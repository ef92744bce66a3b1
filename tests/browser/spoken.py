"""English that a page shows, found by the sentences of the catalogues and by the commonest words."""

import re
from functools import cache
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from tests.house.sources import ROOT
from tools import texts

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Everything visible, node by node, and what is read aloud.
EVERYTHING_SAID = """
() => {
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!["SCRIPT", "STYLE"].includes(node.parentElement.tagName) && node.parentElement.checkVisibility())
      said.push(node.data);
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    if (one.checkVisibility())
      said.push(...["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) ?? ""));
  return said.map((words) => words.replace(/\\s+/g, " ").trim()).filter((words) => /[a-z]{2}/i.test(words));
}
"""
VALUE = re.compile(r"%\(\w+\)[sd]|%[sd]|\$\{[^}]*\}|\{\w*\}")
IN_CLIENT = re.compile(r'"([^"\n]*[a-z][^"\n]*)"|`([^`\n]*[a-z][^`\n]*)`')
COMMON = re.compile(r"\b(the|you|your|and|with|this|that|from|are|is|was|have|of|for|it)\b", re.IGNORECASE)


@cache
def english() -> tuple[frozenset[str], tuple[str, ...]]:
    """Sentences that are whole by themselves, and longer pieces of those with values; none that Spanish shares."""
    with texts.path_of("es").open("rb") as file:
        translated = [message for message in read_po(file) if message.id]
    server = {text for one in translated for text in _forms(one.id)} - {
        text for one in translated for text in _forms(one.string)
    }
    sources = [(ROOT / "client" / "src" / "text" / f"{language}.ts").read_text() for language in ("en", "es")]
    ours, theirs = ({one[0] or one[1] for one in IN_CLIENT.findall(source)} for source in sources)
    sentences = {" ".join(text.split()) for text in server | (ours - theirs)}
    whole = {text for text in sentences if not VALUE.search(text)}
    pieces = {piece.strip() for text in sentences for piece in VALUE.split(text)}
    return frozenset(whole), tuple(piece for piece in pieces if len(piece) >= 14 and piece.count(" ") >= 2)


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def english_on(page: "Page") -> list[str]:
    """What of the page is English."""
    whole, pieces = english()
    return [
        words
        for words in page.evaluate(EVERYTHING_SAID)
        if words in whole or any(piece in words for piece in pieces) or len(COMMON.findall(words)) > 1
    ]
