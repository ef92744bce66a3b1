"""Names that are spelt letter by letter: "hotel lima india", "N for November, double O", "Tadeusz, Ewa, Adam"."""

from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.lexing import Item
from vestibule.policy.normalise import quick_fold
from vestibule.policy.word_lists import word_set

ALPHABET: Final = frozenset(map(quick_fold, word_set("spelling_alphabet")))
LETTER_NAMES: Final = frozenset(map(quick_fold, word_set("letter_names") | word_set("spelling_names")))
LINKS: Final = frozenset(map(quick_fold, word_set("spelling_links")))
BESIDE: Final = frozenset({",", "double", "-", "and", "then", ".", "_"})
LONGEST: Final = 60
FEWEST: Final = 3
"""Letters that are spelt, or words in a row with commas between, at least."""


def spelt_from(items: list[Item], last: int) -> int:
    """The item with which the spelling begins that ends at `last`; `last` itself when nothing is spelt."""
    first = _by_letters(items, last)
    return first if first < last else _by_commas(items, last)


def _by_letters(items: list[Item], last: int) -> int:
    """Where letters, or words that stand for letters, begin; "N for Nagpur" is one."""
    first, letters = last, 0
    near = last
    while near >= max(0, last - LONGEST):
        item = items[near]
        if near >= 2 and items[near - 1].text in LINKS and _one_letter(items[near - 2]):
            near -= 2
        elif near >= 3 and items[near - 2].text in LINKS and _one_letter(items[near - 3]):
            near -= 3  # "V as in Victor"
        elif not _letter(item):
            if item.text in BESIDE or item.text in LINKS or item.classes & (f.DOT_WORD | f.UNDER_WORD):
                near -= 1
                continue
            break
        first, letters = near, letters + 1
        near -= 1
    return first if letters >= FEWEST or (letters and first == last) else last


def _by_commas(items: list[Item], last: int) -> int:
    """Where a row of single words with commas between begins: each stands for its first letter."""
    first, words = last, 1
    while first >= FEWEST and items[first - 1].text == "," and items[first - 2].text[0].isalnum():
        before = items[first - 3].text if first >= FEWEST else ","
        first -= 2
        words += 1
        if before != ",":
            break
    return first if words >= FEWEST and not items[first].classes & (f.NEG | f.WORK | f.GIVE) else last


def letters_of(items: list[Item], place: int) -> int:
    """How many words from `place` on, with nothing but blanks between, stand for letters by an alphabet."""
    count = 0
    while place + count < len(items) and items[place + count].text in ALPHABET:
        if count and items[place + count].start - items[place + count - 1].end != 1:
            break
        count += 1
    return count


def _one_letter(item: Item) -> bool:
    return len(item.text) == 1 and item.text.isalpha()


def _letter(item: Item) -> bool:
    if item.classes & f.NUM or item.text in ALPHABET or item.text in LETTER_NAMES:
        return True
    return len(item.text) == 1 and item.text.isalnum()
