"""Money as whole minor units and an ISO 4217 code; never a float."""

import re
from decimal import Decimal

# A round bound far above any contract, far below what JavaScript counts exactly.
LARGEST_AMOUNT_MINOR = 10**12

# ISO 4217, currencies in use, without metals, funds and test codes.
_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_IN_USE.split())
# Those whose smallest unit is not a hundredth.
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_MINOR_DIGITS = {**dict.fromkeys(_WHOLE.split(), 0), **dict.fromkeys(_THOUSANDTHS.split(), 3)}
# What a form offers first; any other code can be typed into the API.
COMMON_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "INR", "BRL", "JPY")

_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,3})|,([0-9]{1,2}))?\Z")


def minor_digits(currency: str) -> int:
    """How many decimal places a currency has (ISO 4217)."""
    return _MINOR_DIGITS.get(currency, 2)


def parse_amount(typed: str, currency: str) -> int | None:
    """What somebody typed ("1200", "1200.50", "1200,5") in minor units, or nothing when it is no amount.

    Three decimals after a comma are no amount: "1,200" must not be read as one dinar two hundred.
    """
    digits = minor_digits(currency)
    found = _AMOUNT.match("".join(typed.split()))
    if found is None:
        return None
    decimals = found[2] or found[3] or ""
    return int(Decimal(f"{found[1]}.{decimals or '0'}").scaleb(digits)) if len(decimals) <= digits else None


def plain_amount(amount_minor: int, currency: str) -> str:
    """An amount as a form shows it for editing: 120050 EUR is "1200.50"."""
    return str(Decimal(amount_minor).scaleb(-minor_digits(currency)))
