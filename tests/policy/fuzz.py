"""Texts nobody would think of, judged: python -m tests.policy.fuzz [--runs 1000000].

With atheris (Linux; `pip install atheris` into the environment) the code that runs guides what is tried next. Without,
and as a seeded slice in CI, lines of the corpora are cut, joined and soiled by chance.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence

from tests.policy.corpus import CORPORA
from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest
LONGEST = 600
MOST_PARTS = 4
SOIL = (
    "\ud800", "\0", "\u202e", "\u200b", "\u0301" * 40, "\u20e3", "\ufe0f", "\U000e0041", "\U0001f170", "ﷺ",
    "𝟘", "٣", "４", "@", ".", "://",
    "&#64;", "%40", "\\u0040", "[at]", "=?", "\r\n", "\x1e", "{{", "**", "```", "微", "ß", "İ", "ŉ", "½", "㎏", "ﬁ",
)  # fmt: skip


def check(text: str, context: tuple[str, ...]) -> None:
    """Raises `AssertionError`, or whatever judging raises, when an answer breaks what is promised of every answer."""
    verdict = judge(text, Situation(context=context), BOOK)
    assert verdict.outcome in {"allow", "ask", "withhold"}
    assert bool(verdict.findings) == bool(verdict.reasons)
    last = 0
    for finding in verdict.findings:
        assert last <= finding.start < finding.end <= len(text)
        assert finding.text == text[finding.start : finding.end]
        assert 0 <= finding.confidence <= 1
        last = finding.end
    settled = sorted(index for reason in verdict.reasons for index in reason.findings)
    assert settled == list(range(len(verdict.findings)))


def by_chance(seed: int, runs: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Texts with what was said before them, the same for the same seed."""
    chance = random.Random(seed)
    lines = [text for name in ("caught", "spared", "wishes") for text in _texts(name)]
    for _ in range(runs):
        said = [_soiled(chance, lines) for _ in range(chance.choice((1, 1, 2, 3)))]
        yield said[-1], tuple(said[:-1])


def _texts(name: str) -> Iterator[str]:
    for line in (CORPORA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["text"]


def _soiled(chance: random.Random, lines: Sequence[str]) -> str:
    parts = []
    for _ in range(chance.randint(1, MOST_PARTS)):
        line = chance.choice(lines)
        start = chance.randrange(len(line) + 1)
        parts.append(line[start : start + chance.randint(0, 80)])
        if chance.random() < 0.6:
            parts.append(chance.choice(SOIL) * chance.choice((1, 1, 2, 9)))
        if chance.random() < 0.1:
            parts.append(chr(chance.randrange(0x110000)))
    return "".join(parts)[:LONGEST]


def main(words: Sequence[str]) -> int:
    """Run; ends with the first text that breaks something."""
    parser = argparse.ArgumentParser(prog="python -m tests.policy.fuzz", description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    try:
        import atheris
    except ImportError:
        sys.stdout.write("atheris is not installed: by chance instead\n")
        for text, context in by_chance(asked.seed, asked.runs):
            check(text, context)
        return 0

    def one(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        said = [given.ConsumeUnicode(LONGEST) for _ in range(given.ConsumeIntInRange(1, 3))]
        check(said[-1], tuple(said[:-1]))

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-atheris_runs={asked.runs}", f"-seed={asked.seed}", "-max_len=2400"], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
