"""Digits that are said: number words of all languages, alone, joined and in mixtures."""

from vestibule.policy.number_words import hundreds, joined_parts, number_words


def values_of(text: str) -> dict[str, str]:
    """The values of a number word (or phrase) by language; empty when it is none."""
    return number_words().get(text) or hundreds(text)


def joined_digits(word: str) -> str:
    """The digits of number words written together ("fouronefive"); "" when it is something else."""
    values = [number_words()[part].values() for part in joined_parts(word)]
    return "".join(next(value for value in known if value[0].isdigit()).rstrip("~") for known in values)


def spoken(values: list[str]) -> str:
    """Digits of a row of values as they are dictated: tens take the unit after them, "x2" doubles."""
    digits: list[str] = []
    repeat = 1
    pending = ""
    for value in values:
        if value in {"x2", "x3"}:
            repeat = int(value[1])
            continue
        plain = value.rstrip("~")
        if pending and _fits_under(pending, plain):
            digits[-1] = pending[: len(pending) - len(plain)] + plain
            pending = digits[-1] if value.endswith("~") else ""
            continue
        digits.append(plain * repeat)
        pending = plain if value.endswith("~") and repeat == 1 else ""
        repeat = 1
    return "".join(digits)


def _fits_under(pending: str, plain: str) -> bool:
    zeros = len(pending) - len(pending.rstrip("0"))
    return plain.isdigit() and len(plain) <= zeros and not plain.startswith("0")
