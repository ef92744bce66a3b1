"""Names that are spelt letter by letter: "hotel lima india", "N for November, double O"."""

from typing import Final

from vestibule.policy.lexing import Item
from vestibule.policy.word_lists import word_set

ALPHABET: Final = word_set("spelling_alphabet")
LINKS: Final = frozenset({"for", "as", "in", "like", "wie", "come", "como", "comme", "jak", "как", ",", "double", "-"})
LONGEST: Final = 60


def spelt_from(items: list[Item], last: int) -> int:
    """The item with which the spelling begins that ends at `last`; `last` itself when nothing is spelt."""
    if not _letter(items[last]):
        return last
    first = last
    for place in range(last - 1, max(last - LONGEST, -1), -1):
        if _letter(items[place]):
            first = place
        elif items[place].text not in LINKS:
            break
    return first


def _letter(item: Item) -> bool:
    return item.text in ALPHABET or (len(item.text) == 1 and item.text.isalpha())
