"""Honest look-alikes: places whose digits or signs mean something else."""

import re
from bisect import bisect_right
from typing import Final

MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|janv|fevr|avr|mai|juin|juil|aout|okt|dez)"
    r"[a-z]*"
)
DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
CURRENCY: Final = r"(?:[$€£₹¥₽₴₩₫%]|(?:usd|eur|gbp|inr|aed|chf|cop|vnd|jpy|pln|kc|zl|tl|rub|руб|грн|元|万|円)(?![a-z]))"
DIGIT_MASKS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # dates and times, ranges of them, ISO and compact forms
        r"(?<![0-9])(?:19|20)[0-9]{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])(?:[t ][0-9:.]+)?",
        rf"(?<![0-9]){DAY}([-/. ]){DAY}\1(?:19|20)[0-9]{{2}}(?![0-9]| [0-9])",
        r"(?<![0-9])(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}(?![0-9])",
        r"(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?![0-9:])",
        (
            r"(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
            r"(?:t[0-9]{4,6}z?)?(?:\.[0-9]+)?(?![0-9])"
        ),
        r"(?<![0-9])(?:19|20)[0-9]{2} ?- ?(?:19|20)[0-9]{2}(?![0-9])",
        rf"(?<![0-9])[0-9]{{1,2}} {MONTH} [0-9]{{2,4}}",
        # addresses of machines, hashes, identifiers
        r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:/[0-9]{1,2}|:[0-9]{2,5})?(?![0-9]|\.[0-9])",
        r"(?<![0-9a-z:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){5,7}(?![0-9a-z])",
        r"(?<![0-9a-z])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![0-9a-z])",
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"(?<![0-9a-z])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{12,128}(?![0-9a-z])",
        r"(?<![0-9a-z])0x[0-9a-f]{4,}",
        r"#[0-9a-f]{3,8}(?![0-9a-z])",
        r"(?<![0-9a-z])[a-z]{2,5}-[0-9]{3,6}(?:-[0-9]{3,8})?(?![0-9])",
        # versions
        (
            r"(?<![0-9.])(?![0-9]{3}\.[0-9]{3}\.[0-9]{4})v?[0-9]{1,4}\.[0-9]{1,3}\.[0-9]{1,3}"
            r"(?:[-.+][0-9a-z]+){0,4}(?![0-9]|\.[0-9])"
        ),
        r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}\.[0-9]{1,4}(?![0-9])",
        # decimals and thousands with two kinds of separators, signed coordinates
        r"(?<![0-9.])-?[0-9]{1,3}\.[0-9]{4,}(?![0-9])(?!-)",
        r"(?<![0-9])[0-9]{1,3}(?:[,' ][0-9]{3})+\.[0-9]{1,2}(?![0-9])",
        r"(?<![0-9])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}(?![0-9])",
        r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9,])",
        r"(?<![0-9.])0?\.[0-9]+",
        # sizes
        r"(?<![0-9.,])[0-9.,]{1,12} ?x ?[0-9.,]{1,12}(?: ?x ?[0-9.,]{1,12})?",
        # money and percent
        r"(?:[$€£₹¥₽₴₩₫]|r\$|usd|eur|gbp|inr|aed|chf|rp|rs\.?|kc|zl) ?[0-9](?:[0-9., ']{0,24}[0-9])?",
        rf"(?<![0-9])[0-9](?:[0-9., ']{{0,24}}[0-9])? ?{CURRENCY}",
        r"№ ?[0-9]+",
    )
)


class Mask:
    """Merged spans; answers whether a place lies in one."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, start: int, end: int) -> bool:
        """Whether any character of the span is masked."""
        place = bisect_right(self._starts, start) - 1
        if place >= 0 and self._ends[place] > start:
            return True
        return place + 1 < len(self._starts) and self._starts[place + 1] < end


def digit_mask(chars: str, taken: list[tuple[int, int]]) -> Mask:
    """Places where digits are dates, versions, prices …, with the spans that others have taken already."""
    spans = list(taken)
    for pattern in DIGIT_MASKS:
        spans.extend(match.span() for match in pattern.finditer(chars))
    return Mask(spans)
