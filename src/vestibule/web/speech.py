"""How values are said in a sentence: numbers, days and lists in the language of the moment."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format, get_format, number_format
from django.utils.translation import get_language, gettext, pgettext

from vestibule.kit.money import minor_digits, plain_amount


def say(sentence: str, values: Mapping[str, object]) -> str:
    """A refusal's sentence in the language of the moment, its whole numbers grouped as that language groups them."""
    words = {
        name: number_format(value, force_grouping=True) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return gettext(sentence) % words if values else gettext(sentence)


def amount_to_edit(amount_minor: int, currency: str) -> str:
    """An amount as a form shows it for editing, with the decimal sign of the language: "1200.50" or "1200,50"."""
    plain = plain_amount(amount_minor, currency)
    # After a comma three decimals would not be taken back: they read as a thousand.
    return plain if minor_digits(currency) > 2 else plain.replace(".", str(get_format("DECIMAL_SEPARATOR")))


def listed(words: Sequence[str]) -> str:
    """Words as people list them: "a, b and c". client/src/session/format.ts says the same."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {_and_before(words[-1])} {words[-1]}"


def _and_before(word: str) -> str:
    # Spanish avoids saying the same vowel twice: "Ana e Inés", but "agua y hielo".
    sound = word.lower()
    says_i = sound.startswith(("i", "í", "hi", "hí")) and not sound.startswith(("hia", "hie", "hio", "ia", "ie", "io"))
    return "e" if says_i and (get_language() or "").startswith("es") else gettext("and")


def day_words(day: date, *, with_year: bool = True) -> str:
    """A day as a heading: "Monday 12 January"."""
    words = date_format(
        day, pgettext("date format", "l j F Y") if with_year else pgettext("date format", "l j F"), use_l10n=False
    )
    return words[:1].upper() + words[1:]
