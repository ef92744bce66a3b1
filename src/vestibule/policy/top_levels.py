"""The ends of host names."""

from functools import cache

from vestibule.policy.word_lists import LEXICONS


@cache
def top_levels() -> frozenset[str]:
    """Top-level domains, folded."""
    return frozenset((LEXICONS / "tlds.txt").read_text(encoding="utf-8").split()) | {"xn--p1ai"}
