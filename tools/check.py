"""Every check that needs no running product, or with --fix every automatic correction."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.node import node_path_prefix
from tools.setup import CLIENT, UV
from tools.steps import ROOT, VENV_BIN, say

SETTINGS = "vestibule.site.settings"
TEMPLATES = sorted(str(folder.relative_to(ROOT)) for folder in ROOT.glob("src/vestibule/*/templates"))


@dataclass(frozen=True)
class Check:
    """One command, and the command that mends what it finds, where there is one."""

    name: str
    command: tuple[str, ...]
    fix: tuple[str, ...] = ()
    folder: Path = ROOT


def checks() -> list[Check]:
    """All checks, the slow ones first so that the others run beside them."""

    def ours(name: str, *words: str) -> tuple[str, ...]:
        return (str(VENV_BIN / name), *words)

    def client(name: str, *words: str) -> tuple[str, ...]:
        return (str(CLIENT / "node_modules" / ".bin" / name), *words)

    python = (sys.executable, "-m")
    found = [
        Check("mypy", ours("mypy")),
        Check("tsc", client("tsc", "--noEmit"), folder=CLIENT),
        Check("ruff", ours("ruff", "check", "."), ours("ruff", "check", "--fix", ".")),
        Check("format", ours("ruff", "format", "--check", "."), ours("ruff", "format", ".")),
        Check("floors", ours("lint-imports", "--no-logo")),
        Check("dependencies", ours("deptry", "src")),
        Check("lock", (str(UV), "lock", "--check", "--offline")),
        Check("eslint", client("eslint", "--max-warnings", "0", "."), client("eslint", "--fix", "."), CLIENT),
        Check("prettier", client("prettier", "--check", "."), client("prettier", "--write", "."), CLIENT),
        Check("migrations", (*python, "django", "makemigrations", "--check", "--dry-run", f"--settings={SETTINGS}")),
        Check("texts", (*python, "tools.texts", "--check")),
        Check("types", (*python, "tools.client_types", "--check"), (*python, "tools.client_types")),
    ]
    if TEMPLATES:
        reformat = ours("djlint", "--reformat", "--quiet", *TEMPLATES)
        found.append(Check("templates", ours("djlint", "--lint", "--quiet", *TEMPLATES)))
        found.append(Check("template-format", ours("djlint", "--check", "--quiet", *TEMPLATES), reformat))
    return found


def main(words: Sequence[str]) -> int:
    """Run the asked checks, or all; 0 only if every one is content."""
    everything = checks()
    parser = argparse.ArgumentParser(prog="python -m tools.check", description=__doc__)
    parser.add_argument("name", nargs="*", help=", ".join(check.name for check in everything))
    parser.add_argument("--fix", action="store_true", help="correct what can be corrected by itself")
    asked = parser.parse_args(words)
    if unknown := set(asked.name) - {check.name for check in everything}:
        parser.error(f"there is no check {', '.join(sorted(unknown))}")
    chosen = [check for check in everything if not asked.name or check.name in asked.name]
    if asked.fix:
        return max((_report(check, check.fix) for check in chosen if check.fix), default=0)
    # Two at a time: most of these use one core. A data folder of their own, because the real one may be in use.
    with tempfile.TemporaryDirectory(prefix="vestibule-check-") as data, ThreadPoolExecutor(max_workers=2) as pool:
        os.environ.update(VESTIBULE_DATA_DIR=data, VESTIBULE_SECRET_KEY="checks-sign-nothing-" * 2)
        os.environ.pop("VESTIBULE_DATABASE_URL", None)
        results = list(pool.map(lambda check: _report(check, check.command), chosen))
    failed = [check.name for check, code in zip(chosen, results, strict=True) if code]
    say(f"{len(chosen) - len(failed)} checks are content" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed or not chosen else 0


def _report(check: Check, command: Sequence[str]) -> int:
    started = time.monotonic()
    path = os.pathsep.join(filter(None, [node_path_prefix(), os.environ["PATH"]]))
    done = subprocess.run(
        command,
        cwd=check.folder,
        env={**os.environ, "PATH": path, "UV_PYTHON_DOWNLOADS": "never"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    took = f"{time.monotonic() - started:.1f} s"
    say(f"{check.name}: {took}" if done.returncode == 0 else f"{check.name}: failed, {took}\n{done.stdout.rstrip()}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
