"""Learn the weights of wishes from the corpora: python -m tools.weigh_wishes [--ordinary FILE …].

Logistic regression with a penalty on large weights, by AdaGrad: over the signs of words in a row for the quick look
(`policy/wish_hints.py`), then over the signs of sentences for the close one (`policy/detect/wishes/signs.py`).
Files of ordinary lines, one text a line, are added as texts without a wish; they need not be in the repository.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import log
from pathlib import Path
from random import Random

from tools.logistic import Row, fit
from tools.steps import ROOT, say
from vestibule.policy import RuleBooks
from vestibule.policy.detect.wishes.requests import by_rules, in_their_place, said, speaks_of_any
from vestibule.policy.detect.wishes.signs import STANCES, Signs
from vestibule.policy.detect.wishes.weighing import HUNDREDTHS, KINDS, SCALE, WEIGHTS
from vestibule.policy.gate import needs_a_look
from vestibule.policy.lexicon import Lexicon, lexicon_of
from vestibule.policy.lexing import lex
from vestibule.policy.normalise import fold, quick_fold
from vestibule.policy.sketch import sketch
from vestibule.policy.splitting import SPLIT
from vestibule.policy.wish_hints import FILE as HINTS
from vestibule.policy.wish_hints import IN_A_ROW, WishHints, hint_weights, hinted, shown_by

CORPORA = ROOT / "tests" / "policy" / "corpora"
SEEN_AT_LEAST = 3
SMALLEST = 0.15
MOST_LINES = 20_000
MOST_FOR_HINTS = 12_000
NEAR = 25
DOUBT = 0.85
"""Log-odds beyond even ones from which a wish is reported."""
SETTLED = 6.0
"""How much a text counts that the tests hold to its verdict, against one that only teaches."""
CAUTION = -0.78
FEWEST_BESIDE, MOST_BESIDE = 3, 9
"""Words of clauses, and of texts, that are put together."""
LED = 0.7
"""How often the clause comes first."""
BESIDE = 0.5
"""How much a text counts that was put together."""
HINT_STRENGTH, HINT_STEPS = 0.6, 250
"""Hints are of single words and looked at all the time: small weights, learned to the end."""
NO_CJK = dict.fromkeys(range(13312, 40960))


@dataclass(slots=True)
class Example:
    """A sentence: its signs, the number of its kind in `KINDS` or -1, and how much it counts."""

    signs: list[str]
    kind: int
    weight: float = 1.0


def main(words: Sequence[str]) -> int:
    """Learn and write; says how well what was learned fits."""
    parser = argparse.ArgumentParser(prog="python -m tools.weigh_wishes", description=__doc__)
    parser.add_argument("--ordinary", nargs="*", default=[], help="files of texts without a wish, one a line")
    asked = parser.parse_args(words)
    told = list(_told())
    ordinary = [line for file in asked.ordinary for line in Path(file).read_text(encoding="utf-8").splitlines()]
    hints = _learn_hints(told, ordinary)
    HINTS.write_text(hints, encoding="utf-8")
    hint_weights.cache_clear()
    lexicon = _lexicon()
    lexicon.wish_hints = WishHints(lexicon.words)
    close = list(islice(filter(_is_looked_at, ordinary), MOST_LINES))
    examples = [one for text in (*told, *_among_others(told)) for one in examples_of(text)]
    examples += [one for line in close for one in examples_of(Told(line, "", None))]
    WEIGHTS.write_text(_learn_wishes(examples), encoding="utf-8")
    return 0


@cache
def _lexicon() -> Lexicon:
    return lexicon_of(RuleBooks.packaged().newest)


@dataclass(frozen=True, slots=True)
class Told:
    """A text of the corpora: the kind of its wish and where it stands, or no kind."""

    text: str
    kind: str
    span: tuple[int, int] | None
    weight: float = 1.0
    language: str = ""


def _told() -> Iterator[Told]:
    for name in ("wishes", "caught", "spared", "known_misses"):
        for written in (CORPORA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            line = json.loads(written)
            if line["part"] == "held":
                continue
            is_honest = name == "spared" or line["kind"].startswith("spared:")
            if is_honest or line["kind"] in KINDS:
                span = line.get("span")
                weight = 1.0 if name == "wishes" else SETTLED
                kind = "" if is_honest else line["kind"]
                yield Told(line["text"], kind, tuple(span) if span else None, weight, line["language"])


def _among_others(told: Sequence[Told]) -> Iterator[Told]:
    """Short texts, with a wish or without, behind a clause of ordinary work or before one, as people write them.

    Without these what stands beside a wish by chance would speak against it: all long texts were honest ones.
    """
    chance = Random(len(told))  # noqa: S311 - the same in every run
    clauses: dict[str, list[str]] = {}
    for one in told:
        clause = one.text.partition(",")[0].strip()
        if not one.kind and FEWEST_BESIDE <= len(clause.split()) <= MOST_BESIDE and _says_nothing_of_wishes(clause):
            clauses.setdefault(one.language, []).append(clause)
    for one in told:
        beside = clauses.get(one.language)
        text = one.text.strip()
        if beside is None or len(text.split()) > MOST_BESIDE or "\n" in text:
            continue
        clause = chance.choice(beside)
        if chance.random() < LED:
            start = len(clause) + 2
            text = f"{clause}, {text}"
        else:
            start = 0
            text = f"{text.rstrip('.!?')}, {clause}"
        span = one.span and (one.span[0] + start, one.span[1] + start)
        yield Told(text, one.kind, span, BESIDE, one.language)


def _says_nothing_of_wishes(clause: str) -> bool:
    lexed = lex(fold(clause), _lexicon(), clause)
    return not any(speaks_of_any(one) or said(one) & STANCES for one, _ in in_their_place(lexed))


def _is_looked_at(text: str) -> bool:
    lexicon = _lexicon()
    glance = sketch(text, lexicon)
    return needs_a_look(glance, lexicon) or hinted(glance.words, lexicon.wish_hints) is not None


def _learn_hints(told: Iterable[Told], ordinary: Sequence[str]) -> str:
    """The file of hints: words with a wish near them against ordinary ones."""
    words = _lexicon().words
    rows: list[Row] = []

    def bag(some: Sequence[str]) -> list[str]:
        return [sign for word in some for sign in shown_by(word, words)]

    for one in told:
        if one.kind:
            start, end = one.span or (0, len(one.text))
            near = one.text[max(0, start - NEAR) : end + NEAR].translate(NO_CJK)
            spoken = quick_fold(near).translate(SPLIT).split()[: IN_A_ROW + 6]
            rows.append((bag(spoken), 0, 1.0))
        else:
            # Ordinary lines are English and not about work; neither other languages nor work are wishes for that.
            spoken = quick_fold(one.text.translate(NO_CJK)).translate(SPLIT).split()
            rows += [(bag(spoken[at : at + IN_A_ROW]), -1, 1.0) for at in range(0, len(spoken), IN_A_ROW)]
    for line in ordinary[:MOST_FOR_HINTS]:
        spoken = quick_fold(line).translate(SPLIT).split()
        rows += [(bag(spoken[at : at + IN_A_ROW]), -1, 1.0) for at in range(0, len(spoken), IN_A_ROW)]
    counts = Counter(sign for shown, _, _ in rows for sign in set(shown))
    rows = [([sign for sign in shown if counts[sign] >= SEEN_AT_LEAST], kind, weight) for shown, kind, weight in rows]
    weights = fit(rows, scale=0, strength=HINT_STRENGTH, steps=HINT_STEPS)
    weights["+"] -= CAUTION
    say(f"hints: {len(rows)} rows, {len(weights)} signs")
    lines = [
        f"{sign}\t{round(weight * HUNDREDTHS)}" for sign, weight in sorted(weights.items()) if abs(weight) >= SMALLEST
    ]
    return (
        "\n".join(["// Made by `python -m tools.weigh_wishes`. A sign and what it hints at, in hundredths.", *lines])
        + "\n"
    )


def _learn_wishes(examples: Sequence[Example]) -> str:
    """The file of weights for these examples."""
    counts = Counter(sign for example in examples for sign in set(example.signs))
    known = {sign for sign, count in counts.items() if count >= SEEN_AT_LEAST}
    first = fit(_rows(examples, known), scale=SCALE)
    known = {sign for sign, weight in first.items() if abs(weight) >= SMALLEST and sign != "+"}
    rows = _rows(examples, known)
    wish = fit(rows, scale=SCALE)
    wished = [row for row in rows if row[1] >= 0]
    kinds = [
        fit([(shown, -(kind != number), 1.0) for shown, kind, _ in wished], scale=SCALE) for number in range(len(KINDS))
    ]
    say(f"{len(examples)} sentences, {len(wished)} with a wish, {len(known)} signs")
    lines = [
        "// Made by `python -m tools.weigh_wishes`. A sign, what it adds to a wish, and to its kinds, in hundredths."
    ]
    wish["+"] += log(1.5) - DOUBT  # books report from 0.6 on
    for sign in sorted({*wish, "+"}):
        numbers = [wish[sign], *(kind.get(sign, 0.0) for kind in kinds)]
        lines.append("\t".join([sign, *(str(round(number * HUNDREDTHS)) for number in numbers)]))
    return "\n".join(lines) + "\n"


def _rows(examples: Iterable[Example], known: set[str]) -> list[Row]:
    return [([sign for sign in dict.fromkeys(one.signs) if sign in known], one.kind, one.weight) for one in examples]


def examples_of(told: Told) -> Iterator[Example]:
    """The sentences of a text. Of one with a wish those in its span; nobody knows about the others."""
    kind, span = told.kind, told.span
    lexed = lex(fold(told.text), _lexicon(), told.text)
    for sentence, near in in_their_place(lexed):
        if not speaks_of_any(sentence):
            continue
        start, _ = lexed.folded.place(sentence.items[0].start, sentence.items[0].end)
        _, end = lexed.folded.place(sentence.items[-1].start, sentence.items[-1].end)
        if not kind or span is None or (start < span[1] and span[0] < end):
            shown = [sign for some, _ in Signs().of(sentence, by_rules(sentence), near) for sign in some]
            yield Example(shown, KINDS.index(kind) if kind else -1, told.weight)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
