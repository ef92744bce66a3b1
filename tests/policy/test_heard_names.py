"""Services as people write them by ear, and whole details instead of their pieces."""

import pytest

from vestibule.policy import RuleBooks, Situation, judge
from vestibule.policy.heard_names import as_heard

BOOK = RuleBooks.packaged().newest


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("dizkord", "discord"),
        ("feisbuci", "facebook"),
        ("vaatsaap", "whatsapp"),
        ("instagrahm", "instagram"),
        ("vaiber", "viber"),
        ("инстограме", "инстаграм"),
    ],
)
def test_a_service_is_known_by_its_sound(word: str, name: str) -> None:
    assert as_heard(word) == name


@pytest.mark.parametrize(
    "word", ["discordia", "vibrate", "telescope", "snapshot", "wasp", "выбери", "instant", "fabric"]
)
def test_an_ordinary_word_sounds_like_no_service(word: str) -> None:
    assert as_heard(word) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Auf Dizkörd heiße ich moosfuchs_3d", "moosfuchs_3d"),
        ("We meet at ten, Zoom ID 884 2091 7735, passcode tender7.", "Zoom ID 884 2091 7735, passcode tender7"),
        ("Payable to us, sort code 20-44-91, account 63920175.", "20-44-91, account 63920175"),
        ("Dictated: P-O-O-L-E, at, tidewell, dash, surveys, dot, org.", "tidewell, dash, surveys, dot, org"),
    ],
)
def test_a_detail_is_found_as_a_whole(text: str, found: str) -> None:
    assert any(found in finding.text for finding in judge(text, Situation(), BOOK).findings)


@pytest.mark.parametrize(
    "text",
    [
        "Protocol 0771234/2021 was filed on Monday, call me here when you have read it.",
        "Le dossier 2019/123456-B est clos.",
        "REGON 473012845, konto kosztów 402-01-3.",
        "Log deleted messages, discord.js v14 please.",
        "Your suggestion of a direct transfer does you no credit and I decline it.",
    ],
)
def test_numbers_of_registers_libraries_and_refusals_are_spared(text: str) -> None:
    assert judge(text, Situation(), BOOK).findings == ()


def test_the_last_piece_of_a_link_may_begin_a_sentence() -> None:
    before = ("My LinkedIn is linkedin.com/in/",)
    assert judge("osgood-bundles, do say hello there", Situation(context=before), BOOK).outcome == "withhold"
