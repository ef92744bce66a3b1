"""Honest look-alikes: places whose digits or signs mean something else."""

import re
from bisect import bisect_right
from typing import Final

from vestibule.policy.normalise import longest

MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|janv|fevr|avr|mai|juin|juil|aout|okt|dez)"
    r"[a-z]*"
)
DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
CURRENCY: Final = r"(?:[$€£₹¥₽₴₩₫%]|(?:usd|eur|gbp|inr|aed|chf|cop|vnd|jpy|pln|kc|zl|tl|rub|руб|грн|元|万|円)(?![a-z]))"
OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
DIALLED: Final = (
    r"(?:1\.)?[0-9]{3}\.[0-9]{3}\.[0-9]{4}|[2-9][0-9]{2}\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}|0[1-9](?:\.[0-9]{2}){4}"
    r"|0[1-9][0-9]{1,3}(?=(?:\.[0-9]+)+(?!\.?[0-9]))(?=(?:\.?[0-9]){6,8}(?![0-9]))\.[0-9]{2,4}\.[0-9]{2,4}"
    r"|[1-9]{2}\.9\.[0-9]{4}\.[0-9]{4}"
)
"""Telephone numbers that look like versions."""
LENGTH: Final = r"(?!0[0-9])[0-9.,]{1,12}"
LAW: Final = (
    r"(?:lei|ley|law|legge|loi|decretos?|decreto-lei|decret|decree|act|gesetz|ustawa|закону?|directive|regulation"
    r"|regulamento|reglamento|resolucao|resolucion)\.? (?:n[º°.o]{0,2} ?)?"
)
POSTS: Final = r"(?:gb|us|ca|au|nz|ie|de|at|ch|nl|be|fr|lu|es|pt|it|pl|cz|sk|hu|ro|se|no|dk|fi|ua|ru|in|cn|jp|hk|br|mx)"
KINDS: Final = r"[ceklruv][a-z]"
"""What a parcel is by its first two letters (UPU S10)."""
SHORT_WORDS: Final = r"(?:el|en|em|er|es|et|eu|ex|ce|ci|co|ki|ko|ku|la|le|li|lo|un|um|us|up|re|va|ve|vi)(?![a-z])"
AMOUNT: Final = (
    r"(?:[0-9]{1,3}([., '])[0-9]{3}(?:\1[0-9]{3})*(?:[.,][0-9]{1,2})?"
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]{1,2})?|[0-9]+(?:[.,][0-9]+)?)"
)
"""As amounts are written: thousands set apart by one sign, lakhs, decimals."""
APART: Final = re.compile(
    r"(?<![0-9])[0-9](?P<sign>[^0-9\n:]{1,3})(?:[0-9](?P=sign)){5,13}[0-9](?![0-9])"
    r"|(?<![0-9a-z])[0-9](?:[^\W\d_][0-9]){6,14}(?![0-9a-z])"
    r"|(?<![\w=])[0-9]{1,4}(?P<odd>[=~*_|^#<>$%]{1,3})(?:[0-9]{2,4}(?P=odd)){2,4}[0-9]{2,4}(?![\w=])"
    r"|(?<![\w.])[0-9](?:(?!, |; )[^\w\n:,;]{1,3}[0-9]){8,13}(?![\w.])"
    r"|(?<![\w:])[0-9](?::[0-9]){8,13}(?![\w:])"
    r"|(?<![\w:;])0[1-9](?P<pair>[:;])(?:[0-9]{2}(?P=pair)){3}[0-9]{2}(?![\w:;])"
    r"|(?<!\w)[0-9](?P<between>[ .*_-])(?:[0-9oilsb](?P=between)){5,13}[0-9oilsb](?!\w)"
)
"""Single digits, or groups of them, with the same sign between each and the next: nobody writes a version so."""
YEARS: Final = ("19", "20")
MONTH_STARTS: Final = frozenset(
    {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
    | {"ene", "abr", "ago", "dic", "fev", "avr", "mai", "jui", "aou", "okt", "dez"}
)
BEFORE_MONEY: Final = (*"$€£₹¥₽₴₩₫", "usd", "eur", "gbp", "inr", "aed", "chf", "rp", "rs", "rs.", "kc", "zl")
AFTER_MONEY: Final = (
    *"$€£₹¥₽₴₩₫%", "usd", "eur", "gbp", "inr", "aed", "chf", "cop", "vnd", "jpy", "pln", "kc", "zl", "tl", "rub",
    "руб", "грн", "元", "万", "円",
)  # fmt: skip
DIGIT_MASKS: Final = tuple(
    (clue, re.compile(pattern))
    for clue, pattern in (
        # dates and times, ranges of them, ISO and compact forms
        (
            "year",
            rf"(?<![0-9])(?:19|20)[0-9]{{2}}([-/.])(?:0?[1-9]|1[0-2])\1{DAY}(?![0-9])(?:[t ][0-9:.]+)?",
        ),
        ("year", rf"(?<![0-9]){DAY}([-/. ]){DAY}\1(?:19|20)[0-9]{{2}}(?![0-9]| [0-9](?![0-9]?[:h]))"),
        ("/", rf"(?<![0-9/]){DAY}/{DAY}/[0-9]{{2}}(?![0-9/])"),
        ("/", r"(?<![0-9])(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}(?![0-9])"),
        # numbers of registers with their year, and with letters at the end that are no digits in disguise
        ("/", r"(?<![0-9/.+-])[0-9]{1,8}/(?:19|20)[0-9]{2}(?![0-9/]|[ -][0-9])"),
        ("year", r"(?<![0-9/.+-])(?:19|20)[0-9]{2}/[0-9]{3,8}(?:-[a-z]{1,2})?(?![0-9a-z/]|[ -][0-9])"),
        ("-", r"(?<![0-9a-z+])[0-9]{2,8}(?:[-/][0-9]{2,8}){1,4}-(?![oilsbz]*(?![a-z]))[a-z]{1,2}(?![0-9a-z])"),
        (":", r"(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?![0-9:])"),
        # chapters and verses, parts of a piece: "Song 2:8-10 & 8:6-7"
        (":", r"(?<=[a-z&.,;] )[1-9][0-9]{0,2}:[0-9]{1,3}-[0-9]{1,3}(?![0-9:-])(?! [0-9])"),
        (
            "year",
            (
                r"(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
                r"(?:t[0-9]{4,6}z?)?(?:\.[0-9]+)?(?![0-9])"
            ),
        ),
        ("year", r"(?<![0-9])(?:19|20)[0-9]0'?s(?![0-9a-z])"),
        ("sept", r"(?<![a-z])sept\.? [0-9]{1,2}(?![0-9])(?:, ?[0-9]{4})?"),
        ("year", r"(?<![0-9])(?:19|20)[0-9]{2} ?- ?(?:19|20)[0-9]{2}(?![0-9])"),
        ("year", r"(?<![0-9+-])(?<![0-9] )20[0-3][0-9]-[0-4][0-9](?![0-9]|-[0-9]| [0-9])"),  # of accounts: 2019-20
        # files of offices: groups with letters and a year among them
        (
            "year",
            r"(?<![0-9a-z+-])(?=[0-9./-]{0,12}[a-z])(?:[0-9a-z]{1,4}[/-]){1,4}(?:19|20)[0-9]{2}[/-][0-9]{2,6}(?![0-9-])",
        ),
        ("month", rf"(?<![0-9.]){DAY} {MONTH} [0-9]{{2,4}}(?![0-9])(?! ?[h:])"),
        # addresses of machines, hashes, identifiers
        (".", rf"(?<![0-9.])(?:{OCTET}\.){{3}}{OCTET}(?:/[0-9]{{1,2}}|:[0-9]{{2,5}})?(?![0-9]|\.[0-9])"),
        ("machine", r"(?<![0-9a-z:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){5,7}(?![0-9a-z])"),
        ("machine", r"(?<![0-9a-z])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![0-9a-z])"),
        ("long", r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        ("long", r"(?<![0-9a-z])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{12,128}(?![0-9a-z])"),
        # letters of several kinds between groups of digits, none of them a word
        (
            "long",
            r"(?<![0-9a-z])(?=[0-9a-z]*[acdfhjkmnpruvwxy])(?:[0-9]+[a-z]{1,2}|[a-z]{1,3}[0-9]{2,}){2,}[0-9a-z]{0,3}(?![0-9a-z])",
        ),
        ("0x", r"(?<![0-9a-z])0x[0-9a-f]{4,}"),
        ("#", r"#[0-9a-f]{3,8}(?![0-9a-z])"),
        ("-", r"(?<![0-9a-z])[a-z]{2,5}-[0-9]{3,6}(?:-[0-9]{3,8})?(?![0-9])"),
        ("* ", r"(?<!\S)(?=[^*\n]{0,14}\*)(?:(?!\*\*)[0-9*][0-9*/,-]* ){4}(?!\*\*)[0-9*][0-9*/,-]*(?!\S)"),  # crons
        # versions
        (
            ".",
            (
                rf"(?<![0-9.+])(?<![0-9]/)(?<![0-9] / )(?!{DIALLED})v?[0-9]{{1,4}}\.[0-9]{{1,3}}\.[0-9]{{1,3}}"
                r"(?:[-.+][0-9a-z]+){0,4}(?![0-9]|\.[0-9])"
            ),
        ),
        (".", rf"(?<![0-9.+])(?!{DIALLED})[0-9]{{1,2}}\.[0-9]{{1,2}}\.[0-9]{{2,4}}\.[0-9]{{1,4}}(?![0-9])"),
        # decimals and thousands with two kinds of separators, signed coordinates
        (".", r"(?<![0-9.])-?[0-9]{1,3}\.[0-9]{4,}(?![0-9])(?!-)(?!\.[0-9]{4})"),
        (".", r"(?<![0-9])[0-9]{1,3}(?:[,' ][0-9]{3})+\.[0-9]{1,2}(?![0-9])"),
        (",", r"(?<![0-9])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}(?![0-9])"),
        (",", r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9,])"),
        (".", r"(?<![0-9a-z.])0?\.[0-9]+"),
        # land registers
        ("/", r"(?<![a-z0-9])[a-z]{2}[0-9][a-z]/[0-9]{8}/[0-9](?![0-9])"),
        # objects of publishers
        (".", r"(?<![a-z])doi(?:\.org/)?[:. ]{0,2}10\.[0-9]{4,9}/[^\s,;]+"),
        # rows of decimals, as thicknesses are told
        (",", r"(?<![0-9.,-])[0-9]{1,2},[0-9]{1,2}(?:(?: ?[-/;] ?| )[0-9]{1,2},[0-9]{1,2}){2,}(?![0-9])"),
        # numbers of German taxpayers
        ("/", r"(?<![a-z])(?:st|steuer)\.?-? ?(?:nr|nummer|idnr)\.?:? ?[0-9]{2,3}/[0-9]{3,4}/[0-9]{4,5}(?![0-9])"),
        # ranges of pages
        ("-", r"(?<![a-z])(?:pp?|pages?|pagg?|seiten|стр)\.? ?[0-9]{1,4}-[0-9]{1,4}(?![0-9-])"),
        # what posts carry (UPU S10), with the letters of the kind and of the country
        (
            " ",
            (
                rf"(?<![a-z0-9])(?:{KINDS}|(?!{SHORT_WORDS}){KINDS} )"
                rf"[0-9]{{3,4}} ?[0-9]{{3,4}} ?[0-9]{{1,3}}{POSTS}(?![a-z0-9])"
            ),
        ),
        # laws by number and year
        ("/", rf"(?<![a-z]){LAW}[0-9]{{1,3}}(?:\.?[0-9]{{3}}){{0,2}}/(?:19|20)?[0-9]{{2}}(?![0-9/-])"),
        # sizes
        ("size", rf"(?<![0-9.,])(?<!x)(?<!x ){LENGTH} ?x ?{LENGTH}(?: ?x ?{LENGTH})?(?![0-9]| ?x ?0?[0-9])"),
        # money and percent
        ("money", rf"(?:[$€£₹¥₽₴₩₫]|r\$|usd|eur|gbp|inr|aed|chf|rp|rs\.?|kc|zl) ?{AMOUNT}(?![0-9]|[.,'][0-9])"),
        ("money", rf"(?<![0-9])(?<![0-9][.,']){AMOUNT} ?{CURRENCY}"),
        ("№", r"№ ?[0-9]+"),
    )
)
"""What takes digits out, each with the clue without which it cannot be in a text."""
DIGITS: Final = re.compile(r"[0-9]+")
SIZE: Final = re.compile(r"x ?[0-9.,]")
LONG: Final = 12
COLONS: Final = 5


def _clues(chars: str) -> set[str]:
    """What stands beside the digits of a text: one pass instead of one for each mask."""
    clues = {sign for sign in ("0x", "#", "№", "* ", "sept") if sign in chars}
    if longest(chars) >= LONG:
        clues.add("long")
    if chars.count(":") + chars.count("-") >= COLONS:
        clues.add("machine")
    if SIZE.search(chars):
        clues.add("size")
    for run in DIGITS.finditer(chars):
        start, end = run.span()
        clues.add(chars[start - 1 : start])
        if end - start >= 4 and run[0].startswith(YEARS):
            clues.add("year")
        begin = start - 1 if chars[start - 1 : start] == " " else start
        after = end + 1 if chars[end : end + 1] == " " else end
        if chars.endswith(BEFORE_MONEY, 0, begin) or chars.startswith(AFTER_MONEY, after):
            clues.add("money")
        if after > end and chars[after : after + 3] in MONTH_STARTS:
            clues.add("month")
    return clues


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


def set_apart(chars: str) -> Mask:
    """Places where a row of digits is written one by one with signs or letters between."""
    return Mask([match.span() for match in APART.finditer(chars)])


def digit_mask(chars: str, taken: list[tuple[int, int]], apart: Mask) -> Mask:
    """Places where digits are dates, versions, prices …, with the spans that others have taken already.

    What is written digit by digit (`apart`) is none of them.
    """
    spans = list(taken)
    clues = _clues(chars)
    for clue, pattern in DIGIT_MASKS:
        if clue in clues:
            spans.extend(match.span() for match in pattern.finditer(chars) if not apart.covers(*match.span()))
    return Mask(spans)
