"""Outside ways to pay: account numbers and wallets that check out, tags next to a payment service."""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.lexing import Lexed
from vestibule.policy.normalise import digits_in, longest

IBAN: Final = re.compile(r"(?<![a-z0-9])[a-z] ?[a-z] ?[0-9] ?[0-9](?:[ \-]?[a-z0-9]){11,30}(?![a-z0-9])")
BECH32: Final = re.compile(r"(?<![a-z0-9])(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{20,87}(?![a-z0-9])")
BASE58: Final = re.compile(r"(?<![A-Za-z0-9])[13T][1-9A-HJ-NP-Za-km-z]{25,34}(?![A-Za-z0-9])")
ETHER: Final = re.compile(r"(?<![a-z0-9])0x[0-9a-f]{40}(?![a-z0-9])")
IBAN_LENGTH: Final = 66
"""Characters of the longest one, with what may separate the groups."""
BASE58_LENGTH: Final = 26
CASHTAG: Final = re.compile(r"(?<![\w$])\$[a-z][\w\-]{2,20}")
UPI: Final = re.compile(
    r"(?<![\w.])[\w.\-]{2,40}@(?:ok(?:hdfcbank|axis|icici|sbi)|ybl|ibl|axl|paytm|upi|instapay|apl|yapl|sbi|hdfcbank|icici|kotak|axisbank|airtel|freecharge|jio|pthdfc|ptaxis|ptsbi|ptyes|barodampay|idfcbank|waaxis|wahdfcbank|waicici|wasbi)(?![\w.])"
)
FORMS: Final = (("1", BECH32, 0.97), ("0x", ETHER, 0.9), ("@", UPI, 0.95), ("$", CASHTAG, 0.9))
MONEY_WORDS: Final = re.compile(r"eth|usdt|usdc|wallet|bnb|send|pay|erc20|bep20")
CASH_WORDS: Final = re.compile(r"cash ?app|cashtag|cash tag|send|\bpay\b")
IBAN_DIGITS: Final = 8
"""The fewest digits of an account number: half of the shortest."""
ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
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


CARD: Final = re.compile(r"(?<![0-9])[2-6][0-9]{3}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9])")
ACCOUNT: Final = re.compile(r"(?<![0-9a-z/])[0-9](?:[ -]?[0-9]){7,19}(?![0-9])")
CARD_WORDS: Final = re.compile(
    r"карт|моно|сбер|тинь|приват|卡|tarjeta|cartao|carte|carta|karte|karta|karte|\bcard|بطاق|कार्ड|bank|банк|银行|بنك"
)
BANK_WORDS: Final = re.compile(
    r"ifsc|neft|imps|rtgs|clabe|\bcbu\b|sort code|routing|\bbic\b|swift|sepa|iban|\baba\b|bank|banco|banque|банк"
    r"|银行|开户|户名|بنك|खाता|खाते|konto|kontonummer|cuenta|conta corrente|agencia|compte|conto corrente|расчетн|р/с"
)
SAMPLES: Final = re.compile(
    r"test|sample|valid|example|ejemplo|beispiel|demo|dummy|stripe|sandbox|пример|тест|示例|测试|校验"
)
NEAR: Final = 50


def _accounts(chars: str) -> Iterator[Candidate]:
    """Numbers of cards and bank accounts, by what is said around them."""
    if digits_in(chars) < IBAN_DIGITS or SAMPLES.search(chars):
        return
    for pattern, words, confidence in ((CARD, CARD_WORDS, 0.85), (ACCOUNT, BANK_WORDS, 0.75)):
        for match in pattern.finditer(chars) if words.search(chars) else ():
            if words.search(chars, max(0, match.start() - NEAR), match.end() + NEAR):
                yield Candidate("payment_handle", *match.span(), match.group(), confidence)


def payments(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates of kind `payment_handle` that are recognised by their own form."""
    chars = lexed.chars
    yield from _accounts(chars)
    for match in IBAN.finditer(chars) if digits_in(chars) >= IBAN_DIGITS else ():
        found = _iban(match.group(), told=BANK_WORDS.search(chars) is not None and not SAMPLES.search(chars))
        if found:
            yield Candidate("payment_handle", match.start(), match.start() + found[0], found[1], 0.97)
    for sign, pattern, confidence in FORMS:
        if sign in chars:
            for match in pattern.finditer(chars):
                if _told(pattern, chars, match):
                    yield Candidate("payment_handle", *match.span(), match.group(), confidence)
    yield from _base58(lexed)


def _told(pattern: re.Pattern[str], chars: str, match: re.Match[str]) -> bool:
    """Whether the text says that it is about money, where the form alone could be something else."""
    if pattern is ETHER:
        return MONEY_WORDS.search(chars) is not None
    if pattern is CASHTAG:
        return CASH_WORDS.search(chars, max(0, match.start() - 40), match.end() + 30) is not None
    return True


def _iban(written: str, *, told: bool) -> tuple[int, str] | None:
    """How many characters of the text are an account number, and the number; where it is `told`, slips are let pass."""
    wanted = IBAN_LENGTHS.get(written.replace(" ", "").replace("-", "")[:2])
    if wanted is None:
        return None
    kept = [(place, char) for place, char in enumerate(written) if char not in " -"][:wanted]
    number = "".join(char for _, char in kept)
    if (
        len(number) != wanted
        or sum(map(str.isdigit, number)) * 2 < wanted
        or not (told or int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1)
    ):
        return None
    return kept[-1][0] + 1, number.upper()


def _base58(lexed: Lexed) -> Iterator[Candidate]:
    if lexed.folded.starts is not None or longest(lexed.original) < BASE58_LENGTH:
        return
    for match in BASE58.finditer(lexed.original):
        if _checks_out(match.group()):
            yield Candidate("payment_handle", *match.span(), match.group(), 0.97)
        elif re.search(r"usdt|trc20|tron|btc|bitcoin|wallet", lexed.chars):
            yield Candidate("payment_handle", *match.span(), match.group(), 0.8)


def _checks_out(written: str) -> bool:
    number = 0
    for char in written:
        number = number * 58 + ALPHABET.index(char)
    raw = number.to_bytes(32, "big")[-25:]
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]
