"""Bank accounts that are dictated: "Papa Lima sixty-one, 1090 1014 …", "routing oh two one, triple zero"."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.names.hints import Told
from vestibule.policy.detect.numbers.phone_forms import is_progression
from vestibule.policy.detect.payable.iban import IBAN_LENGTHS, SAMPLES, is_valid
from vestibule.policy.lexing import Item, Lexed, union, window
from vestibule.policy.normalise import digits_in
from vestibule.policy.numbers import spoken, values_of
from vestibule.policy.word_lists import word_set

LETTERS: Final = word_set("spelling_alphabet")
LETTERED: Final = frozenset({"gb", "nl", "ie", "mt", "bg", "gi", "lv", "ro", "ge", "az", "bh", "kw", "qa", "pk", "iq"})
"""Countries whose accounts begin with the letters of the bank."""
BETWEEN: Final = frozenset(",.-/()[]{}—–:|_'\"\\") | {"then", "dash", "space"}
CHATTER: Final = 7
"""Words between the pieces of an account that checks out."""
LONGEST: Final = 60
BANK: Final = 8
"""Characters up to the end of the letters of the bank."""
SORTS: Final = re.compile(r"\bbsb\b|sort code|\bsort\b|routing|\baba\b|\btransit\b|\bifsc\b")
ACCOUNTS: Final = re.compile(
    r"\bbsb\b|sort code|routing|\biban\b|\bacct?\b|bank acc|account n|my account|\bkonto|cuenta|\bclabe|\bcbu\b"
    r"|\bcvu\b|comptes?\b"
    r"|\bconto\b|счет|рахун|карт(?:[аыуеі]|ой|ою)\b|на приват|на моно|на сбер|тинь|баридимоб|بريدي|\bccp\b"
    r"|حساب|खाता|卡号|账号|银行|postepay|\bcard\b"
)
DATE: Final = re.compile(
    r"[0-9]{1,2}([-./ ])[0-9]{1,2}\1(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\2[0-9]{1,2}"
)
BOOKED: Final = re.compile(r"contable|ledger|chart of accounts|gegenkonto|skr ?0[34]|plan comptable|rubro")
"""Words of bookkeeping, whose accounts are no bank's."""
NEAR: Final = 45
WIDE: Final = 40
MONEY_WORDS: Final = frozenset({"payment", "payments", "invoice", "invoices"})
AMOUNTS: Final = frozenset({"€", "$", "%", "£"})
HUNDRED: Final = 100
DRAWN: Final = 5
"""Numbers below a hundred that rise, as they are drawn in a lottery."""
FEWEST: Final = 8
SHORT: Final = 6
"""Digits of an account, and of the number of a bank."""


