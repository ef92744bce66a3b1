"""Sets of words as one pattern: quick to search for, however many there are."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from vestibule.policy.normalise import quick_fold
from vestibule.policy.splitting import SPLIT
from vestibule.policy.word_lists import CJK, word_set

WITHOUT_BLANKS: Final = re.compile(f"[{CJK}]")
Node = dict[str, "Node"]


@cache
def beginnings(*names: str) -> re.Pattern[str]:
    """The entries of word sets as beginnings of words; in scripts without blanks between words, anywhere."""
    words = {quick_fold(word) for name in names for word in word_set(name)}
    bound = {word for word in words if not WITHOUT_BLANKS.match(word)}
    branches = [f"(?<![^\\W_])(?:{_tree(bound)})"] if bound else []
    branches += [_tree(words - bound)] if words - bound else []
    return re.compile("|".join(branches))


@cache
def loudest_words(*names: str) -> re.Pattern[str]:
    """The longest word of each entry, as a beginning: without it the entry is not there."""
    words = (quick_fold(word) for name in names for word in word_set(name))
    return re.compile(_tree({max(word.translate(SPLIT).split() or [word], key=len) for word in words}))


def _tree(words: Iterable[str]) -> str:
    """A pattern that looks at each first character once."""
    root: Node = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _written(root)


def _written(node: Node) -> str:
    if "" in node:
        return ""  # a shorter entry says as much as the longer ones that begin with it
    parts = [re.escape(char) + _written(rest) for char, rest in sorted(node.items())]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
