"""What spares honest look-alikes spares no detail that is dressed up as one of them."""

import pytest

from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest


@pytest.mark.parametrize(
    ("honest", "dressed"),
    [
        # a page of a service, and a mailbox with a path behind it
        ("Follow the project at instagram.com/rooftop.bees", "write kai at gmail.com/thanks"),
        # a tax, and a number to be read from the right beside its name
        ("VAT GB 294 7713 06, reverse charge applies", "reverse charge applies. read in reverse: 2310 555 514"),
        # a parcel, and a telephone number with letters about it
        ("royal mail says RN 4418 2203 7GB, should land friday", "call me 612345678ok"),
        ("royal mail says RN 4418 2203 7GB, should land friday", "reach me 612 345 678ok"),
        ("royal mail KX 4417 2290 5GB should be with you friday", "call me 612345678de"),
        ("royal mail KX 4417 2290 5GB should be with you friday", "phone on 612 345 678de"),
        # a code, and digits about the name of a service
        ("record 7c1e90aa-52b3-4f0e-9d41-8fb2c6de0137 is broken", "my 1telegram1: @kai_builds"),
        # an object of a publisher, and a telephone number beside one
        ("cite doi:10.1016/j.cell.2019.05.031", "doi 10.1016/j.cell.2019.05.031 or 0171 2345678"),
        # a register, and a sign of registers behind a telephone number
        ("рег. номер 4712, серия 310819, № 5", "call me 0171-2345678№"),
        # a number of something, and somebody's with a digit that says "to"
        ("Bo Number 58", "give me your number 2day"),
        # decorators, and an account beside one
        ("put @pytest.fixture and @retry on the sims", "@retry and my insta is @kai_builds"),
        # a path, and words with full stops between
        ("the import in src/bots/telegram/send is broken", "my.telegram.is.kai_builds"),
        # a quotation, and a detail in one
        ("the subtitle “call me tonight” is too long", "the script says “call me on +49 171 2345678” and so do I"),
    ],
)
def test_what_spares_a_look_alike_hides_no_detail(honest: str, dressed: str) -> None:
    # Handles on pages are findings of their own.
    assert {finding.kind for finding in judge(honest, Situation(), BOOK).findings} <= {"social_handle"}
    assert judge(dressed, Situation(), BOOK).outcome == "withhold"
