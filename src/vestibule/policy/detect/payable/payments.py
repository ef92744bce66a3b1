"""Outside ways to pay: account numbers and wallets that check out, tags next to a payment service."""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.payable.accounts import DATE, accounts
from vestibule.policy.detect.payable.iban import IBAN, IBAN_DIGITS, SAMPLES, account_in
from vestibule.policy.detect.payable.wallets import wallets
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.normalise import digits_in

BECH32: Final = re.compile(r"(?<![a-z0-9])(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{20,87}(?![a-z0-9])")
ETHER: Final = re.compile(r"(?<![a-z0-9])0x[0-9a-f]{40}(?![a-z0-9])")
CASHTAG: Final = re.compile(r"(?<![\w$])(?:\$|💲|dollar sign) ?[a-z][\w\-]{2,20}")
UPI: Final = re.compile(
    r"(?<![\w.])[\w.\-]{2,40}@(?:ok(?:hdfcbank|axis|icici|sbi)|ybl|ibl|axl|paytm|upi|instapay|apl|yapl|sbi|hdfcbank|icici|kotak|axisbank|airtel|freecharge|jio|pthdfc|ptaxis|ptsbi|ptyes|barodampay|idfcbank|waaxis|wahdfcbank|waicici|wasbi)(?![\w.])"
)
FORMS: Final = (
    ("1", BECH32, 0.97),
    ("0x", ETHER, 0.9),
    ("@", UPI, 0.95),
    ("$", CASHTAG, 0.9),
    ("💲", CASHTAG, 0.9),
    ("dollar sign", CASHTAG, 0.85),
)
UPI_BANK: Final = re.compile(
    r"ok(?:hdfcbank|axis|icici|sbi)|ybl|ibl|axl|paytm|upi|apl|yapl|hdfcbank|axisbank|freecharge|pthdfc|ptaxis|ptsbi|ptyes"
    r"|waaxis|wahdfcbank|waicici|wasbi"
)
NAME_SIGNS: Final = f.DOT_WORD | f.DASH_WORD | f.UNDER_WORD
PIX: Final = re.compile(r"\bpix\b|\bchave\b|\bcpf\b")
PIX_KEY: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9])[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}(?![0-9])"
    r"|(?<=chave )[0-9]{2}\.[0-9]{3}\.[0-9]{3}/[0-9]{4}-[0-9]{2}(?![0-9])"
)
MONEY_WORDS: Final = re.compile(r"eth|matic|polygon|usdt|usdc|wallet|bnb|send|pay|erc20|bep20")
CASH_WORDS: Final = re.compile(r"cash ?\+? ?app|cashtag|cash tag|\$ ?app|dollar app|send|\bpay\b|💵|💸|💰")


CARD: Final = re.compile(r"(?<![0-9])[2-6][0-9]{3}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9])")
ACCOUNT: Final = re.compile(r"(?<![0-9a-z/-])[0-9](?:[ -]?[0-9]){7,25}(?![0-9])")
KEYED: Final = re.compile(r"(?<![0-9a-z])[0-9]{5,12} ?(?:cle|clef|مفتاح) ?:? ?[0-9]{2}(?![0-9])")
"""Postal accounts with their check digits."""
CARD_WORDS: Final = re.compile(
    r"карт(?!оч|ин)|моно|postepay|сбер|тинь|приват|卡|tarjeta|cartao|carte|carta|karte|karta|karte|\bcard|بطاق|कार्ड|bank|банк|银行|بنك"
)
BANK_WORDS: Final = re.compile(
    r"ifsc|neft|imps|\bbsb\b|\bccp\b|\brip\b|baridi|بريدي|purse|кошел|rtgs"
    r"|clabe|\bcbu\b|sort code|routing|\bbic\b|swift|sepa|iban|\baba\b|bank|banco|banque|банк"
    r"|银行|开户|户名|بنك|खाता|खाते|kont[oa]\b|kontonummer|cuenta|conta corrente|agencia"
    r"|comptes?\b|conto corrente|расчетн|р/с|rachunek|rachunku|przelew"
)
TAXED: Final = re.compile(
    r"\b(?:regon|nip|krs|pesel|vat(?: id)?|hrb|uid|siren|siret|nif|cif|cnpj|p\.? ?iva|piva|rfc|cuit|rut|gstin|ein|tin"
    r"|tax id|company no|инн|кпп|огрн|огрнип|окпо|єдрпоу|едрпоу|іпн|contable|steuernr|steuernummer|ust-?id|partita iva)"
    r"[ .:№#-]{0,4}$"
)
"""Words for the numbers that tax offices and registers give to firms, and for accounts of bookkeeping."""
YEARS: Final = re.compile(r"(?:(?:19|20)[0-9]{2}[ -]?){2,5}")
STORED: Final = re.compile(
    r"\b(?:big|small|u)?int(?:32|64)?\b|\bcolumn|\bcoluna|\bcolumna|\bcolonn|\bspalte|\bsql\b|database"
)
"""What is said of the numbers in a database, which is also a "banco"."""
PARTS: Final = re.compile(r"[ ,;:/\n-]{1,3}[^\W\d_]{2,14}\.?(?: [^\W\d_]{2,10}\.?)?[ :#.\n]{1,3}")
"""What stands between the number of a bank and that of an account there."""
ACCOUNT_WORDS: Final = re.compile(
    r"\bacct?\b|account\b|\bkonto|\bcuenta|\bcompte|\bconto|\bconta\b|счет|рахун|حساب|يبان|खाता|账户|账号|帐号"
)
GROUPED: Final = re.compile(r"[a-z]{2}[0-9]{2} (?:[0-9a-z]{4} ){3}")
"""An account number in groups of four, as banks print it."""
NEAR: Final = 50


