"""How quickly is something found among a million messages, on SQLite and on PostgreSQL?"""

import argparse
import json
import random
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from bench.rig.cluster import cluster
from bench.rig.many_words import vocabulary
from bench.rig.report import AbsentError, Report
from bench.rig.site import run, serving, site_env

ENGINES = ("SQLite", "PostgreSQL")
ROOMS = 2_000
MESSAGES_EACH = 500
ASKED = 300
P95_AT_MOST_MS = 100
AIM_MS = 50

Query = dict[str, str]


def main(words: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("rooms", nargs="?", type=int, default=ROOMS)
    parser.add_argument("each", nargs="?", type=int, default=MESSAGES_EACH, help="messages in each room")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only this one; both otherwise")
    asked = parser.parse_args(words)
    report = Report()
    for engine in asked.engine or ENGINES:
        try:
            with ExitStack() as running:
                _measure(engine, asked.rooms, asked.each, report, running)
        except AbsentError as absent:
            report.skip(absent)
    return report.close()


def _measure(engine: str, rooms: int, each: int, report: Report, running: ExitStack) -> None:
    folder = running.enter_context(tempfile.TemporaryDirectory(prefix="vestibule-bench-"))
    on = running.enter_context(cluster()) if engine == "PostgreSQL" else None
    env = site_env(folder, database_url=on.empty_database() if on else "")
    run(env, "-m", "vestibule.site.cli", "migrate")
    made = json.loads(run(env, "-m", "bench.rig.many_words", str(rooms), str(each)))
    if on:
        on.gather_statistics()
    report.note(f"{engine}, {rooms * each:,} messages: index written at {made['index_us_per_message']:.0f} µs each")
    port, _ = running.enter_context(serving(env))
    for searcher, token in made["tokens"].items():
        everything: list[float] = []
        for name, ask in _kinds(made["freelancer"], made["rooms"][searcher]).items():
            times, hits = _ask(port, token, ask)
            everything += times
            report.note(
                f"{searcher}, {name}: p50 {_part(times, 0.5):.1f}, p95 {_part(times, 0.95):.1f} ms, {hits} hits"
            )
        what = f"{engine}: p95 of all searches of the {searcher.lower()} person"
        report.less_is_better(what, _part(everything, 0.95), at_most=P95_AT_MOST_MS, aim=AIM_MS, unit="ms")


def _kinds(freelancer: str, room: str) -> dict[str, Callable[[random.Random], Query]]:
    """What people look for, each with a word drawn anew."""
    words = vocabulary()
    common, middle, rare = words[:20], words[200:2000], words[5000:]
    return {
        "a common word": lambda chance: {"q": chance.choice(common) + " "},
        "a word": lambda chance: {"q": chance.choice(middle) + " "},
        "a rare word": lambda chance: {"q": chance.choice(rare) + " "},
        "two words": lambda chance: {"q": f"{chance.choice(common)} {chance.choice(middle)} "},
        "words in a row": lambda chance: {"q": f'"{chance.choice(common)} {chance.choice(common)}"'},
        "the beginning of a word": lambda chance: {"q": chance.choice([one for one in middle if len(one) > 4])[:4]},
        "a word by one person": lambda chance: {"q": chance.choice(middle) + " ", "person": freelancer},
        "a word in one room": lambda chance: {"q": chance.choice(common) + " ", "room": room},
        "a word of last year": lambda chance: {"q": chance.choice(middle) + " ", "until": "2025-12-31"},
        "a word with a slip": lambda chance: {"q": _slip(chance.choice([one for one in middle if len(one) > 4]))},
    }


def _slip(word: str) -> str:
    return word[:2] + "x" + word[3:]


def _ask(port: int, token: str, ask: Callable[[random.Random], Query]) -> tuple[list[float], int]:
    """The times of many searches in milliseconds over HTTP, and how much was found in all."""
    chance = random.Random(3)
    times: list[float] = []
    hits = 0
    for _ in range(ASKED // 10):
        query = ask(chance)
        address = f"http://127.0.0.1:{port}/api/v1/search?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as answer:
            hits += len(json.load(answer)["items"])
        times.append((time.perf_counter() - began) * 1000)
    return times, hits


def _part(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
