"""Amounts as people write them, in whole minor units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.kit.money import CURRENCIES, LARGEST_AMOUNT_MINOR, minor_digits, parse_amount, plain_amount

SOME_CURRENCIES = st.sampled_from(sorted(CURRENCIES))


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("1200", "EUR", 120_000),
        ("1200.5", "EUR", 120_050),
        ("1200,50", "EUR", 120_050),
        (" 1 200 ", "EUR", 120_000),
        ("0.01", "EUR", 1),
        ("1200", "JPY", 1_200),
        ("1.234", "KWD", 1_234),
        ("0", "EUR", 0),
    ],
)
def test_an_amount_is_read_as_it_is_meant(typed: str, currency: str, minor: int) -> None:
    assert parse_amount(typed, currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("1,200", "EUR"),
        ("1,200", "KWD"),
        ("1.200,00", "EUR"),
        ("12.345", "EUR"),
        ("12.5", "JPY"),
        ("-5", "EUR"),
        ("+5", "EUR"),
        ("1e3", "EUR"),
        ("NaN", "EUR"),
        ("", "EUR"),
        (".5", "EUR"),
        ("5.", "EUR"),
        ("٣٤", "EUR"),
        ("a lot", "EUR"),
        ("9" * 14, "EUR"),
    ],
)
def test_what_could_be_meant_otherwise_is_no_amount(typed: str, currency: str) -> None:
    assert parse_amount(typed, currency) is None


@given(minor=st.integers(min_value=0, max_value=LARGEST_AMOUNT_MINOR), currency=SOME_CURRENCIES)
def test_what_a_form_shows_it_reads_again(minor: int, currency: str) -> None:
    assert parse_amount(plain_amount(minor, currency), currency) == minor


@given(typed=st.text(max_size=30), currency=SOME_CURRENCIES)
def test_no_text_breaks_the_reading(typed: str, currency: str) -> None:
    amount = parse_amount(typed, currency)
    assert amount is None or amount >= 0


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("ISK", 0), ("USD", 2)])
def test_currencies_have_the_decimals_of_the_standard(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


def test_currencies_are_codes_of_three_capitals() -> None:
    assert len(CURRENCIES) > 150
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)