def _accounts(chars: str) -> Iterator[Candidate]:
    """Numbers of cards and bank accounts, by what is said around them."""
    if digits_in(chars) < IBAN_DIGITS or SAMPLES.search(chars):
        return
    kinds = ((CARD, CARD_WORDS, 0.85), (ACCOUNT, BANK_WORDS, 0.75), (KEYED, BANK_WORDS, 0.75))
    for pattern, words, confidence in kinds:
        for match in pattern.finditer(chars) if words.search(chars) else ():
            near = words.search(chars, max(0, match.start() - NEAR), match.end() + NEAR)
            stored = pattern is ACCOUNT and STORED.search(chars) is not None
            taxed = TAXED.search(chars, max(0, match.start() - NEAR), match.start()) is not None
            if near and not stored and not (taxed or YEARS.fullmatch(match.group()) or DATE.fullmatch(match.group())):
                yield Candidate("payment_handle", *match.span(), match.group(), confidence)


def _together(found: list[Candidate], chars: str) -> Iterator[Candidate]:
    """The same with the bank's number and the account's as one: "sort code 20-44-91, account 63920175"."""
    last: Candidate | None = None
    for one in sorted(found, key=lambda candidate: candidate.start):
        if last is not None and one.start >= last.end and PARTS.fullmatch(chars, last.end, one.start):
            last.end = one.end
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _keys(lexed: Lexed) -> Iterator[Candidate]:
    """Keys of Pix: random ones, and the number of a taxpayer."""
    if "-" in lexed.chars and PIX.search(lexed.chars) and not SAMPLES.search(lexed.chars):
        for match in PIX_KEY.finditer(lexed.chars):
            yield Candidate("payment_handle", *match.span(), match.group(), 0.85)


def _said_upi(lexed: Lexed) -> Iterator[Candidate]:
    """Names at a bank of UPI, said: "manoj dot edits at the rate ok axis"."""
    items = lexed.items
    for place, item in enumerate(items[:-1] if lexed.seen & (f.AT_STRONG | f.AT_WEAK) else ()):
        if not item.classes & (f.AT_STRONG | f.AT_WEAK) or not place:
            continue
        last = next((n for n in (place + 1, place + 2) if n < len(items) and _is_bank(items[place + 1 : n + 1])), None)
        if last is None:
            continue
        first = place - 1
        while first >= 2 and (items[first - 1].classes & NAME_SIGNS or items[first - 1].text in "._-"):
            first -= 2
        while first and items[first].classes & f.NUM and items[first - 1].classes & f.NUM:
            first -= 1
        read = f"{lexed.chars[items[first].start : items[place - 1].end]}@{items[place + 1].text}"
        yield Candidate("payment_handle", items[first].start, items[last].end, read, 0.85, hidden=True)


def _is_bank(items: list[Item]) -> bool:
    return UPI_BANK.fullmatch("".join(item.text for item in items)) is not None


def payments(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates of kind `payment_handle` that are recognised by their own form."""
    chars = lexed.chars
    yield from _together([*_accounts(chars), *accounts(lexed)], chars)
    for match in IBAN.finditer(chars) if digits_in(chars) >= IBAN_DIGITS else ():
        spoken_of = lexed.seen & (f.PAY | f.CASH) or ACCOUNT_WORDS.search(chars)
        paid = bool(spoken_of) and GROUPED.match(match.group()) is not None
        told = (paid or BANK_WORDS.search(chars) is not None) and not SAMPLES.search(chars)
        found = account_in(match.group(), told=told)
        if found:
            yield Candidate("payment_handle", match.start(), match.start() + found[0], found[1], 0.97)
    for sign, pattern, confidence in FORMS:
        if sign in chars:
            for match in pattern.finditer(chars):
                if _told(pattern, chars, match):
                    yield Candidate("payment_handle", *match.span(), match.group(), confidence)
    yield from wallets(lexed)
    yield from _keys(lexed)
    yield from _said_upi(lexed)


def _told(pattern: re.Pattern[str], chars: str, match: re.Match[str]) -> bool:
    """Whether the text says that it is about money, where the form alone could be something else."""
    if pattern is ETHER:
        return MONEY_WORDS.search(chars) is not None
    if pattern is CASHTAG:
        return CASH_WORDS.search(chars, max(0, match.start() - 40), match.end() + 30) is not None
    return True
