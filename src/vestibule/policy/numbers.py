"""Digits that are said: number words of all languages, alone, joined and in mixtures."""

from typing import Final

from vestibule.policy.number_words import hundreds, joined_parts, near_number, number_words

AND: Final = "\u0648"
"""What Arabic joins to a number word: "one and-sixty"."""
MOST_COUNTED: Final = 5


def values_of(text: str) -> dict[str, str]:
    """The values of a number word (or phrase) by language; empty when it is none."""
    known = number_words().get(text)
    if known is not None:
        return known
    if text.startswith(AND):
        after = number_words().get(text[1:], {}).get("ar", "")
        if after:
            return {"ar": f"&{after}" if after.endswith("~") and len(after.rstrip("~")) == 2 else after}
    return hundreds(text) or number_words().get(near_number(text), {})


def joined_digits(word: str) -> str:
    """The digits of number words written together ("fouronefive"); "" when it is something else."""
    values = [number_words()[part].values() for part in joined_parts(word)]
    return spoken([next(value for value in known if value[0].isdigit()).rstrip("*") for known in values])


def repeats(value: str) -> bool:
    """Whether a value repeats what follows: "double"."""
    return value.startswith("x")


def spoken(values: list[str]) -> str:
    """Digits of a row of values as they are dictated.

    Tens take the unit after them, or with an "and" the one before; "x2" doubles; "three nines" are 999.
    """
    digits: list[str] = []
    repeat = 1
    pending = ""
    for value in values:
        if repeats(value):
            repeat = int(value[1])
            continue
        plain = value.strip("&~*")
        if value.endswith("*") and digits and digits[-1].isdigit() and 2 <= int(digits[-1]) <= MOST_COUNTED:
            digits[-1] = plain * int(digits[-1])
        elif pending and _fits_under(pending, plain):
            digits[-1] = pending = pending[: len(pending) - len(plain)] + plain
            if not value.endswith("~"):
                pending = ""
            continue
        elif value.startswith("&") and digits and _takes_tens(digits[-1]):
            digits[-1] = f"{digits[-1][:-2]}{plain[0]}{digits[-1][-1]}"
        else:
            digits.append(plain * repeat)
        pending = plain if value.endswith("~") and not value.startswith("&") and repeat == 1 else ""
        repeat = 1
    return "".join(digits)


def _takes_tens(said: str) -> bool:
    """Whether a unit stands at the end of what was said, with nothing in the place of the tens."""
    return said[-1] != "0" and (len(said) == 1 or (len(said) > 2 and said[-2] == "0"))


def _fits_under(pending: str, plain: str) -> bool:
    zeros = len(pending) - len(pending.rstrip("0"))
    return plain.isdigit() and len(plain) <= zeros and not plain.startswith("0")
