"""The one gate for names of people and organisations: plain letters, nobody's contact details, nobody else's name."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from vestibule.accounts.models import Person
from vestibule.accounts.naming import plain_name, skeleton
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear_or_refuse
from vestibule.kit.refusals import InvalidInput
from vestibule.kit.text import is_storable

LONGEST_NAME = 80
# Nobody but staff speaks for the house, and the badge comes from the plan alone.
_NO_WHOLE_NAME = (
    "admin", "administrator", "moderator", "staff", "support", "help desk", "customer service", "official", "system",
    "security", "trust and safety", "deleted account",
)  # fmt: skip
_NOT_WITHIN = (
    "vestibule", "enterprise client", "business client", "verified client",
)  # fmt: skip


class NameImitates(InvalidInput):
    """The name could be taken for somebody who speaks for the house, or for the badge of a plan."""

    code = "name_imitates"
    sentence = "This name could be taken for our staff or for the badge of a plan. Please use your own."


def clear_name(
    text: str, *, field: str, now: datetime, language: str = "en", known_as: str = "", is_staff: bool = False
) -> ClearedText:
    """The name as it may be stored: in one line, stripped of what imitates a badge or hides, cleared by the gate.

    `known_as` is the name that the same person or organisation has already: it never stands in their own way.
    Raises `InvalidInput`, `NameImitates` or `TextNotAllowed` at `field`.
    """
    name = plain_name(text)
    is_name = is_storable(text) and 1 <= len(name) <= LONGEST_NAME and any(letter.isalnum() for letter in name)
    if not is_name:
        sentence = "A name has 1 to %(most)s characters, with letters or digits among them, and no pictures."
        raise InvalidInput(field=field, sentence=sentence, most=LONGEST_NAME)
    if not is_staff and name != known_as and imitates(name, _staff_names()):
        raise NameImitates(field=field)
    return clear_or_refuse(name, surface="display_name", field=field, on=now.date(), language=language)


def imitates(name: str, staff: Iterable[str]) -> bool:
    """Whether a name looks like one of the staff's, like an office of the house, or like a badge in words."""
    shape = skeleton(name)
    whole, within = _reserved()
    return shape in whole or any(one in shape for one in within) or shape in {skeleton(one) for one in staff}


@cache
def _reserved() -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset(skeleton(one) for one in _NO_WHOLE_NAME), tuple(skeleton(one) for one in _NOT_WITHIN)


def _staff_names() -> list[str]:
    return list(Person.objects.exclude(staff_role="").values_list("display_name", flat=True))
