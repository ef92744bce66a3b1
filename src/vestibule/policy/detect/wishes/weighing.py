"""How much the signs of a sentence sum up to a wish, by weights that `python -m tools.weigh_wishes` learned."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, fsum, sqrt
from typing import Final, Literal

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import DETAIL, Sentence
from vestibule.policy.detect.wishes.signs import Signs
from vestibule.policy.word_lists import LEXICONS

WEIGHTS: Final = LEXICONS / "wishes.tsv"
KINDS: Final[tuple[Literal["contact_request", "off_platform", "off_platform_payment"], ...]] = (
    "contact_request",
    "off_platform",
    "off_platform_payment",
)
SCALE: Final = 5.0
HUNDREDTHS: Final = 100
NEARLY: Final = -0.8
"""Log-odds from which on the close look may find a wish."""
USUAL: Final = 24
"""Words of a sentence that is a wish as a whole."""
STOPS: Final = frozenset(",;:()!?.\x1e…")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each known sign adds to the log-odds of a wish, and to those of its kinds, in the order of `KINDS`.

    The latter as they are written: few of the many are ever asked for.
    """

    bias: float
    wish: dict[str, float]
    kind_biases: tuple[float, ...]
    kinds: dict[str, str]


@cache
def weights() -> Weights:
    """The weights of the package."""
    wish: dict[str, float] = {}
    kinds: dict[str, str] = {}
    for line in WEIGHTS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("//"):
            sign, first, *others = line.split("\t", 2)
            wish[sign] = int(first) / HUNDREDTHS
            if others:
                kinds[sign] = others[0]
    return Weights(wish.pop("+"), wish, _numbers(kinds.pop("+")), kinds)


def _numbers(written: str) -> tuple[float, ...]:
    return tuple(int(number) / HUNDREDTHS for number in written.split("\t"))


@cache
def known_signs() -> Signs:
    """Reads the signs that have a weight."""
    return Signs(weights().wish)


@dataclass(slots=True)
class Weighed:
    """A sentence on the scales: how sure a wish is (0–1), and the signs that it was read from."""

    sentence: Sentence
    confidence: float
    known: dict[str, int]

    def candidate(self) -> Candidate:
        """The wish as a finding: its kind, and the clause that says most of it."""
        items = self.sentence.items
        first, last = self._clause()
        kind = self.kind()
        read = " ".join(item.text for item in items[first : last + 1])
        about = _about(self.sentence) if kind == "contact_request" else ""
        return Candidate(kind, items[first].start, items[last].end, read, self.confidence, about, by_sum=True)

    def kind(self) -> Literal["contact_request", "off_platform", "off_platform_payment"]:
        """The kind of wish that its signs speak for."""
        table = weights()
        share = SCALE / sqrt(max(1, len(self.known)))
        sums = list(table.kind_biases)
        for sign in self.known:
            if sign in table.kinds:
                for number, weight in enumerate(_numbers(table.kinds[sign])):
                    sums[number] += weight * share
        return KINDS[sums.index(max(sums))]

    def _clause(self) -> tuple[int, int]:
        """First and last item of what says it: all of a usual sentence, of a long one the part that says most."""
        if self.sentence.words <= USUAL:
            words = [place for place, item in enumerate(self.sentence.items) if item.text not in STOPS]
            return (words[0], words[-1]) if words else (0, len(self.sentence.items) - 1)
        table = weights().wish
        said = [0.0] * len(self.sentence.items)
        for sign, place in self.known.items():
            if place >= 0:
                said[place] += table[sign]
        return max(_clauses(self.sentence), key=lambda clause: sum(said[clause[0] : clause[1] + 1]))


def _clauses(sentence: Sentence) -> Iterator[tuple[int, int]]:
    first, last = 0, len(sentence.items) - 1
    for place, item in enumerate(sentence.items):
        if item.text in STOPS:
            if place > first:
                yield first, place - 1
            first = place + 1
    if first <= last:
        yield first, last
    elif not any(item.text not in STOPS for item in sentence.items):
        yield 0, last


def weigh(sentence: Sentence, rules: list[tuple[str, Candidate]], beside: int = 0) -> Weighed:
    """Sum up what a sentence shows, and the classes `beside` it; linear in its length."""
    known: dict[str, int] = {}
    for shown, place in known_signs().of(sentence, rules, beside):
        known.update(dict.fromkeys(shown, place))
    return Weighed(sentence, 1 / (1 + exp(-max(-30.0, min(30.0, _score(known))))), known)


def may_wish(words: Sequence[str], classes: Sequence[int]) -> bool:
    """Whether these words in a row come near a wish: the scales without sentences, phrases and detectors."""
    plain = ["<number>" if word[0].isdigit() else word for word in words]
    known: set[str] = set()
    for shown, _ in known_signs().in_a_row(words, plain, classes):
        known.update(shown)
    return _score(known) > NEARLY


def _score(known: Collection[str]) -> float:
    """Log-odds. Long sentences show much, so each of their signs counts for less."""
    table = weights()
    return fsum(map(table.wish.__getitem__, known)) * SCALE / sqrt(max(1, len(known))) + table.bias


def _about(sentence: Sentence) -> str:
    """What is asked for."""
    nouns = sentence.classes & DETAIL
    if nouns & f.EMAIL_NOUN or sentence.classes & f.MAIL_HOST:
        return "email"
    if nouns & (f.PHONE_NOUN | f.NUMBER_NOUN):
        return "phone"
    return "any"
