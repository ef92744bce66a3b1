"""Names with the sign before them: "@kai_builds", "I'm @kai", "@kai:chat.example"."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.handles import KIND_BY_SERVICE, SOCIAL, is_disguised
from vestibule.policy.detect.names.hints import Told
from vestibule.policy.lexing import Lexed, union, window
from vestibule.policy.word_lists import word_set

AT_NAME: Final = re.compile(
    r"(?<![a-z0-9_\u00c0-\u04ff.@/=])@ ?"
    r"(?P<name>[a-z_\u0400-\u04ff](?:[a-z0-9_.\-\u00c0-\u1fff]{1,38}[a-z0-9_\u00c0-\u1fff]))(?![@a-z0-9_(/:]|=[\"'])"
)
MATRIX_ID: Final = re.compile(r"(?<![\w@])@[a-z0-9._-]{2,30}:[a-z0-9-]{2,30}\.[a-z]{2,8}(?![\w])")
DECORATING: Final = re.compile(r"decorador|decorateur|dekorator|decoratore|decorator|annotation|anotacion|декоратор")
CODE_NAMES: Final = word_set("code_names")
CODE_ROOTS: Final = word_set("code_roots")
"""What stands before the first dot of decorators and annotations: "@app.route"."""
IN_CODE: Final = 0.3
"""What names lose beside such that only code has."""
SELF_NAMES: Final = word_set("i_am")
DMS: Final = word_set("dm_words")
FOLLOWERS: Final = word_set("followers")
PROFILE: Final = 60
"""Characters behind an @name in which its page counts who follows."""
PURPOSE: Final = word_set("purposes")
NEAR_HINT: Final = 45
BEHIND: Final = 20
MOST: Final = 60
"""Names of one text that are looked at; sixty are enough to withhold it."""
NEAR: Final = 60
"""Characters between a service and an @name that belongs to it, at most; fewer where it is only alluded to."""


def at_names(lexed: Lexed, taken: Mask, services: list[Told]) -> Iterator[Candidate]:
    """Candidates that are names with the sign before them, by what stands around them."""
    if "@" not in lexed.chars:
        return
    for match in MATRIX_ID.finditer(lexed.chars):
        yield Candidate("social_handle", *match.span(), match.group(), 0.85)
    matches = list(islice(AT_NAME.finditer(lexed.chars), MOST))
    coded = any(_of_code(match["name"]) for match in matches)  # "@property, @cached_property"
    for match in matches:
        if taken.covers(*match.span()):
            continue
        beyond = [one for one in services if one.end <= match.start() or one.start >= match.end()]
        told = min(beyond, key=lambda one: one.away(*match.span()), default=None)
        told = told if told is not None and told.away(*match.span()) <= NEAR else None
        confidence = _at_confidence(lexed, match, told, services) - (IN_CODE if coded else 0.0)
        beside = window(lexed.items, match.start() - 60, match.end() + 41)
        service = next((item for item in beside if item.name is not None and match.start() - 40 <= item.end), None)
        start, end = match.span()
        if service is not None and is_disguised(lexed, service):
            start, end = min(start, service.start), max(end, service.end)
        kind = KIND_BY_SERVICE[told.service.kind] if told is not None and told.service.kind == "payment" else SOCIAL
        yield Candidate(
            kind, start, end, f"@{match['name']}", max(0.0, confidence), hidden=(start, end) != match.span()
        )


def _at_confidence(lexed: Lexed, match: re.Match[str], told: Told | None, services: list[Told]) -> float:
    name = match["name"].rstrip(".")
    start, end = lexed.folded.place(*match.span())
    written = lexed.original[start:end].lstrip("@ ")
    if _of_code(name) or _annotated(lexed.chars, match):
        return 0.0
    around = _around(lexed, match)
    work = _work_around(lexed, match, told, services)
    service = around & (f.SERVICE | f.SERVICE_WORD) or (told is not None and told.away(*match.span()) <= NEAR_HINT)
    beside = told is not None and match.start() - told.end in range(4)
    brand = written[:1].isupper() and written[1:].isalpha() and not written[1:].islower()
    few = len(lexed.items) <= MOST
    words = sum(1 for item in lexed.items if item.text[0].isalpha()) if few else MOST
    contact = around & (f.REACH | f.HANDLE_NOUN) and around & (f.ME | f.MY | f.PREP | f.HANDLE_NOUN)
    evidence = (
        (service and not work, 0.5),
        (around & f.SERVICE and work, 0.3),
        (contact, 0.3),
        (beside, 0.15),
        (_own(lexed, match), 0.35),
        (_on_profile(lexed, match), 0.4),
        (_signs(lexed.chars, match), 0.2),
        (_in_dms(lexed, match) or _messaged(lexed, match), 0.15),
        (any(sign in lexed.chars for sign in "✈💬📱📞➡🟢"), 0.4),
        (any(char in "_." or char.isdigit() for char in name), 0.2),
        ("@ " in match.group() or brand, -0.3),
        (words <= len(re.findall(r"[^\W\d_]+", name)) + 1, 0.2),
    )
    return max(0.0, min(round(0.25 + sum(weight for holds, weight in evidence if holds), 2), 0.95))


def _of_code(name: str) -> bool:
    first, dot, _ = name.partition(".")
    return name in CODE_NAMES or name.partition("-")[0] in CODE_NAMES or bool(dot and first in CODE_ROOTS)


def _own(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether somebody says that an @name is theirs: "I'm @kai", "my dms are open, @kai"."""
    near = window(lexed.items, match.start() - 24, match.start())
    said = bool(near) and near[-1].end >= match.start() - 2 and near[-1].text in SELF_NAMES
    mine = any(item.classes & f.MY and after.text in DMS for item, after in pairwise(near))
    return said or mine