def accounts(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates that are accounts with words, signs or chatter between their digits."""
    if digits_in(lexed.chars) + sum(1 for item in lexed.items if item.classes & f.NUM) < SHORT:
        return
    if SAMPLES.search(lexed.chars):
        return
    yield from _ibans(lexed)
    if ACCOUNTS.search(lexed.chars):
        yield from _rows(lexed)


def _ibans(lexed: Lexed) -> Iterator[Candidate]:
    for place, item in enumerate(lexed.items[:-1]):
        country, after = _country(lexed.items, place)
        if country:
            found = _collect(lexed.items, after, country)
            if found is not None:
                last, number = found
                yield Candidate("payment_handle", item.start, lexed.items[last].end, number.upper(), 0.95, hidden=True)


def _country(items: list[Item], place: int) -> tuple[str, int]:
    """The letters of a country that are written or spelt here, and the item behind them."""
    item, after = items[place], items[place + 1]
    if item.text in IBAN_LENGTHS:
        return item.text, place + 1
    pair = item.text[0] + after.text[0]
    spelt = all(one.text in LETTERS or len(one.text) == 1 for one in (item, after))
    return (pair, place + 2) if spelt and pair in IBAN_LENGTHS else ("", 0)


def _collect(items: list[Item], place: int, country: str) -> tuple[int, str] | None:
    """The last item of the account that begins with a country's letters, and the account, if it checks out."""
    wanted = IBAN_LENGTHS[country]
    number = country
    skipped = 0
    length = 2
    values: list[str] = []
    for cursor in range(place, min(len(items), place + LONGEST)):
        item = items[cursor]
        digits = _digits(item)
        if digits:
            values.append(digits)
            length += len(digits)
            if length < wanted:
                continue
            read = number + spoken(values)
        elif country in LETTERED and length >= 4 and length + len(item.text) <= BANK and _letters(item):
            number, values = number + spoken(values) + item.text, []
            length += len(item.text)
            continue
        elif item.text in BETWEEN:
            continue
        else:
            skipped += 1
            if skipped > CHATTER or length < 4:
                return None
            continue
        if len(read) >= wanted:
            return (cursor, read) if len(read) == wanted and is_valid(read) else None
    return None


def _letters(item: Item) -> bool:
    return item.text.isascii() and item.text.isalpha()


def _digits(item: Item) -> str:
    if item.text.isdigit():
        return item.text
    values = values_of(item.text) if item.classes & f.NUM else {}
    return next((value for value in values.values() if value[0].isdigit() or value[0] == "x"), "")


def _rows(lexed: Lexed) -> Iterator[Candidate]:
    """Rows of digits, some of them said, next to words for accounts."""
    items = lexed.items
    place = 0
    while place < len(items):
        values: list[str] = []
        last = cursor = place
        while cursor < len(items) and (_digits(items[cursor]) or (values and _between(items[cursor]))):
            if _digits(items[cursor]):
                values.append(_digits(items[cursor]))
                last = cursor
            cursor += 1
        if len(values) > 1:
            yield from _row(lexed, items[place : last + 1], spoken(values))
        place = max(cursor, place + 1)


def _between(item: Item) -> bool:
    return item.text in BETWEEN or bool(item.classes & f.DASH_WORD)


def _row(lexed: Lexed, row: list[Item], digits: str) -> Iterator[Candidate]:
    start, end = row[0].start, row[-1].end
    said = any(item.classes & f.NUM and item.text[0].isalpha() for item in row)
    sort = SORTS.search(lexed.chars, max(0, start - NEAR), start + 1) is not None
    values = [int(one) for one in map(_digits, row) if one.isdigit()]
    drawn = values[:DRAWN]
    if len(drawn) == DRAWN and drawn == sorted(drawn) and drawn[-1] < HUNDRED:
        return  # what is drawn in a lottery
    if is_progression([_digits(item) for item in row[1:] if _digits(item)]):
        return
    if not FEWEST - 2 * sort <= len(digits) <= 20 or not (said or sort or len(digits) >= 15):
        return
    if ACCOUNTS.search(lexed.chars, max(0, start - NEAR), end + 1) is None:
        return
    if DATE.fullmatch(lexed.chars, start, end) or BOOKED.search(lexed.chars, max(0, start - NEAR), start):
        return
    near = window(lexed.items, end, end + 12)
    about = [*window(lexed.items, start - WIDE, start), *window(lexed.items, end, end + WIDE)]
    if not sort and any(item.classes & f.WORK and item.text not in MONEY_WORDS for item in about):
        return
    counted = not sort and union(near[:1]) & (f.UNIT | f.MONEY)
    if counted or lexed.chars[end : end + 2].strip()[:1] in AMOUNTS:
        return
    yield Candidate("payment_handle", start, end, digits, 0.75, hidden=said)


def paid_numbers(lexed: Lexed, services: list[Told], numbers: Iterable[Candidate]) -> Iterator[Candidate]:
    """Candidates that are telephone numbers to which money is sent: "satispay al tre trentuno …"."""
    told = [one for one in services if one.service.kind == "payment" and not one.alluded]
    for number in numbers if told else ():
        service = min(told, key=lambda one: one.away(number.start, number.end))
        if number.kind != "phone" or not 0 <= number.start - service.end <= NEAR:
            continue
        said = window(lexed.items, number.start, number.end)
        worth = _worth(said)
        for cut in range(1, len(said)):
            if said[cut].text == "," and len(_worth(said[:cut])) >= FEWEST:
                said = said[:cut]
                worth = _worth(said)
                break
        clause = max(lexed.chars.rfind(sign, 0, service.start) for sign in ",.;!?\n") + 1
        around = window(lexed.items, max(clause, service.start - 25), number.start)
        after = window(lexed.items, number.end, number.end + 12)[:1]
        if FEWEST <= len(worth) <= 13 and not (union(around) & (f.WORK | f.NEG | f.RULE) or union(after) & f.UNIT):
            yield Candidate("payment_handle", said[0].start, said[-1].end, worth, 0.7, hidden=True)


def _worth(items: list[Item]) -> str:
    return spoken([value for item in items for value in [_digits(item)] if value])
