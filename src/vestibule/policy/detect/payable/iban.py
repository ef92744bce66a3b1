"""The grammar of international bank account numbers."""

import re
from typing import Final

IBAN: Final = re.compile(r"(?<![a-z0-9])[a-z] ?[a-z] ?[0-9] ?[0-9](?:[ \-.\n]?[a-z0-9]){11,30}(?![a-z0-9])")
IBAN_LENGTH: Final = 66
"""Characters of the longest one, with what may separate the groups."""
IBAN_DIGITS: Final = 8
"""The fewest digits of an account number: half of the shortest."""
SEPARATORS: Final = " -.\n"
SAMPLES: Final = re.compile(
    r"test|sample|valid|example|ejemplo|beispiel|demo|dummy|stripe|sandbox|пример|тест|示例|测试|校验"
)
IBAN_LENGTHS: Final = {
    "al": 28, "ad": 24, "at": 20, "az": 28, "bh": 22, "be": 16, "ba": 20, "br": 29, "bg": 22, "cr": 22,
    "hr": 21, "cy": 28, "cz": 24, "dk": 18, "do": 28, "ee": 20, "fo": 18, "fi": 18, "fr": 27, "ge": 22,
    "de": 22, "gi": 23, "gr": 27, "gl": 18, "gt": 28, "hu": 28, "is": 26, "ie": 22, "il": 23, "it": 27,
    "jo": 30, "kz": 20, "kw": 30, "lv": 21, "lb": 28, "li": 21, "lt": 20, "lu": 20, "mk": 19, "mt": 31,
    "mr": 27, "mu": 30, "mc": 27, "md": 24, "me": 22, "nl": 18, "no": 15, "pk": 24, "ps": 29, "pl": 28,
    "pt": 25, "qa": 29, "ro": 24, "sm": 27, "sa": 24, "rs": 22, "sk": 24, "si": 19, "es": 24, "se": 24,
    "ch": 21, "tn": 24, "tr": 26, "ae": 23, "gb": 22, "vg": 24, "ua": 29, "eg": 29, "by": 28, "iq": 23,
    "va": 22, "xk": 20,
}  # fmt: skip
OF_DIGITS: Final = frozenset(
    {"at", "ba", "be", "cr", "cz", "de", "dk", "ee", "es", "fi", "fo", "hr", "hu", "il", "is", "lt", "me", "no", "pl"}
    | {"pt", "rs", "se", "si", "sk", "tn", "va", "xk"}
)
"""Countries whose accounts have no letters."""


def is_valid(number: str) -> bool:
    """Whether the check digits of an account number, in small letters, are right."""
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def account_in(written: str, *, told: bool) -> tuple[int, str] | None:
    """How many characters of the text are an account number, and the number; where it is `told`, slips are let pass."""
    wanted = IBAN_LENGTHS.get("".join(char for char in written[:4] if char not in SEPARATORS)[:2])
    if wanted is None:
        return None
    kept = [(place, char) for place, char in enumerate(written) if char not in SEPARATORS][:wanted]
    number = "".join(char for _, char in kept)
    if number[:2] in OF_DIGITS and not number[4:].isdigit():
        return None
    if len(number) != wanted or sum(map(str.isdigit, number)) * 2 < wanted or not (told or is_valid(number)):
        return None
    return kept[-1][0] + 1, number.upper()
