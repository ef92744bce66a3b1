"""Numbers that hold no digits to speak of: letters of a keypad, Chinese words that sound like digits."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.lexing import Lexed
from vestibule.policy.phrases import beginnings

KEYPAD: Final = re.compile(
    r"(?<![\w-])(?P<code>(?:1[-. ])?\(?[2-9][0-9]{2}\)?)[-. ](?P<rest>[A-Z0-9]{3,4}[-. ]?[A-Z0-9]{3,4})(?![\w-])"
)
FREE: Final = re.compile(r"8(?:00|33|44|55|66|77|88)")
KEYS: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
LOCAL: Final = 7
FEWEST_LETTERS: Final = 4
SOUNDS: Final = {
    "0": "零〇洞铃玲灵林领另凌冻栋",
    "1": "一壹幺要腰妖夭",
    "2": "二贰两儿耳饵尔",
    "3": "三叁伞散山",
    "4": "四肆思丝似死寺",
    "5": "五伍舞吾午无武屋我",
    "6": "六陆溜留刘柳流牛",
    "7": "七柒拐起期妻奇气",
    "8": "八捌爸巴吧发把",
    "9": "九玖勾酒久就旧救",
}
DIGIT_OF: Final = {ord(char): digit for digit, chars in SOUNDS.items() for char in chars}
MOBILE: Final = re.compile(rf"[{SOUNDS['1']}1][{''.join(SOUNDS.values())}0-9]{{10}}")
MOST: Final = 20


def odd_digits(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates of kind `phone`."""
    original = lexed.original
    if "-" in original or "." in original:
        yield from _keypad(lexed)
    if not original.isascii():
        for match in islice(MOBILE.finditer(lexed.chars), MOST):
            digits = match.group().translate(DIGIT_OF)
            if digits[1] in "3456789" and not match.group().isascii():
                yield Candidate("phone", match.start(), match.end(), digits, 0.8, hidden=True)


def _keypad(lexed: Lexed) -> Iterator[Candidate]:
    if lexed.folded.starts is not None:
        return
    for match in islice(KEYPAD.finditer(lexed.original), MOST):
        rest = re.sub(r"[-. ]", "", match["rest"])
        free = FREE.search(match["code"]) is not None
        if len(rest) != LOCAL or sum(map(str.isalpha, rest)) < FEWEST_LETTERS:
            continue
        if free or beginnings("ringing").search(lexed.chars):
            digits = re.sub(r"[^0-9]", "", match["code"]) + rest.translate(KEYS)
            yield Candidate("phone", match.start(), match.end(), digits, 0.8 if free else 0.65, hidden=True)
