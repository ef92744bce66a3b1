import pytest

from tests.policy.fuzz import by_chance, check
from vestibule.policy import Finding, Verdict


@pytest.mark.parametrize("seed", range(4))
def test_cut_joined_and_soiled_texts_have_a_sound_answer(seed: int) -> None:
    for text, context in by_chance(seed, 1500):
        check(text, context)


def test_the_check_sees_an_answer_with_a_span_outside_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = Verdict("withhold", "x", (Finding("email", 0, 9, "a@b.no", 0.9, obfuscated=False, read_as=""),))
    monkeypatch.setattr("tests.policy.fuzz.judge", lambda *_: outside)
    with pytest.raises(AssertionError):
        check("a@b.no", ())
