"""Whether digits are a number that can be dialled: by their country code, or by how numbers begin at home."""

import re
from functools import cache
from typing import Final

from vestibule.policy.word_lists import LEXICONS

AT_HOME: Final = re.compile(
    r"0[1-9][0-9]{7,10}"  # with the national prefix
    r"|[2-9][0-9]{9}"  # North America, India, Italy, Colombia
    r"|[4-9][0-9]{8}"  # Poland, Spain, Portugal, the Gulf
    r"|1[3-9][0-9]{9}|1[2-9][0-9]{9}"  # China, North America with its code
    r"|[1-9][1-9]9[0-9]{8}"  # Brazil
    r"|[78]9?[0-9]{9,10}"  # Russia, Kazakhstan
)


@cache
def _calling_codes() -> dict[str, frozenset[int]]:
    lines = (LEXICONS / "calling_codes.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=") for line in lines if "=" in line and line[0] != "#")
    return {code: frozenset(map(int, lengths.split(","))) for code, lengths in pairs}


def has_country(digits: str) -> bool:
    """Whether digits after a plus are a country code with a possible number; a trunk zero may stand between."""
    for size in (1, 2, 3):
        lengths = _calling_codes().get(digits[:size])
        if lengths and ({len(digits) - size, len(digits) - size - 1} & lengths):
            return True
    return False


def looks_at_home(digits: str) -> bool:
    """Whether digits are a number as it is dialled within some country."""
    return AT_HOME.fullmatch(digits) is not None


def looks_dialled(digits: str) -> bool:
    """Whether digits without a plus could be dialled somewhere."""
    if looks_at_home(digits):
        return True
    return (
        len(digits) >= 11 and (digits.startswith("00") or len(digits) >= 12) and has_country(digits.removeprefix("00"))
    )
