"""Host names and whole addresses that are written without a blank: "gmaildotcom", "anaarrobahotmailpuntocom"."""

import re
from functools import cache
from typing import Final

from vestibule.policy.top_levels import top_levels

AT: Final = (
    "attherateof|attherate|atherate|arrobas?|aroba|arobases?|arobas|arobaz|chiocciola|chiocc|malpka|malpa|sobachka"
    "|sobaka|ravlyk|klammeraffe|affenschwanz|zavinac|apenstaartje|собачка|собака|равлик|арроба|aett?|at"
)
DOT: Final = "dot|d0t|punto|punkt|ponto|point|kropka|krapka|tochka|точка|крапка|дот"
WEAK: Final = frozenset({"at", "aet", "aett"})
SHORTEST: Final = 9
SHORTEST_END: Final = 5
LONGEST: Final = 90
COMMON: Final = (
    "com|net|org|info|biz|ru|de|fr|es|it|pl|ua|br|in|uk|io|co|me|eu|ch|at|nl|cz|pt|mx|ar|se|no|dk|fi|be|ie|jp|kr|tr|gr|ro"
    "|hu|sk|lt|lv|ee|nz|au|za|sg|sa|ae|eg|ma|il|ру|ком|юа"
)
TAIL: Final = re.compile(rf"(?:[_-]?(?:{DOT})[_-]?(?:[a-z]{{2,10}}?|ру|ком|юа|нет)){{1,3}}(?![^\W_])")
SIGN: Final = re.compile(rf"[_-]?(?:{AT})[_-]?")
WITH_HOST: Final = re.compile(
    rf"(?P<host>[^\W\d_][\w-]*?)?(?P<dot>{DOT})(?P<top>{COMMON})(?:(?:{DOT})(?P<more>[a-z]{{2}}))?"
)
ENDING: Final = re.compile(rf"(?:{DOT})(?:{COMMON})$")


@cache
def _tail_top(tail: str) -> bool:
    """Whether the last label of the end of a host is a top-level domain."""
    last = re.split(rf"[_-]?(?:{DOT})[_-]?", tail)[-1]
    return last in top_levels() or last in {"ру", "ком", "юа", "нет"}


def ends_like_host(word: str) -> bool:
    """Whether a word ends as a host does whose dot is spelt out."""
    return len(word) > SHORTEST_END and ENDING.search(word) is not None


def host_in(word: str) -> tuple[str, str] | None:
    """The name and the ending of a host in one word: "gmaildotcom" is ("gmail", "com"), "dotcom" is ("", "com")."""
    match = WITH_HOST.fullmatch(word)
    if match is None:
        return None
    return match["host"] or "", match["top"] + (f".{match['more']}" if match["more"] else "")


def _least(sign: re.Match[str]) -> int:
    """How many letters a host has at least behind a sign; short ones only behind words that mean nothing else."""
    return 2 if sign.group().strip("_-") in WEAK else 1


def parts_of(token: str) -> tuple[str, str, str, str] | None:
    """Name, sign, host and end of an address in one token; None when it is something else."""
    for tail in TAIL.finditer(token):
        if tail.end() != len(token) or not _tail_top(tail.group()):
            continue
        head = token[: tail.start()]
        signs = [
            match for match in SIGN.finditer(head) if match.start() >= 2 and len(head) - match.end() >= _least(match)
        ]
        if signs:
            best = max(signs, key=lambda match: (match.group().strip("_-") not in WEAK, match.start()))
            return head[: best.start()], best.group(), head[best.end() :], tail.group()
    return None
