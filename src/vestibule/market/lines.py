"""Short texts kept one a line in a single judged column: skills, questions, links, credentials."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from vestibule.kit.refusals import InvalidInput, Refusal
from vestibule.kit.text import is_storable

MOST_SKILLS = 15
LONGEST_SKILL = 40
MOST_QUESTIONS = 5
LONGEST_QUESTION = 200
MOST_LINKS = 10
LONGEST_LINK = 500
MOST_CREDENTIALS = 20
LONGEST_CREDENTIAL = 160


class TooMany(InvalidInput):
    code = "too_many"


class LineTooLong(InvalidInput):
    code = "line_too_long"


class LinkInvalid(InvalidInput):
    code = "link_invalid"
    sentence = "Write whole addresses of pages, one a line, such as https://example.org/work."


class LineUnreadable(InvalidInput):
    code = "text_unreadable"
    sentence = "This text holds control characters that cannot be stored. Remove them."


def lines_of(text: str) -> list[str]:
    """The lines as they are stored, without empty ones."""
    return [line for line in text.split("\n") if line]


def in_lines(given: Iterable[str]) -> str:
    """The column's text: each entry in one line, none twice however it is written."""
    entries: dict[str, str] = {}
    for one in given:
        line = " ".join(one.split())
        entries.setdefault(line.casefold(), line)
    return "\n".join(filter(None, entries.values()))


def split_skills(typed: str) -> list[str]:
    """Skills as people type them: separated by commas or line ends."""
    return [one.strip() for one in typed.replace("\n", ",").split(",") if one.strip()]


def refuse_lines(text: str, *, field: str, most: int, longest: int) -> Refusal | None:
    """Why these entries cannot be taken, or nothing. Lengths count code points."""
    entries = lines_of(text)
    if len(entries) > most:
        sentence = "At most %(most)s; these are %(count)s."
        return TooMany(field=field, sentence=sentence, most=most, count=len(entries))
    if any(len(one) > longest for one in entries):
        return LineTooLong(field=field, sentence="At most %(most)s characters each.", most=longest)
    return None if is_storable(text) else LineUnreadable(field=field)


def refuse_links(text: str, *, field: str) -> Refusal | None:
    """Why these are no addresses of pages, or nothing."""
    return next((LinkInvalid(field=field) for one in lines_of(text) if not _is_address(one)), None)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in text
