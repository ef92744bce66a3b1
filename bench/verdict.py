"""How long does a verdict take, against one naive regular expression over the same texts?

Run: .venv/bin/python bench/verdict.py
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from bench.rig.talk import line
from tests.policy.corpus import lines
from vestibule.policy import RuleBook, RuleBooks, Situation, judge

T = TypeVar("T")
ROUNDS = 7
NAIVE = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d\s().-]{7,}\d|(?:https?://)?(?:wa\.me|t\.me|discord\.gg)/\S+|@\w{3,}"
    r"|\b(?:whatsapp|telegram|skype|viber|discord|instagram)\b",
    re.IGNORECASE,
)
ORDINARY = [
    (
        "~{n}~ Hello, is this item still available? I could pick it up on Saturday morning near the"
        " station if that works for"
        " you, otherwise please tell me what postage would cost. Thanks a lot, Ann!"
    ),
    (
        "Thanks for the {n} drafts, the second one is close. Could we make the header a little calmer"
        " and move the button"
        " below the text? I would also like to see the dark version before we decide on the rest."
    ),
    (
        "I have read the brief and have {n} questions: who writes the copy, when do you need the first"
        " version, and how many"
        " rounds of changes do you expect? From there I can give you a fixed price today."
    ),
]
ATTACKS = ("a", "1\n", "1.", "1 ", "a1", "@", "a@b.", "a.b.c.", "微信", "加", "one ", "whatsapp me ", "%41", "[at]")


def main() -> None:
    """Print the figures."""
    book = RuleBooks.packaged().newest
    alone, before = (
        Situation(),
        Situation(context=("Hi, I saw your post", "Yes, I am still interested", "Sounds good to me")),
    )
    ordinary = [text.format(n=n) for n in range(400) for text in ORDINARY]
    caught = [line.text for line in lines("caught")]
    print(f"text                               p50 µs   p99 µs   naive p50   ratio   (best of {ROUNDS} rounds)")
    for name, texts, situation in (
        ("ordinary, about 190 characters", ordinary, alone),
        ("the same after three messages", ordinary, before),
        ("texts that share or ask", caught * 4, alone),
    ):
        p50, p99 = _quantiles(partial(_judged, situation, book), texts)
        naive, _ = _quantiles(NAIVE.findall, texts)
        print(f"{name:<34} {p50:>6.1f} {p99:>8.1f} {naive:>11.1f} {p50 / naive:>7.2f}")
    chat = [line(number) for number in range(400)]
    print(f"mean over ordinary chat with digits           {_mean(partial(_judged, alone, book), chat):>5.1f} µs")
    short = [sentence for text in chat for sentence in re.split(r"(?<=[.!?]) ", text)]
    in_turn = [(text, Situation(context=tuple(short[n : n + 3]))) for n, text in enumerate(short[3:])]
    print(f"mean over its sentences, one after the other  {_mean(partial(_judged_in_turn, book), in_turn):>5.1f} µs")
    worst = sorted(((_milliseconds(unit, book), unit) for unit in ATTACKS), reverse=True)
    print("64 KiB of one thing, slowest ms: " + ", ".join(f"{unit!r} {ms:.0f}" for ms, unit in worst[:5]))
    print(f"import and first verdict: {_first_verdict():.2f} s, memory {_memory_megabytes():.0f} MB")


def _judged(situation: Situation, book: RuleBook, text: str) -> object:
    return judge(text, situation, book)


def _judged_in_turn(book: RuleBook, message: tuple[str, Situation]) -> object:
    return judge(*message, book)


def _quantiles(call: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float]:
    rounds = []
    for _ in range(ROUNDS):
        taken = []
        for text in texts:
            start = time.perf_counter_ns()
            call(text)
            taken.append((time.perf_counter_ns() - start) / 1000)
        cuts = statistics.quantiles(taken, n=100)
        rounds.append((cuts[49], cuts[98]))
    return min(p50 for p50, _ in rounds), min(p99 for _, p99 in rounds)


def _mean(call: Callable[[T], object], texts: Sequence[T]) -> float:
    """Microseconds for one of the texts, the costly ones included: what a room pays for its talk."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        for text in texts:
            call(text)
        rounds.append((time.perf_counter_ns() - start) / 1000 / len(texts))
    return min(rounds)


def _milliseconds(unit: str, book: RuleBook) -> float:
    text = (unit * 65536)[:65536]
    taken = []
    for _ in range(2):
        start = time.process_time()
        judge(text, Situation(), book)
        taken.append((time.process_time() - start) * 1000)
    return min(taken)


SCRIPT = (
    "import vestibule.policy as p, resource; p.judge('mail ana@web.de', p.Situation(), p.RuleBooks.packaged().newest)"
)


def _first_verdict() -> float:
    """Seconds from the import to the first verdict in a new process; modules are compiled, as in every installation."""
    with tempfile.TemporaryDirectory() as compiled:
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = compiled
        subprocess.run([sys.executable, "-c", SCRIPT], check=True, env=env)
        loaded = min(_seconds(SCRIPT, env) for _ in range(5))
        return loaded - min(_seconds("pass", env) for _ in range(5))


def _seconds(script: str, env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, env=env)
    return time.perf_counter() - start


def _memory_megabytes() -> float:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + "; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout) / 1024


if __name__ == "__main__":
    main()
