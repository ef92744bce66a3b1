"""Run every test there is, stage by stage, and close with one summary."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.node import node_path_prefix
from tools.packages import CHROMIUM, POSTGRES, Program, bring, chromium, postgres_programs
from tools.postgres import throwaway_cluster
from tools.steps import ROOT, MissingError, in_ci, say

STAGES = ("sqlite", "postgres", "client", "faults", "faults-postgres", "browser", "browser-postgres")
_FAST = "not browser and not faults"
_NEEDS = {
    "postgres": (POSTGRES,),
    "faults-postgres": (POSTGRES,),
    "browser": (CHROMIUM,),
    "browser-postgres": (POSTGRES, CHROMIUM),
}
# Hundreds of servers are started: what they import is compiled once, whatever the machine is set to.
_NOT_FOR_TESTS = {"VESTIBULE_DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Outcome:
    """What a stage came to; `problem` is why it failed without a failing test, or why it did not run."""

    stage: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    took_s: float = 0.0
    problem: str = ""


def main(asked: Sequence[str]) -> int:
    """Run the asked stages, or all; 0 only if nothing failed and, in CI, nothing was left out."""
    parser = argparse.ArgumentParser(prog="python -m tools.run_tests", description=__doc__)
    parser.add_argument("stage", nargs="*", help=f"{', '.join(STAGES)}; default: all")
    named: list[str] = parser.parse_args(asked).stage
    if unknown := set(named) - set(STAGES):
        parser.error(f"there is no stage {', '.join(sorted(unknown))}; there are {', '.join(STAGES)}")
    stages = named or [stage for stage in STAGES if _has_tests(stage)]
    # A plain kill would leave PostgreSQL running behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    absent = {program.name: why for program, why in _bring_programs(stages)}
    outcomes = [_run_stage(stage, absent) for stage in stages]
    return close(outcomes)


def _has_tests(stage: str) -> bool:
    folder, pattern = {
        "client": ("client/src", "**/*.test.ts"),
        "faults": ("tests/faults", "test_*.py"),
        "faults-postgres": ("tests/faults", "test_*.py"),
        "browser": ("tests/browser", "test_*.py"),
        "browser-postgres": ("tests/browser", "test_*.py"),
    }.get(stage, ("tests", "**/test_*.py"))
    return next((ROOT / folder).glob(pattern), None) is not None


def _bring_programs(stages: Sequence[str]) -> Iterator[tuple[Program, str]]:
    """Install what the stages need; yields what could not be had, and why."""
    needed = {program for stage in stages for program in _NEEDS.get(stage, ())}
    for program, find in ((POSTGRES, postgres_programs), (CHROMIUM, chromium)):
        if find() is None and program in needed:
            try:
                bring(program)
            except MissingError as missing:
                yield program, str(missing)


def _run_stage(stage: str, absent: Mapping[str, str]) -> Outcome:
    if problem := next((absent[program.name] for program in _NEEDS.get(stage, ()) if program.name in absent), ""):
        return Outcome(stage, problem=problem)
    say(f"\n── {stage} " + "─" * (70 - len(stage)))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vestibule-tests-") as folder:
        report = Path(folder) / "report.xml"
        try:
            code = _vitest(report) if stage == "client" else _pytest(stage, report)
        except MissingError as missing:
            return Outcome(stage, problem=str(missing))
        return _read(stage, report, code, time.monotonic() - started)


def _pytest(stage: str, report: Path) -> int:
    chosen = {
        "sqlite": ["-m", _FAST],
        "postgres": ["-m", f"database and {_FAST}"],
        # Few and long: whoever is done takes what another has not begun.
        "faults": ["tests/faults", "--dist", "worksteal"],
        "faults-postgres": ["tests/faults", "-m", "database", "--dist", "worksteal"],
        "browser": ["tests/browser", "--dist", "worksteal"],
        "browser-postgres": ["tests/browser", "-m", "both_engines", "--dist", "worksteal"],
    }[stage]
    workers = ["-n", os.environ.get("WORKERS", "2")]
    junit = [f"--junitxml={report}", "-o", "junit_logging=no"]
    command = [sys.executable, "-m", "pytest", "-q", *junit, *workers, *chosen]
    with _database(stage) as env:
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


@contextmanager
def _database(stage: str) -> Iterator[dict[str, str]]:
    """The environment of a stage; it decides on which database the tests run."""
    env = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_TESTS}
    if "postgres" in stage:
        # Only where processes are killed must what is written outlive them; elsewhere nobody waits for the disk.
        settings = {} if "faults" in stage else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        with throwaway_cluster(settings) as url:
            yield {**env, "VESTIBULE_DATABASE_URL": url}
    else:
        yield env


def _vitest(report: Path) -> int:
    command = ["npm", "run", "--silent", "test", "--", "--reporter=default", "--reporter=junit"]
    path = os.pathsep.join(filter(None, [node_path_prefix(), os.environ["PATH"]]))
    env = {**os.environ, "PATH": path}
    return subprocess.run(
        [*command, f"--outputFile.junit={report}"], cwd=ROOT / "client", env=env, stdin=subprocess.DEVNULL, check=False
    ).returncode


def _read(stage: str, report: Path, code: int, took_s: float) -> Outcome:
    """Count a stage's JUnit report; a stage that tested nothing has failed too."""
    suites: list[ET.Element] = []
    with suppress(FileNotFoundError, ET.ParseError):
        suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314  our own report

    def count(*names: str) -> int:
        return sum(int(suite.get(name, "0")) for suite in suites for name in names)

    failed, skipped = count("failures", "errors"), count("skipped")
    passed = count("tests") - failed - skipped
    problem = ""
    if code != 0 and failed == 0:
        problem = f"its runner ended with code {code}" if passed else "no test ran"
    return Outcome(stage, passed, failed, skipped, took_s, problem)


def close(outcomes: Sequence[Outcome]) -> int:
    """Print what came of each stage and the sum, and say whether that is good enough."""
    say("\n── summary " + "─" * 64)
    bad = 0
    for outcome in outcomes:
        ran = outcome.passed + outcome.failed + outcome.skipped > 0 or outcome.took_s > 0
        counts = (
            f"{outcome.passed:5} passed {outcome.failed:4} failed {outcome.skipped:4} skipped {outcome.took_s:7.1f} s"
        )
        say(f"{outcome.stage:10}{counts if ran else 'not run'}{'  ' + outcome.problem if outcome.problem else ''}")
        if outcome.problem and outcome.failed == 0 and (ran or in_ci()):
            bad += 1
    failed = sum(outcome.failed for outcome in outcomes) + bad
    passed = sum(outcome.passed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
