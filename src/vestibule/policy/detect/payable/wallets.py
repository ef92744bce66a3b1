"""Addresses of wallets, whole or in pieces, by their own checksums or by the coins that are named."""

import hashlib
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.lexing import Lexed
from vestibule.policy.normalise import longest

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PIECE: Final = re.compile(r"(?<![A-Za-z0-9])[1-9A-HJ-NP-Za-km-z]{3,100}(?![A-Za-z0-9])")
CODED: Final = re.compile(r"[0-9]|[a-z][A-Z]|[A-Z]{2}[a-z]")
HEX: Final = re.compile(r"(?<![0-9a-z])(?:0x)?[0-9a-f]{8,40}(?![0-9a-z])")
TURNED_BECH32: Final = re.compile(r"(?<![a-z0-9])[02-9ac-hj-np-z]{20,87}(?:1cb|1ctl)(?![a-z0-9])")
COINS: Final = re.compile(
    r"usdt|usdc|trc.?(?:20|twenty)|tron|tr0n|btc|bitcoin|₿|wallet|litecoin|\bltc\b|doge|coin|crypto|крипт|кошел|кошіл|гаман"
    r"|monedero|billetera|carteira|portefeuille|portafoglio|portfel|محفظ|钱包|錢包|🪙|solana|\bsol\b|phantom|\bxrp\b|\bton\b|tether"
    r"|monero|polygon|matic|\beth\b|ethereum|bnb"
)
SHORTEST: Final = 8
"""Characters of the longest piece of an address, at least."""
LENGTHS: Final = range(26, 36)
WHOLE: Final = {
    "T": (34,),
    "L": (33, 34),
    "M": (33, 34),
    "D": (34,),
    "1": tuple(LENGTHS),
    "3": tuple(LENGTHS),
    "r": tuple(LENGTHS),
}
"""Lengths by the letters with which addresses begin."""
SOLANA: Final = (43, 44)
MONERO: Final = 95
ETHER: Final = 42
CLOSE: Final = 3
"""Characters between pieces that are written one after the other."""
CHATTER: Final = 60
"""Characters of chatter between pieces in several messages."""
MOST: Final = 60
"""Pieces of one text that are tried."""


def wallets(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates that are addresses of wallets; places are those of the folded text."""
    original = lexed.original
    if longest(original) < SHORTEST:
        return
    told = COINS.search(lexed.chars) is not None
    yield from _base58(lexed, original, told=told)
    if told and "0x" in lexed.chars:
        yield from _cut_hex(lexed)
    for match in TURNED_BECH32.finditer(lexed.chars) if "1c" in lexed.chars else ():
        yield Candidate("payment_handle", *match.span(), match.group()[::-1], 0.9, hidden=True)


def _base58(lexed: Lexed, original: str, *, told: bool) -> Iterator[Candidate]:
    pieces = [(match.group(), *match.span()) for match in PIECE.finditer(original)]
    coded = [piece for piece in pieces if CODED.search(piece[0])][:MOST]
    done = 0
    for place, (_, start, _) in enumerate(coded):
        if start < done:
            continue
        read = ""
        for number in range(place, min(place + 8, len(coded))):
            written, begin, end = coded[number]
            gap = begin - coded[number - 1][2] if number > place else 0
            if gap > (CHATTER if told and len(read) >= SHORTEST and len(written) >= SHORTEST else CLOSE):
                break
            read += written
            if len(read) > MONERO:
                break
            score = _score(read, told=told)
            if score:
                yield Candidate("payment_handle", *_folded(lexed, start, end), read, score, hidden=number > place)
                done = end
                break


def _score(read: str, *, told: bool) -> float:
    if len(read) in LENGTHS and checks_out(read):
        return 0.97
    if len(read) == MONERO and read[0] in "48":
        return 0.9
    if not told or not any(map(str.isdigit, read)):
        return 0.0
    if len(read) in WHOLE.get(read[0], ()):
        return 0.8
    return 0.75 if len(read) in SOLANA else 0.0


def _folded(lexed: Lexed, start: int, end: int) -> tuple[int, int]:
    """Places of the folded text for those of the original."""
    starts = lexed.folded.starts
    return (start, end) if starts is None else (bisect_left(starts, start), bisect_left(starts, end))


def _cut_hex(lexed: Lexed) -> Iterator[Candidate]:
    """An address in two pieces: "0x…", some words, the rest."""
    pieces = [(match.group(), *match.span()) for match in HEX.finditer(lexed.chars)][:MOST]
    for first, second in itertools.pairwise(pieces):
        if (
            first[0].startswith("0x")
            and len(first[0]) + len(second[0]) == ETHER
            and second[1] - first[2] <= 2 * CHATTER
        ):
            yield Candidate("payment_handle", first[1], second[2], first[0] + second[0], 0.85, hidden=True)


def checks_out(written: str) -> bool:
    """Whether the last four bytes of an address are the checksum of the others."""
    number = 0
    for char in written:
        number = number * 58 + ALPHABET.index(char)
    raw = number.to_bytes(32, "big")[-25:]
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]
