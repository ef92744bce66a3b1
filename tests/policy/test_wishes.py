import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.corpus import Line, is_found, lines
from tests.policy.stated import LEARNED_FLAGGED, LEARNED_FOUND
from vestibule.policy import RuleBooks, Situation, judge
from vestibule.policy.detect.find import hints_at_a_wish
from vestibule.policy.detect.wishes.weighing import KINDS, weights
from vestibule.policy.gate import needs_a_look
from vestibule.policy.lexicon import lexicon_of
from vestibule.policy.sketch import sketch
from vestibule.policy.wish_hints import IN_A_ROW, hint_weights, hinted

BOOK = RuleBooks.packaged().newest
HELD = [line for line in lines("wishes") if line.part == "held"]
WISHES = [line for line in HELD if not line.kind.startswith("spared:")]
NEAR_MISSES = [line for line in HELD if line.kind.startswith("spared:")]


def stopped(line: Line) -> bool:
    return judge(line.text, Situation(context=line.context), BOOK).outcome != "allow"


def test_hard_wishes_that_nobody_learned_from_are_found_as_often_as_stated() -> None:
    assert sum(is_found(line, BOOK) for line in WISHES) >= LEARNED_FOUND * len(WISHES)


def test_near_misses_that_nobody_learned_from_are_stopped_no_more_often_than_stated() -> None:
    assert sum(map(stopped, NEAR_MISSES)) <= LEARNED_FLAGGED * len(NEAR_MISSES)


def test_the_plainest_talk_of_strangers_is_hardly_ever_looked_at_for_wishes() -> None:
    lexicon = lexicon_of(BOOK)
    talk = [line.text for line in lines("spared") if line.kind == "plain talk"]
    quiet = [glance for text in talk if not needs_a_look(glance := sketch(text, lexicon), lexicon)]
    assert len(quiet) > 2000
    assert sum(hints_at_a_wish(glance, lexicon) for glance in quiet) <= 0.01 * len(quiet)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Is there a number my assistant could ring you on from the airport?", "contact_request"),
        ("Honestly I'd be happier if we carried this over to the green app.", "off_platform"),
        ("We could leave the site out of it and both save their share.", "off_platform_payment"),
        ("Am liebsten würde ich das außerhalb von hier mit dir weiterbesprechen.", "off_platform"),
        ("¿Y si me haces la factura a mí directamente y nos ahorramos la comisión?", "off_platform_payment"),
        ("Скинь, пожалуйста, номерок, наберу вечером.", "contact_request"),
    ],
)
def test_a_wish_in_words_of_its_own_is_found_with_its_kind(text: str, kind: str) -> None:
    found = judge(text, Situation(), BOOK).findings
    assert [finding.kind for finding in found] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Is there a number in the script that rings the bell at the airport?",
        "Rather: talk to me here.",
        "Ring me? Rather: talk to me here.",
        "Honestly I'd be happier if the green button moved over to the app bar.",
        "We could leave the sidebar out and save some space.",
        "Am liebsten würde ich das hier im Chat mit dir weiterbesprechen.",
        "¿Y si la factura muestra también el logotipo del banco?",
        "Скинь, пожалуйста, номер версии, проверю вечером.",
    ],
)
def test_the_same_words_about_the_work_are_none(text: str) -> None:
    assert judge(text, Situation(), BOOK).findings == ()


@given(
    st.lists(st.sampled_from(["call", "me", "outside", "the", "site", "table", "red", "your", "number"]), max_size=60)
)
def test_words_that_hint_at_a_wish_do_so_wherever_they_stand(words: list[str]) -> None:
    hints = {word: hint_weights().get(word, 0.0) for word in words} | {"": hint_weights()["+"]}
    rows = [words[start : start + IN_A_ROW] for start in range(max(1, len(words) - IN_A_ROW + 1))]
    most = max(sum(map(hints.__getitem__, row)) for row in rows) + hints[""]
    if abs(most) > 1e-9:
        assert (hinted(words, hints) is not None) == (most > 0)


def test_every_weight_is_of_a_known_form() -> None:
    table = weights()
    assert len(table.kind_biases) == len(KINDS)
    assert all(re.fullmatch(r"-?\d+(\t-?\d+){2}", of) for of in table.kinds.values())
    assert table.wish.keys() == table.kinds.keys()
