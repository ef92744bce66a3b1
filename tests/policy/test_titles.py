"""Names of people, firms and jobs have words of wishes in them and are none; the barest wishes are wishes."""

import pytest

from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest


@pytest.mark.parametrize(
    "name",
    [
        "Bo Number 58", "Anna Tel", "Studio Number Nine", "Phone Booth Films", "Signal & Noise Studio", "Signal Studio",
        "Call Me Maybe Records", "Line & Contact Design", "Email Marketing Pro", "Direct Line Media", "Zoom Editing",
        "WhatsApp Bot Developer", "Cash Flow Advisory", "Mobile Number One", "Meet Patel", "Skype Tutor", "Wise Words",
        "Telegram Mini Apps", "Contact Lens Photo", "Stripe Expert",
    ],
)  # fmt: skip
def test_a_name_or_title_is_no_wish(name: str) -> None:
    for surface in ("display_name", "room_title", "message"):
        assert judge(name, Situation(surface=surface), BOOK).findings == (), (name, surface)


@pytest.mark.parametrize(
    "wish",
    [
        "Give me your number", "What's your number?", "Can I have your number?", "handynr?", "numerek?", "Daj numer",
        "Dame tu número", "¿Me das tu número?", "Donne-moi ton numéro", "Dammi il tuo numero", "Qual o seu zap?",
        "Дай свой номер", "Дай свій номер", "अपना नंबर दो", "把你的电话给我", "اعطني رقمك", "Send me your email",
        "Let's talk on Telegram", "Pay me directly",
    ],
)  # fmt: skip
def test_the_barest_wish_is_one(wish: str) -> None:
    assert judge(wish, Situation(), BOOK).outcome == "withhold"
