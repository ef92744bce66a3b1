"""Addresses in one token, and with anything in the place of the at sign: brackets, pictures, other signs."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.glued import DOT, LONGEST, SHORTEST, WEAK, parts_of
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.lexing import Lexed
from vestibule.policy.top_levels import top_levels
from vestibule.policy.word_lists import word_set

TOKEN: Final = re.compile(rf"(?<![\w@.+-])[^\W_][\w.+-]{{{SHORTEST},{LONGEST}}}")
FILE_END: Final = re.compile(r"\.(?:txt|pdf|docx?|png|jpe?g|zip|html?)$")
COMMON_TOPS: Final = frozenset(
    {"com", "net", "org", "ru", "de", "fr", "pl", "ua", "io", "br", "cz", "ch", "it", "es", "eu"}
)
BRACKET: Final = r" ?[\[({<]{1,2} ?[^\W\d_][^\[\](){}<>\n@=;]{0,34}[\])}>]{1,2} ?"
PICTURE: Final = r" ?[^\w\s\x00-\x7f]{1,2} ?"
SIGN: Final = r"[%©®§¤¢]"
NAME: Final = r"(?<![\w@.+-])(?P<name>[^\W_][\w.+-]{2,40})"
TOP: Final = r"(?P<top>[^\W\d_]{2,6})(?![\w@])(?! ?/)"
"""The end of a host; what goes on behind a slash is a link."""
ADDRESSES: Final = (
    re.compile(rf"{NAME}(?:{BRACKET})(?P<host>[\w-]{{2,30}})(?P<dot>{BRACKET}|{PICTURE}| ?\.){TOP}"),
    re.compile(rf"{NAME}(?:{PICTURE})(?P<host>[\w-]{{2,30}})(?P<dot>{BRACKET}|{PICTURE}| ?\. ?){TOP}"),
    re.compile(rf"{NAME}{SIGN}(?P<host>[^\W\d_][\w-]{{1,30}})(?P<dot>\. ?){TOP}"),
)
GLUED: Final = re.compile(rf"[^\W_][_-]?(?:{DOT})[_-]?[^\W\d_]{{2}}")
SPELT_AT: Final = re.compile(
    r"(?P<name>[\w.+-]{3,40}?)(?:at|arroba|sobaka|malpa|aet)(?P<host>[a-z]{2,14})(?P<top>\.[a-z]{2,4})"
)
CAPITALS: Final = re.compile(
    r"(?<![\w@.])(?P<name>[a-z](?:[a-z0-9._-]|DOT){1,40})AT(?P<host>[a-z0-9-]{2,40}(?:(?:\.|DOT)[a-z]{2,10}){1,2})(?![\w@])"
)
TOP_OF_FILES: Final = word_set("file_endings")
LONG_NAME: Final = 4
MOST: Final = 40


def odd_addresses(lexed: Lexed, lexicon: Lexicon) -> Iterator[Candidate]:
    """Candidates of kind `email` that no grammar of words and signs finds."""
    chars = lexed.chars
    if GLUED.search(chars) or (lexed.seen & (f.ODD | f.MAIL_HOST) and "." in chars):
        yield from _glued(lexed, lexicon.mail_names)
    if lexed.folded.starts is None and "AT" in lexed.original:
        yield from _in_capitals(lexed.original)
    if "." in chars or not chars.isascii() or "(" in chars or "[" in chars or "{" in chars:
        yield from _signed(lexed, lexicon.mail_names)


def _glued(lexed: Lexed, mail: frozenset[str]) -> Iterator[Candidate]:
    for match in islice(TOKEN.finditer(lexed.chars), MOST):
        token = FILE_END.sub("", match.group().rstrip(".-+_"))
        parts = parts_of(token) or _before_mail(token, mail)
        if parts is None:
            continue
        name, sign, host, tail = parts
        plain = re.sub(rf"[_-]?(?:{DOT})[_-]?", ".", tail)
        set_apart = sign[0] in "_-" and sign[-1] in "_-"
        sure = sign.strip("_-") not in WEAK or host in mail or set_apart
        if sure or (len(host) > 3 and plain.removeprefix(".") in COMMON_TOPS):
            confidence = 0.9 if host in mail else 0.85 if sure else 0.7
            start = match.start()
            yield Candidate("email", start, start + len(token), f"{name}@{host}{plain}", confidence, hidden=True)


def _in_capitals(original: str) -> Iterator[Candidate]:
    """Addresses whose sign is in capitals within small letters: "anaATweb.de"."""
    for match in islice(CAPITALS.finditer(original), MOST):
        host = match["host"].replace("DOT", ".")
        top = host.rsplit(".", 1)[1]
        if top in top_levels() and top not in TOP_OF_FILES:
            yield Candidate(
                "email", match.start(), match.end(), f"{match['name'].replace('DOT', '.')}@{host}", 0.85, hidden=True
            )


def _before_mail(token: str, mail: frozenset[str]) -> tuple[str, str, str, str] | None:
    """An address of a known mail service whose sign is spelt out and whose dot is not: "ana.lundATgmail.com"."""
    match = SPELT_AT.fullmatch(token)
    if match is None or match["host"] not in mail or not (len(match["name"]) > LONG_NAME or "." in match["name"]):
        return None
    return match["name"], "_at_", match["host"], match["top"]


def _signed(lexed: Lexed, mail: frozenset[str]) -> Iterator[Candidate]:
    for pattern in ADDRESSES:
        for match in islice(pattern.finditer(lexed.chars), MOST):
            host, top = match["host"], match["top"]
            known = host in mail
            odd = _odd_dot(match["dot"]) or _drawn_dot(lexed, match)
            if top not in top_levels() or not (known or (top in COMMON_TOPS and odd)):
                continue
            name = match["name"]
            if name.isdigit():
                continue
            confidence = 0.85 if known else 0.7
            yield Candidate("email", match.start(), match.end(), f"{name}@{host}.{top}", confidence, hidden=True)


def _drawn_dot(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether a picture stands where the dot is read."""
    start, end = lexed.folded.place(*match.span("dot"))
    return not lexed.original[start:end].isascii()


def _odd_dot(dot: str) -> bool:
    return dot.strip() not in {".", ""}