def _on_profile(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether an @name stands beside what only the page of an account counts: "@kai 318 posts 12.4k followers"."""
    near = window(lexed.items, match.start() - 24, match.end() + PROFILE)
    return any(item.text in FOLLOWERS for item in near)


def _signs(chars: str, match: re.Match[str]) -> bool:
    """Whether an @name is the last line of a text, as accounts sign pictures and posts."""
    before = chars[: match.start()].rstrip(" ")
    return before.endswith("\n") and not chars[match.end() :].strip()


def _messaged(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether somebody is told right before an @name to write to them: "message me @kai"."""
    near = window(lexed.items, match.start() - 14, match.start())
    return bool(near) and bool(near[-1].classes & f.ME) and bool(union(near) & f.REACH)


def _in_dms(lexed: Lexed, match: re.Match[str]) -> bool:
    near = window(lexed.items, match.start() - 24, match.end() + 24)
    return any(word in DMS for item in near for word in item.text.split(" "))


def _around(lexed: Lexed, match: re.Match[str]) -> int:
    """Classes of the words near an @name."""
    before = window(lexed.items, match.start() - 60, match.start())
    return union(before) | union(window(lexed.items, match.end(), match.end() + 41))


def _work_around(lexed: Lexed, match: re.Match[str], told: Told | None, services: list[Told]) -> bool:
    """Whether words of work stand about the @name or the service; what the name is for, behind it, does not count."""
    last = max(match.end(), told.end if told is not None else 0)
    after = window(lexed.items, match.end(), match.end() + BEHIND)[:1]
    purpose = bool(after) and after[0].text in PURPOSE and last == match.end()
    around = window(lexed.items, match.start() - 60, match.start())
    around += [] if purpose else window(lexed.items, match.end(), last + BEHIND)
    return any(
        item.classes & f.WORK and not any(one.start <= item.start < one.end for one in services) for item in around
    )


def _annotated(chars: str, match: re.Match[str]) -> bool:
    before = chars[max(0, match.start() - 30) : match.start()]
    if DECORATING.search(chars[max(0, match.start() - 80) : match.start()]):
        return True
    return bool(re.search(r"(?:npm|yarn|pnpm|npx|import|from|require|install|pkg|decorator)\b[^.!?]*$", before))
